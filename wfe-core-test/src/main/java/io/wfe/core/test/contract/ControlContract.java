package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Suspending, resuming and terminating instances.
 */
interface ControlContract extends Stores {

	@Test
	default void suspendedInstanceIsNotDueAndKeepsAllElse() {
		Instant due = Samples.earlierThanEver();
		WorkflowInstance instance = created(WorkflowStatus.RUNNABLE, due);
		WorkflowSummary suspended = provider().suspendWorkflow(instance.id());
		WorkflowInstance expected = instance.toBuilder().status(WorkflowStatus.SUSPENDED).build();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), expected);
		Snapshot.assertSame(suspended, summary(expected));
		assertThat(provider().getRunnableInstances(due)).isEmpty();
	}

	@Test
	default void resumedInstanceIsDueAtOnceAndKeepsAllElse() {
		WorkflowInstance instance = created(WorkflowStatus.SUSPENDED, Samples.FAR_FUTURE);
		WorkflowSummary resumed = provider().resumeWorkflow(instance.id());
		WorkflowInstance expected = instance.toBuilder()
			.status(WorkflowStatus.RUNNABLE)
			.nextExecution(Instant.EPOCH)
			.build();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), expected);
		Snapshot.assertSame(resumed, summary(expected));
		assertThat(provider().getRunnableInstances(Instant.EPOCH)).contains(instance.id());
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "RUNNABLE", "SUSPENDED" })
	default void terminatedInstanceHasEndedWithAllThatWaits(WorkflowStatus status) {
		WorkflowInstance instance = created(status, Samples.BASE);
		WorkflowInstance other = created(status, Samples.BASE);
		EventSubscription open = subscribed(instance.id());
		EventSubscription held = subscribed(instance.id());
		provider().setSubscriptionToken(held.id(), "token", "worker", Samples.FAR_FUTURE);
		EventSubscription ofOther = subscribed(other.id());
		Instant due = Samples.earlierThanEver();
		provider().scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, instance.id(), due));
		ScheduledCommand sameData = new ScheduledCommand(CommandName.PROCESS_EVENT, instance.id(), due.plusMillis(1));
		ScheduledCommand otherData = new ScheduledCommand(CommandName.PROCESS_WORKFLOW, other.id(), due.plusMillis(2));
		provider().scheduleCommand(sameData);
		provider().scheduleCommand(otherData);

		WorkflowSummary terminated = provider().terminateWorkflow(instance.id(), Samples.BASE.plusSeconds(9));

		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		pointers.set(1,
				pointers.get(1)
					.toBuilder()
					.status(PointerStatus.CANCELLED)
					.active(false)
					.endTime(Samples.BASE.plusSeconds(9))
					.build());
		WorkflowInstance expected = instance.toBuilder()
			.status(WorkflowStatus.TERMINATED)
			.nextExecution(null)
			.completeTime(Samples.BASE.plusSeconds(9))
			.executionPointers(pointers)
			.build();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), expected);
		Snapshot.assertSame(terminated, summary(expected));
		for (EventSubscription deleted : List.of(open, held)) {
			assertThatExceptionOfType(SubscriptionNotFoundException.class)
				.isThrownBy(() -> provider().getSubscription(deleted.id()));
		}
		List<ScheduledCommand> left = new ArrayList<>();
		provider().processCommands(due.plusMillis(2), left::add);
		assertThat(left).containsExactly(sameData, otherData);
		Snapshot.assertSame(provider().getWorkflowInstance(other.id()), other);
		Snapshot.assertSame(provider().getSubscription(ofOther.id()), ofOther);
	}

	@Test
	default void terminateLeavesNoneOfThousandSubscriptions() {
		WorkflowInstance instance = created(WorkflowStatus.RUNNABLE, Samples.BASE);
		List<EventSubscription> subscriptions = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			subscriptions.add(Samples.subscription("event").workflowId(instance.id()).build());
		}
		provider().persistWorkflowWithSubscriptions(instance, subscriptions);
		provider().terminateWorkflow(instance.id(), Samples.BASE);
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 1)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "SUSPENDED, suspend, suspended", "COMPLETE, suspend, suspended", "TERMINATED, suspend, suspended",
			"RUNNABLE, resume, resumed", "COMPLETE, resume, resumed", "TERMINATED, resume, resumed",
			"COMPLETE, terminate, terminated", "TERMINATED, terminate, terminated" })
	default void whenStatusDoesNotAllowItThenNothingIsWritten(WorkflowStatus status, String action, String participle) {
		WorkflowInstance instance = created(status, Samples.BASE);
		EventSubscription subscription = subscribed(instance.id());
		assertThatExceptionOfType(WorkflowStateException.class)
			.isThrownBy(() -> control(provider(), action, instance.id()))
			.withMessage("Workflow instance '" + instance.id() + "' is " + status + " and cannot be " + participle)
			.satisfies((ex) -> {
				assertThat(ex.getId()).isEqualTo(instance.id());
				assertThat(ex.getStatus()).isEqualTo(status);
			});
		// The revision is good, so not even that was written
		Snapshot.assertSame(provider().persistWorkflow(instance), instance);
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
	}

	@ParameterizedTest
	@ValueSource(strings = { "suspend", "resume", "terminate" })
	default void whenControlledInstanceIsUnknownThenItIsNotFound(String action) {
		String id = Samples.unique("unknown");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> control(provider(), action, id))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
	}

	@ParameterizedTest
	@CsvSource({ "RUNNABLE, suspend", "SUSPENDED, resume", "RUNNABLE, terminate" })
	default void whoeverRunsControlledInstanceCannotPersistIt(WorkflowStatus status, String action) {
		WorkflowInstance running = created(status, Samples.BASE);
		control(provider(), action, running.id());
		WorkflowInstance controlled = provider().getWorkflowInstance(running.id());
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> provider().persistWorkflow(running.toBuilder().description("late").build()));
		Snapshot.assertSame(provider().getWorkflowInstance(running.id()), controlled);
	}

	@ParameterizedTest
	@CsvSource({ "RUNNABLE, suspend", "SUSPENDED, resume", "SUSPENDED, terminate" })
	default void ofManyWhoControlInstanceOneSucceeds(WorkflowStatus status, String action) throws Exception {
		WorkflowInstance instance = created(status, Samples.BASE);
		List<Boolean> done = Threads.callAll(8, (index) -> {
			try {
				control(provider(), action, instance.id());
				return true;
			}
			catch (WorkflowStateException ex) {
				return false;
			}
		});
		assertThat(done).containsOnlyOnce(true);
	}

	/**
	 * A statement that terminates sees the pointers and subscriptions as of its start.
	 * Those that are written while it waits for the row must not be left over.
	 */
	@Test
	default void terminateBesidePersistLeavesNothingOpen() throws Exception {
		for (int round = 0; round < 40; round++) {
			WorkflowInstance instance = created(WorkflowStatus.RUNNABLE, Samples.BASE);
			AtomicInteger writers = new AtomicInteger();
			Threads.callAll(4, (index) -> {
				if (index == 0) {
					return provider().terminateWorkflow(instance.id(), Samples.BASE);
				}
				return persistUntilTerminated(instance.id(), writers);
			});
			WorkflowInstance terminated = provider().getWorkflowInstance(instance.id());
			assertThat(terminated.status()).isEqualTo(WorkflowStatus.TERMINATED);
			assertThat(terminated.executionPointers()).allSatisfy((pointer) -> {
				assertThat(pointer.endTime()).isNotNull();
				assertThat(pointer.active()).isFalse();
			});
			assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 10)).isEmpty();
		}
	}

	private WorkflowInstance persistUntilTerminated(String id, AtomicInteger steps) {
		while (true) {
			WorkflowInstance loaded = provider().getWorkflowInstance(id);
			if (loaded.status() == WorkflowStatus.TERMINATED) {
				return loaded;
			}
			List<ExecutionPointer> pointers = new ArrayList<>(loaded.executionPointers());
			pointers.add(Samples.pointer(steps.incrementAndGet()).build());
			try {
				provider().persistWorkflowWithSubscriptions(loaded.toBuilder().executionPointers(pointers).build(),
						List.of(Samples.subscription("event").workflowId(id).build()));
			}
			catch (ConcurrentUpdateException ex) {
				// Another one was faster
			}
		}
	}

	private static void control(PersistenceProvider provider, String action, String id) {
		switch (action) {
			case "suspend" -> provider.suspendWorkflow(id);
			case "resume" -> provider.resumeWorkflow(id);
			default -> provider.terminateWorkflow(id, Samples.BASE);
		}
	}

	private WorkflowInstance created(WorkflowStatus status, Instant nextExecution) {
		return provider().createWorkflowInstance(
				Samples.fullWorkflow().status(status).nextExecution(nextExecution).completeTime(null).build());
	}

	private EventSubscription subscribed(String workflowId) {
		EventSubscription subscription = Samples.subscription(Samples.unique("event")).workflowId(workflowId).build();
		provider().createEventSubscription(subscription);
		return subscription;
	}

	private static WorkflowSummary summary(WorkflowInstance instance) {
		return new WorkflowSummary(instance.id(), instance.name(), instance.rootWorkflowId(),
				instance.workflowDefinitionId(), instance.version(), instance.description(), instance.reference(),
				instance.status(), instance.nextExecution(), instance.createTime(), instance.completeTime());
	}

}
