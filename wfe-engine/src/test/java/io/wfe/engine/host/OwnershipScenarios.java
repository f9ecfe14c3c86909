package io.wfe.engine.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.UserTask;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who runs an instance: several hosts, and hosts that die.
 */
abstract class OwnershipScenarios extends HostTest {

	OwnershipScenarios(StoreUnderTest store) {
		super(store);
	}

	/** D01, D35, D58: no queue has to know of an instance, and each step runs once. */
	@Test
	void twoHostsShareTheWork() {
		String id = newId("shared");
		Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
		Map<String, AtomicInteger> byHost = new ConcurrentHashMap<>();
		CountDownLatch both = new CountDownLatch(2);
		WorkflowHost starter = this.hosts.start((builder) -> builder.executeWorkflows(false),
				counting(id, "starter", runs, byHost, both));
		for (int index = 0; index < 200; index++) {
			starter.startWorkflow(id, Work.of(index));
		}
		List<WorkflowHost> hosts = List.of(
				this.hosts.start((builder) -> builder.maxConcurrentWorkflows(4),
						counting(id, "one", runs, byHost, both)),
				this.hosts.start((builder) -> builder.maxConcurrentWorkflows(4),
						counting(id, "two", runs, byHost, both)));
		assertThat(hosts).hasSize(2);
		Awaitility.await()
			.atMost(LONG)
			.until(() -> store().countWorkflows()
				.stream()
				.filter((count) -> count.workflowDefinitionId().equals(id) && count.status() == WorkflowStatus.COMPLETE)
				.mapToLong((count) -> count.count())
				.sum() == 200);
		assertThat(runs).hasSize(400).allSatisfy((key, count) -> assertThat(count).hasValue(1));
		assertThat(byHost).containsOnlyKeys("one", "two");
	}

	private static Workflow<Work> counting(String id, String host, Map<String, AtomicInteger> runs,
			Map<String, AtomicInteger> byHost, CountDownLatch both) {
		return workflow(id, (steps) -> steps.then("a", (step) -> {
			runs.computeIfAbsent("a" + step.data().n, (key) -> new AtomicInteger()).incrementAndGet();
			if (byHost.computeIfAbsent(host, (key) -> new AtomicInteger()).incrementAndGet() == 1) {
				both.countDown();
			}
			// Nobody goes on before both have begun
			assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
			return ExecutionResult.next();
		}).then("b", (step) -> {
			runs.computeIfAbsent("b" + step.data().n, (key) -> new AtomicInteger()).incrementAndGet();
			return ExecutionResult.next();
		}));
	}

	/** D10, D33, D39: the one that has stalled writes nothing, and its step is told. */
	@Test
	void whenLeaseIsLostThenAnotherHostRunsTheStepAndTheFirstResultIsDropped() {
		String id = newId("stalled");
		Gate gate = new Gate();
		AtomicBoolean interrupted = new AtomicBoolean();
		WorkflowHost first = this.hosts.start(
				(builder) -> builder.hostName("first").leaseDuration(Duration.ofSeconds(60)),
				workflow(id, (steps) -> steps.then("slow", (step) -> {
					try {
						gate.pass();
					}
					catch (InterruptedException ex) {
						interrupted.set(true);
					}
					step.data().add("first");
					return ExecutionResult.next();
				})));
		// The first renewal comes soon behind the start, the next one in 18 seconds or
		// more
		Awaitility.await()
			.atMost(LONG)
			.until(() -> execution().findHosts()
				.stream()
				.anyMatch((host) -> host.name().equals("first")
						&& host.expiresAt().isAfter(host.startedAt().plusSeconds(60))));
		String workflowId = first.startWorkflow(id, new Work());
		gate.awaitStep();
		// As if its lease had expired
		execution().findHosts()
			.stream()
			.filter((host) -> host.name().equals("first"))
			.forEach((host) -> execution().releaseHost(host.id()));
		WorkflowHost second = this.hosts.start(workflow(id, (steps) -> steps.then("slow", (step) -> {
			step.data().add("second");
			return ExecutionResult.next();
		})));
		assertThat(log(second.awaitWorkflow(workflowId, LONG))).containsExactly("second");
		gate.open();
		first.stop();
		WorkflowInstance workflow = store().getWorkflowInstance(workflowId);
		assertThat(log(workflow)).containsExactly("second");
		assertThat(workflow.executionPointers()).hasSize(1);
	}

