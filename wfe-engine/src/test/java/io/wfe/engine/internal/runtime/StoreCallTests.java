package io.wfe.engine.internal.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a host calls its store, each call of which is a round trip or more.
 */
class StoreCallTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicBoolean held = new AtomicBoolean();

	private final Waiting workflow = new Waiting();

	private volatile String hold = "";

	private final WorkflowHost host = WorkflowHost.builder(counting(new InMemoryPersistenceProvider()))
		.pollInterval(Duration.ofMillis(50))
		.leaseDuration(Duration.ofMinutes(1))
		.maxConcurrentWorkflows(50)
		.workflow(this.workflow)
		.build();

	@AfterEach
	void stop() {
		this.released.countDown();
		this.host.close();
	}

	@Test
	void hostAtRestAsksOneQuestionForEachPoll() {
		this.host.start();
		this.host.startWorkflow("waiting", Map.of("key", "never"));
		awaitWaiting(1);
		int claims = calls("claimWorkflows");
		int deliveries = calls("deliverDueEvents");
		int questions = calls("timeUntilDue");
		Awaitility.await().atMost(LONG).until(() -> calls("timeUntilDue") >= questions + 10);
		assertThat(calls("claimWorkflows")).isLessThanOrEqualTo(claims + 1);
		assertThat(calls("deliverDueEvents")).isLessThanOrEqualTo(deliveries + 1);
	}

	@Test
	void eventsThatComeWhileOthersAreDeliveredAreDeliveredTogether() {
		this.host.start();
		List<String> ids = IntStream.range(0, 20)
			.mapToObj((number) -> this.host.startWorkflow("waiting", Map.of("key", "key " + number)))
			.toList();
		awaitWaiting(20);
		this.hold = "deliverEvents";
		this.host.publishEvent("go", "key 0", null);
		Awaitility.await().atMost(LONG).until(this.held::get);
		IntStream.range(1, 20).forEach((number) -> this.host.publishEvent("go", "key " + number, null));
		this.released.countDown();
		ids.forEach((id) -> this.host.awaitWorkflow(id, LONG));
		assertThat(calls("deliverEvents")).isEqualTo(2);
	}

	@Test
	void passesThatEndWhileOthersAreWrittenAreWrittenTogether() {
		this.host.start();
		this.hold = "persistPasses";
		String first = this.host.startWorkflow("waiting", Map.of("key", "first"));
		Awaitility.await().atMost(LONG).until(this.held::get);
		List<String> ids = IntStream.range(0, 20)
			.mapToObj((number) -> this.host.startWorkflow("waiting", Map.of("key", "second")))
			.toList();
		Awaitility.await().atMost(LONG).until(() -> this.workflow.ran.get() >= 21);
		this.released.countDown();
		awaitWaiting(21);
		// 42 passes, of which those that begin to wait may come one by one
		assertThat(calls("persistPasses")).isLessThan(36);
		assertThat(ids).doesNotContain(first);
	}

	private void awaitWaiting(int count) {
		Awaitility.await()
			.atMost(LONG)
			.until(() -> calls("lookBackOrRelease") >= count
					&& ((DefaultWorkflowHost) this.host).runtime().running().size() == 0);
	}

	private int calls(String method) {
		return this.calls.getOrDefault(method, new AtomicInteger()).get();
	}

	private PersistenceProvider counting(PersistenceProvider provider) {
		return (PersistenceProvider) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					this.calls.computeIfAbsent(method.getName(), (name) -> new AtomicInteger()).incrementAndGet();
					if (method.getName().equals(this.hold) && this.held.compareAndSet(false, true)) {
						this.released.await();
					}
					try {
						return method.invoke(provider, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	/**
	 * Runs a step and waits for an event.
	 */
	@SuppressWarnings("rawtypes")
	private static final class Waiting implements Workflow<Map> {

		final AtomicInteger ran = new AtomicInteger();

		@Override
		public String id() {
			return "waiting";
		}

		@Override
		public Class<Map> dataType() {
			return Map.class;
		}

		@Override
		public void build(WorkflowBuilder<Map> workflow) {
			workflow.then("run", (step) -> {
				this.ran.incrementAndGet();
				return ExecutionResult.next();
			}).waitFor("go", (data) -> String.valueOf(data.get("key")), Object.class);
		}

	}

}
