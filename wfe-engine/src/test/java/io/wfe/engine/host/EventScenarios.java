package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events, and who gets them when.
 */
abstract class EventScenarios extends HostTest {

	EventScenarios(StoreUnderTest store) {
		super(store);
	}

	private static Workflow<Work> waits(String id) {
		return workflow(id, (steps) -> steps.waitFor(id, (work) -> "k", String.class).output(Work::add));
	}

	/** */
	@Test
	void eventThatNobodyWaitsForIsNoError() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(waits(id));
		String eventId = host.publishEvent(id, "nobody", "x");
		Awaitility.await().atMost(LONG).until(() -> store().getEvent(eventId).processed());
	}

	/**
	 * D04, D40: the event comes before the wait, and is marked as processed meanwhile.
	 */
	@Test
	void eventThatComesBeforeTheWaitIsNotLost() {
		String id = newId("event");
		Gate gate = new Gate();
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("before", (step) -> {
			gate.pass();
			return ExecutionResult.next();
		}).waitFor(id, (work) -> "k", String.class).output(Work::add)));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		String eventId = host.publishEvent(id, "k", "early");
		Awaitility.await().atMost(LONG).until(() -> store().getEvent(eventId).processed());
		gate.open();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("early");
	}

	/**
	 * D41: an instance does not get what was published before it was there, unless it
	 * asks for it.
	 */
	@Test
	void eventThatIsOlderThanTheInstanceCountsOnlyIfAsked() {
		String id = newId("event");
		String asking = newId("asking");
		WorkflowHost host = this.hosts.start(waits(id),
				workflow(asking,
						(steps) -> steps.waitFor(id, (work) -> "k", String.class)
							.asOf((work) -> Instant.EPOCH)
							.output(Work::add)));
		host.publishEvent(id, "k", "old");
		String eventId = host.publishEvent(id, "k", "also old");
		Awaitility.await().atMost(LONG).until(() -> store().getEvent(eventId).processed());
		String workflowId = host.startWorkflow(id, new Work());
		String askingId = host.startWorkflow(asking, new Work());
		assertThat(log(host.awaitWorkflow(askingId, LONG))).containsExactly("old");
		this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		host.publishEvent(id, "k", "new");
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("new");
	}

	@Test
	void eventOfTheFutureIsDeliveredWhenItsTimeHasCome() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(waits(id));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance waiting = this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		Instant due = Instant.now().plusMillis(400);
		host.publishEvent(id, "k", "later", due);
		WorkflowInstance complete = host.awaitWorkflow(workflowId, LONG);
		assertThat(log(complete)).containsExactly("later");
		assertThat(complete.completeTime()).isAfterOrEqualTo(due.minusMillis(1)).isAfter(waiting.createTime());
	}

	/** One event for all that wait, and none of them gets it twice. */
	@Test
	void allThatWaitGetTheEvent() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(waits(id));
		List<String> ids = new ArrayList<>();
		for (int index = 0; index < 300; index++) {
			ids.add(host.startWorkflow(id, new Work()));
		}
		Awaitility.await()
			.atMost(LONG)
			.until(() -> ids.stream()
				.allMatch((workflowId) -> !store().getSubscriptionsByWorkflow(workflowId, 1).isEmpty()));
		String eventId = host.publishEvent(id, "k", "x");
		ids.forEach((workflowId) -> assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("x"));
		Awaitility.await().atMost(LONG).until(() -> store().getEvent(eventId).processed());
	}

	/** W-15, D41. */
	@Test
	void waitsThatFollowEachOtherGetOneEventEach() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(workflow(id,
				(steps) -> steps.waitFor(id, (work) -> "k", String.class)
					.output(Work::add)
					.waitFor(id, (work) -> "k", String.class)
					.name("second")
					.output(Work::add)));
		String workflowId = host.startWorkflow(id, new Work());
		this.hosts.until(workflowId, id, PointerStatus.WAITING_FOR_EVENT);
		host.publishEvent(id, "k", "Pass1");
		assertThat(log(this.hosts.until(workflowId, "second", PointerStatus.WAITING_FOR_EVENT)))
			.containsExactly("Pass1");
		host.publishEvent(id, "k", "Pass2");
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("Pass1", "Pass2");
	}

	/** D41, D49: each round gets the oldest event that no round has had. */
	@Test
	void loopGetsEachEventOnceAndInOrder() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.whileDo((work) -> work.log.size() < 20,
				(round) -> round.waitFor(id, (work) -> "k", String.class).output(Work::add))));
		String workflowId = host.startWorkflow(id, new Work());
		List<String> expected = new ArrayList<>();
		for (int index = 0; index < 20; index++) {
			expected.add("event " + index);
			host.publishEvent(id, "k", "event " + index);
		}
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).isEqualTo(expected);
	}

	@Test
	void instanceThatIsSuspendedGetsItsEventAndActsWhenItIsResumed() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(waits(id));
		String workflowId = host.startWorkflow(id, new Work());
		this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() == null);
		host.suspendWorkflow(workflowId);
		host.publishEvent(id, "k", "x");
		WorkflowInstance suspended = this.hosts.until(workflowId,
				(workflow) -> workflow.executionPointers().get(0).eventPublished());
		assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(log(suspended)).isEmpty();
		host.resumeWorkflow(workflowId);
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("x");
	}

	/**
	 * D42: what is cancelled does not get the event, and does not keep it from being
	 * processed.
	 */
	@Test
	void waitThatIsCancelledGetsNothing() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(workflow(id,
				(steps) -> steps.parallel(List.of(
						(one) -> one.waitFor(id, (work) -> "k", String.class).cancelWhen((work) -> work.n > 0, false),
						(two) -> two.update("set", (work) -> {
							work.n = 1;
							return work;
						}), (three) -> three.waitFor(id, (work) -> "end", String.class).output(Work::add)))));
		String workflowId = host.startWorkflow(id, new Work());
		this.hosts.until(workflowId, id, PointerStatus.CANCELLED);
		assertThat(store().getSubscriptionsByWorkflow(workflowId, 10)).singleElement()
			.satisfies((open) -> assertThat(open.eventKey()).isEqualTo("end"));
		host.publishEvent(id, "k", "x");
		host.publishEvent(id, "end", "end");
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("end");
	}

	/** D40: events that are published while instances begin to wait. */
	@Test
	void noEventIsLostBesideTheWait() {
		String id = newId("event");
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.waitFor(id, (work) -> Objects.requireNonNull(work.text), String.class)
				.output(Work::add)));
		List<String> ids = new ArrayList<>();
		for (int index = 0; index < 400; index++) {
			Work work = new Work();
			work.text = "key " + index;
			ids.add(host.startWorkflow(StartWorkflow.of(id).data(work)));
			host.publishEvent(id, work.text, "x");
		}
		ids.forEach((workflowId) -> assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("x"));
	}

	@Test
	void waitEndsWithoutItsEventWhenItsTimeIsOver() {
		String id = newId("event");
		WorkflowHost host = this.hosts.start(workflow(id,
				(steps) -> steps.waitFor(id, (work) -> "k", String.class)
					.output(Work::add)
					.orAfter(Duration.ofMillis(50), (late) -> late.update("late", (work) -> work.add("late")))
					.update("tail", (work) -> work.add("tail"))));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("late", "tail");
		assertThat(store().getSubscriptionsByWorkflow(workflowId, 10)).isEmpty();
	}

	/** D02: the step that runs does not overwrite the event, and does not run again. */
	@Test
	void eventThatComesWhileAnotherStepRunsIsNotLost() {
		String id = newId("event");
		Gate gate = new Gate();
		Trace trace = new Trace();
		WorkflowHost host = this.hosts.start(workflow(id,
				(steps) -> steps
					.parallel(List.of((one) -> one.waitFor(id, (work) -> "k", String.class).output(Work::add),
							(two) -> two.then("first", trace.step("first")).then("slow", (step) -> {
								trace.ran().add("slow");
								gate.pass();
								return ExecutionResult.next();
							})))));
		String workflowId = host.startWorkflow(id, new Work());
		gate.awaitStep();
		host.publishEvent(id, "k", "x");
		this.hosts.until(workflowId,
				(workflow) -> workflow.executionPointers().stream().anyMatch((pointer) -> pointer.eventPublished()));
		gate.open();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("x");
		assertThat(trace.ran()).containsExactly("first", "slow");
	}

}