	@Test
	void whenHostHasLostItsLeaseThenItGoesOnUnderANewId() {
		String id = newId("reborn");
		Gate gate = new Gate();
		AtomicInteger runs = new AtomicInteger();
		WorkflowHost host = this.hosts.start((builder) -> builder.hostName(id).leaseDuration(Duration.ofMillis(600)),
				workflow(id, (steps) -> steps.then("slow", (step) -> {
					if (runs.incrementAndGet() == 1) {
						gate.pass();
					}
					return ExecutionResult.next();
				})));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		List<String> before = hostIds(id);
		before.forEach((hostId) -> execution().releaseHost(hostId));
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(hostIds(id)).hasSize(1).doesNotContainAnyElementsOf(before);
		assertThat(runs).hasValue(2);
	}

	/** Others may have finished the instance by then, and the host does not know yet. */
	@Test
	void whenLeaseIsOverThenNoOtherStepOfThePassBegins() {
		String id = newId("over");
		Gate gate = new Gate();
		Gate renewal = new Gate();
		LostAnswers stalling = new LostAnswers(store());
		List<String> runs = new CopyOnWriteArrayList<>();
		try (WorkflowHost first = WorkflowHost.builder(stalling.provider())
			.leaseDuration(Duration.ofMillis(600))
			.workflow(branches(id, "first", runs, gate))
			.build()) {
			first.start();
			String workflowId = first.startWorkflow(id, new Work());
			gate.awaitStep();
			stalling.beforeAnswer("renewHost", () -> {
				try {
					renewal.pass();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			renewal.awaitStep();
			WorkflowHost second = this.hosts.start(branches(id, "second", runs, null));
			assertThat(second.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			gate.open();
			Awaitility.await().atMost(LONG).until(() -> first.status().owned() == 0);
			renewal.open();
		}
		assertThat(runs).containsExactly("first a", "second a", "second b");
	}

	private static Workflow<Work> branches(String id, String host, List<String> runs, @Nullable Gate gate) {
		return workflow(id, (steps) -> steps.parallel(List.of((one) -> one.then("a", (step) -> {
			runs.add(host + " a");
			if (gate != null) {
				gate.pass();
			}
			return ExecutionResult.next();
		}), (other) -> other.then("b", (step) -> {
			runs.add(host + " b");
			return ExecutionResult.next();
		}))));
	}

	/** A definition that a host does not know is left alone, and counted. */
	@Test
	void whenDefinitionIsGoneThenItsInstancesStayAsTheyAre() {
		String id = newId("gone");
		WorkflowHost before = this.hosts.start((builder) -> builder.executeWorkflows(false),
				workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		String workflowId = before.startWorkflow(id, new Work());
		String other = newId("other");
		WorkflowHost host = this.hosts.start(workflow(other, (steps) -> steps.update("a", (work) -> work.add("a"))));
		host.awaitWorkflow(host.startWorkflow(other, new Work()), LONG);
		assertThat(execution().findUnknownDefinitions(List.of(new DefinitionKey(other, 1))))
			.contains(new DefinitionKey(id, 1));
		assertThat(store().getWorkflowInstance(workflowId).executionPointers().get(0).startTime()).isNull();
		assertThat(store().getBacklog(Instant.now().plusSeconds(60)).oldestDueWorkflow()).isNotNull();
		host.register(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("a");
	}

	/** D23. */
	@Test
	void noMoreInstancesRunThanThereArePlaces() {
		String id = newId("places");
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch full = new CountDownLatch(3);
		WorkflowHost host = this.hosts.start((builder) -> builder.maxConcurrentWorkflows(3),
				workflow(id, (steps) -> steps.then("a", (step) -> {
					most.accumulateAndGet(now.incrementAndGet(), Math::max);
					full.countDown();
					assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();
					now.decrementAndGet();
					return ExecutionResult.next();
				})));
		List<String> ids = new CopyOnWriteArrayList<>();
		for (int index = 0; index < 60; index++) {
			ids.add(host.startWorkflow(StartWorkflow.of(id).data(new Work())));
		}
		ids.forEach((workflowId) -> assertThat(host.awaitWorkflow(workflowId, LONG).status())
			.isEqualTo(WorkflowStatus.COMPLETE));
		assertThat(most).hasValue(3);
	}

	/** D61: the clock of the store counts. */
	@ParameterizedTest
	@ValueSource(longs = { -2, 2 })
	void hostWhoseClockIsWrongRunsAllTheSame(long hours) {
		String id = newId("clock");
		Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
		WorkflowHost host = this.hosts.start((builder) -> builder.clock(wrong),
				workflow(id,
						(steps) -> steps.delay(Duration.ofMillis(20))
							.userTask("go on?", (work) -> id)
							.option("yes", (yes) -> yes.update("yes", (work) -> work.add("yes")))));
		WorkflowHost other = this.hosts.start((builder) -> builder.clock(wrong).executeWorkflows(false));
		String workflowId = host.startWorkflow(id, new Work());
		String terminatedId = host.startWorkflow(id, new Work());
		List<UserTask> tasks = Awaitility.await()
			.atMost(LONG)
			.until(() -> other.userTasks().find(id), (open) -> open.size() == 2);
		other.terminateWorkflow(terminatedId);
		tasks.stream()
			.filter((task) -> task.workflowId().equals(workflowId))
			.forEach((task) -> assertThat(other.userTasks().complete(task.id(), "ada", "yes")).isTrue());
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		assertThat(log(workflow)).containsExactly("yes");
		assertThat(List.of(workflow, store().getWorkflowInstance(terminatedId)))
			.allSatisfy((ended) -> assertThat(Objects.requireNonNull(ended.completeTime()))
				.isBetween(ended.createTime(), ended.createTime().plusSeconds(60)));
	}

	/** D23: a step that takes long holds up nobody. */
	@Test
	void stepThatTakesLongHoldsUpNobody() {
		String slow = newId("slow");
		String fast = newId("fast");
		Gate gate = new Gate();
		WorkflowHost host = this.hosts.start((builder) -> builder.maxConcurrentWorkflows(2),
				workflow(slow, (steps) -> steps.then("slow", (step) -> {
					gate.pass();
					return ExecutionResult.next();
				})), workflow(fast, (steps) -> steps.update("a", (work) -> work.add("a")).delay(Duration.ofMillis(1))));
		String slowId = host.startWorkflow(slow, new Work());
		gate.awaitStep();
		for (int index = 0; index < 10; index++) {
			assertThat(log(host.awaitWorkflow(host.startWorkflow(fast, new Work()), LONG))).containsExactly("a");
		}
		assertThat(host.getWorkflow(slowId).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		gate.open();
		assertThat(host.awaitWorkflow(slowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
	}

	/** What was released belongs to nobody, even if it is due before its host is done. */
	@Test
	void whenInstanceIsDueWhileListenersAreToldThenItsStepRunsOnce() {
		String id = newId("released");
		Gate listening = new Gate();
		Gate gate = new Gate();
		AtomicInteger runs = new AtomicInteger();
		Workflow<Work> workflow = workflow(id, (steps) -> steps.then("nap", (step) -> {
			if (step.persistenceData(Boolean.class) == null) {
				return ExecutionResult.sleep(Duration.ofSeconds(2), true);
			}
			runs.incrementAndGet();
			gate.pass();
			return ExecutionResult.next();
		}));
		WorkflowHost first = this.hosts.start((builder) -> builder.listener(new WorkflowListener() {

			@Override
			public void stepStarted(WorkflowInstance told, ExecutionPointer pointer) {
				try {
					listening.pass();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		}), workflow);
		String workflowId = first.startWorkflow(id, new Work());
		listening.awaitStep();
		WorkflowHost second = this.hosts.start(workflow);
		gate.awaitStep();
		listening.open();
		Awaitility.await().during(Duration.ofMillis(200)).atMost(LONG).until(() -> runs.get() == 1);
		gate.open();
		assertThat(second.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(runs).hasValue(1);
	}

}
