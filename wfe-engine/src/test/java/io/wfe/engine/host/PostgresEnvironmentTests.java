package io.wfe.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hosts on databases and pools as applications have them.
 */
class PostgresEnvironmentTests {

	private static final int WORKFLOWS = 40;

	private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

	@ParameterizedTest
	@ValueSource(strings = { "TRANSACTION_REPEATABLE_READ", "TRANSACTION_SERIALIZABLE" })
	void anyDefaultIsolationWillDo(String isolation) {
		try (PostgresStore store = new PostgresStore((pool, builder) -> {
			pool.setTransactionIsolation(isolation);
			return builder;
		})) {
			everythingWorks(store);
			assertThat(store.query("SHOW transaction_isolation")).containsExactly(
					isolation.substring("TRANSACTION_".length()).replace('_', ' ').toLowerCase(Locale.ROOT));
		}
	}

	/**
	 * Fewer connections than places: who wants to write waits for one, and nobody who has
	 * one waits for another.
	 */
	@Test
	void aPoolOfTwoConnectionsWillDo() {
		try (PostgresStore store = new PostgresStore((pool, builder) -> {
			pool.setMaximumPoolSize(2);
			return builder;
		})) {
			everythingWorks(store);
		}
	}

	private void everythingWorks(PostgresStore store) {
		String id = newId("environment");
		Workflow<Work> child = workflow(id + "-child", (steps) -> steps.then("child", count("child")));
		Workflow<Work> parent = workflow(id,
				(steps) -> steps.then("a", count("a"))
					.delay(Duration.ofMillis(10))
					.parallel(List.of((one) -> one.then("b", count("b")), (two) -> two.then("c", count("c"))))
					.subWorkflow(id + "-child", (work) -> new Work())
					.waitFor(id, (work) -> "key", String.class)
					.name("wait")
					.then("d", count("d")));
		try (Hosts hosts = new Hosts(store.provider())) {
			WorkflowHost first = hosts.start((builder) -> builder.maxConcurrentWorkflows(16), parent, child);
			hosts.start((builder) -> builder.maxConcurrentWorkflows(16), parent, child);
			List<String> ids = new ArrayList<>();
			for (int index = 0; index < WORKFLOWS; index++) {
				ids.add(first.startWorkflow(id, new Work()));
			}
			ids.forEach((workflowId) -> hosts.until(workflowId, "wait", PointerStatus.WAITING_FOR_EVENT));
			first.suspendWorkflow(ids.get(0));
			first.resumeWorkflow(ids.get(0));
			first.publishEvent(id, "key", "x");
			ids.forEach((workflowId) -> assertThat(first.awaitWorkflow(workflowId, LONG).status())
				.isEqualTo(WorkflowStatus.COMPLETE));
		}
		assertThat(this.runs.values()).hasSize(5 * WORKFLOWS).allMatch((count) -> count.get() == 1);
		assertThat(store.query("SELECT id FROM wfc.event_subscriptions")).isEmpty();
	}

	private StepBody<Work> count(String name) {
		return (step) -> {
			this.runs.computeIfAbsent(name + " " + step.idempotencyKey(), (key) -> new AtomicInteger())
				.incrementAndGet();
			return ExecutionResult.next();
		};
	}

}
