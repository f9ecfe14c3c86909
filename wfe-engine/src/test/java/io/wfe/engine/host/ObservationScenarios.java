package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.HostStatus;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What can be seen of a host from outside.
 */
abstract class ObservationScenarios extends HostTest {

	ObservationScenarios(StoreUnderTest store) {
		super(store);
	}

	@Test
	void whatAnInstanceCarriesIsThereOnTheHostThatRunsIt() {
		String id = newId("carried");
		RecordingObserver starts = new RecordingObserver();
		RecordingObserver runs = new RecordingObserver();
		WorkflowHost starter = this.hosts.start((builder) -> builder.executeWorkflows(false).observer(starts),
				workflow(id, (steps) -> steps.update("a", Work::copy)));
		String first = starter.startWorkflow(StartWorkflow.of(id).data(new Work()).name(id + "-first"));
		assertThat(starter.startWorkflow(StartWorkflow.of(id).name(id + "-first").ifAbsent())).isEqualTo(first);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> starter.startWorkflow(StartWorkflow.of(id).name(id + "-first")));
		assertThat(starts.told).containsExactly("start: started", "start: existing",
				"start: error WorkflowAlreadyExistsException");
		WorkflowHost runner = this.hosts.start((builder) -> builder.observer(runs),
				workflow(id, (steps) -> steps.delay(Duration.ofMillis(1)).update("a", Work::copy)));
		runner.awaitWorkflow(first, LONG);
		runner.stop();
		assertThat(runs.told).contains("pass of 1: runnable", "step a: success")
			.endsWith("pass of 1: complete")
			.allMatch((told) -> told.startsWith("step") || told.startsWith("pass of 1"));
	}

	@Test
	void stepsAreToldWithTheirOutcome() {
		String id = newId("outcomes");
		RecordingObserver observer = new RecordingObserver();
		WorkflowHost host = this.hosts.start((builder) -> builder.observer(observer),
				workflow(id, (steps) -> steps.then("slow", (step) -> {
					if (step.attempt() == 1) {
						Thread.currentThread().join();
					}
					return ExecutionResult.next();
				}).timeout(Duration.ofMillis(50)).onError(ErrorBehavior.retry(Duration.ZERO, 1)).then("bad", (step) -> {
					throw new IllegalStateException("bad");
				}).onError(ErrorBehavior.suspend())));
		host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		host.stop();
		assertThat(observer.told).filteredOn((told) -> told.startsWith("step"))
			.containsExactly("step slow: timeout TimeoutException", "step slow: success",
					"step bad: failure IllegalStateException");
		assertThat(observer.told).contains("pass of 1: suspended");
	}

	@Test
	void childrenCarryWhatTheirStartGivesThem() {
		String id = newId("parent");
		RecordingObserver observer = new RecordingObserver();
		WorkflowHost host = this.hosts.start((builder) -> builder.observer(observer),
				workflow(id, (steps) -> steps.subWorkflow(id + "-child", (work) -> work)),
				workflow(id + "-child", (steps) -> steps.update("in child", Work::copy)));
		host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		host.stop();
		assertThat(observer.told).filteredOn((told) -> told.startsWith("start")).hasSize(2);
		assertThat(observer.told).contains("pass of 2: complete", "pass of 1: complete");
	}

	@Test
	void deliveryKnowsWhereTheEventWasPublished() {
		String id = newId("delivered");
		RecordingObserver observer = new RecordingObserver();
		WorkflowHost host = this.hosts.start((builder) -> builder.observer(observer),
				workflow(id, (steps) -> steps.waitFor(id, (work) -> "key", String.class)));
		String workflowId = host.startWorkflow(id, new Work());
		Awaitility.await()
			.atMost(LONG)
			.until(() -> !store().getSubscriptions(id, "key", Instant.now().plusSeconds(60)).isEmpty());
		host.publishEvent(id, "key", "data");
		host.awaitWorkflow(workflowId, LONG);
		host.publishEvent(newId("unheard"), "key", "data");
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(observer.told).contains("delivery from here: nobody"));
		assertThat(host.status().deliveredEvents()).isOne();
	}

	@Test
	void observerThatFailsChangesNothing() {
		String id = newId("blind");
		WorkflowHost host = this.hosts.start((builder) -> builder.observer((work) -> {
			throw new IllegalStateException("blind");
		}), workflow(id, (steps) -> steps.update("a", Work::copy)));
		assertThat(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG).status())
			.isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void logOfAStepNamesItsInstance() {
		String id = newId("logged");
		List<String> seen = new CopyOnWriteArrayList<>();
		Map<Long, String> afterwards = new ConcurrentHashMap<>();
		WorkflowHost host = this.hosts.start((builder) -> builder.executor((task) -> new Thread(() -> {
			MDC.put("workflowId", "outer");
			task.run();
			afterwards.put(Thread.currentThread().getId(), MDC.get("workflowId") + MDC.get("workflowName"));
		}).start()), workflow(id, (steps) -> steps.then("a", (step) -> {
			seen.add(MDC.get("workflowId"));
			seen.add(MDC.get("workflowName"));
			return ExecutionResult.next();
		})));
		WorkflowInstance ended = host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		host.stop();
		assertThat(seen).containsExactly(ended.id(), ended.name());
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(afterwards.values()).isNotEmpty().containsOnly("outernull"));
	}

	@Test
	void statusTellsWhatTheHostIsDoing() {
		String id = newId("busy");
		Gate gate = new Gate();
		WorkflowHost host = this.hosts.build(
				(builder) -> builder.maxConcurrentWorkflows(3).hostName(id).leaseDuration(Duration.ofSeconds(30)),
				workflow(id, (steps) -> steps.then("hold", (step) -> {
					gate.pass();
					return ExecutionResult.next();
				})));
		assertThat(host.status().running()).isFalse();
		assertThat(host.status().leased()).isFalse();
		Instant before = Instant.now();
		host.start();
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		HostStatus status = host.status();
		assertThat(status.name()).isEqualTo(id);
		assertThat(execution().findHosts()).anyMatch((summary) -> summary.id().equals(status.id()));
		assertThat(status.running()).isTrue();
		assertThat(status.executing()).isTrue();
		assertThat(status.leased()).isTrue();
		assertThat(status.leaseRenewedAt()).isAfterOrEqualTo(before);
		assertThat(status.storeFailing()).isFalse();
		assertThat(status.places()).isEqualTo(3);
		assertThat(status.owned()).isOne();
		assertThat(status.steps()).singleElement().satisfies((step) -> {
			assertThat(step.workflowId()).isEqualTo(workflowId);
			assertThat(step.definitionId()).isEqualTo(id);
			assertThat(step.stepName()).isEqualTo("hold");
			assertThat(step.age()).isPositive();
			assertThat(step.since()).isAfterOrEqualTo(before.minusSeconds(1));
		});
		assertThat(status.waitingWrites()).isZero();
		gate.open();
		host.awaitWorkflow(workflowId, LONG);
		assertThat(host.status().groupSize()).isOne();
		host.stop();
		assertThat(host.status().steps()).isEmpty();
		assertThat(host.status().owned()).isZero();
		assertThat(host.status().leaseRenewedAt()).isNull();
	}

	@Test
	void hostThatRunsNothingHasNoLease() {
		HostStatus status = this.hosts.start((builder) -> builder.executeWorkflows(false)).status();
		assertThat(status.running()).isTrue();
		assertThat(status.executing()).isFalse();
		assertThat(status.leased()).isFalse();
		assertThat(status.leaseRenewedAt()).isNull();
	}

	@Test
	void statusTellsForHowLongWorkHadWaited() {
		String id = newId("late");
		WorkflowHost starter = this.hosts.start((builder) -> builder.executeWorkflows(false),
				workflow(id, (steps) -> steps.update("a", Work::copy)));
		String workflowId = starter.startWorkflow(id, new Work());
		Instant started = store().getWorkflowInstance(workflowId).createTime();
		Awaitility.await().until(() -> Duration.between(started, Instant.now()).compareTo(Duration.ofMillis(200)) > 0);
		Gate gate = new Gate();
		WorkflowHost runner = this.hosts.start(
				(builder) -> builder.maxConcurrentWorkflows(1).pollInterval(Duration.ofMinutes(1)),
				workflow(id, (steps) -> steps.then("a", (step) -> {
					gate.pass();
					return ExecutionResult.next();
				})));
		gate.awaitStep();
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(
					() -> assertThat(runner.status().lag()).isBetween(Duration.ofMillis(150), Duration.ofMinutes(1)));
		gate.open();
		runner.awaitWorkflow(workflowId, LONG);
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(runner.status().lag()).isZero());
	}

	/** The start is told by another thread than the one that runs the instance. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listenersHearOfTheStartBeforeAllElse(boolean child) throws Exception {
		String id = newId("ordered");
		String first = newId("first");
		Gate gate = new Gate();
		SlowNews news = new SlowNews(id, child);
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(news).maxConcurrentWorkflows(child ? 2 : 1),
				workflow(id, (steps) -> steps.update("a", Work::copy)), workflow(first, (steps) -> {
					if (child) {
						steps.subWorkflow(id, (work) -> work);
					}
					else {
						steps.then("hold", (step) -> {
							gate.pass();
							return ExecutionResult.next();
						});
					}
				}));
		String firstId = host.startWorkflow(first, new Work());
		if (!child) {
			gate.awaitStep();
			// There is no place for it
			Thread starter = new Thread(() -> host.startWorkflow(id, new Work()));
			starter.start();
			news.gate.awaitStep();
			gate.open();
			starter.join();
		}
		host.awaitWorkflow(firstId, LONG);
		Awaitility.await().atMost(LONG).until(() -> news.told.contains("completed"));
		assertThat(news.told).startsWith("started");
	}

	/**
	 * Takes its time before it hears of the start of an instance, unless that runs
	 * meanwhile.
	 */
	private static final class SlowNews implements WorkflowListener {

		private final List<String> told = new CopyOnWriteArrayList<>();

		private final Gate gate = new Gate();

		private final CountDownLatch ran = new CountDownLatch(1);

		private final String id;

		private final boolean child;

		SlowNews(String id, boolean child) {
			this.id = id;
			this.child = child;
		}

		private void hold() {
			this.gate.arrive();
			try {
				boolean unused = this.ran.await(500, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void started(WorkflowInstance workflow) {
			if (workflow.workflowDefinitionId().equals(this.id)) {
				if (!this.child) {
					hold();
				}
				this.told.add("started");
			}
		}

		@Override
		public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
			if (workflow.workflowDefinitionId().equals(this.id)) {
				this.told.add("stepStarted");
				this.ran.countDown();
			}
			else if (this.child) {
				hold();
			}
		}

		@Override
		public void completed(WorkflowInstance workflow) {
			if (workflow.workflowDefinitionId().equals(this.id)) {
				this.told.add("completed");
			}
		}

	}

}
