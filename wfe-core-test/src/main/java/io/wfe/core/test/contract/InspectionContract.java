package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.StuckWorkflow;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What people look at and do to single instances.
 */
interface InspectionContract extends Stores {

	@Test
	default void subscriptionsOfInstanceAreReadOldestFirstHeldOnesToo() {
		String workflow = Samples.unique("workflow");
		EventSubscription third = subscription(workflow, 3);
		EventSubscription first = subscription(workflow, 1);
		EventSubscription second = subscription(workflow, 2);
		EventSubscription other = subscription(Samples.unique("workflow"), 0);
		provider().setSubscriptionToken(second.id(), "token", "worker", Samples.FAR_FUTURE);
		EventSubscription held = provider().getSubscription(second.id());
		Snapshot.assertSame(provider().getSubscriptionsByWorkflow(workflow, 100), List.of(first, held, third));
		Snapshot.assertSame(provider().getSubscriptionsByWorkflow(workflow, 2), List.of(first, held));
		Snapshot.assertSame(provider().getSubscriptionsByWorkflow(other.workflowId(), 1), List.of(other));
		assertThat(provider().getSubscriptionsByWorkflow(Samples.unique("unknown"), 100)).isEmpty();
	}

	@Test
	default void latestErrorsAreReadNewestFirst() {
		String workflow = Samples.unique("workflow");
		List<ExecutionError> errors = IntStream.range(0, 5)
			.mapToObj((index) -> new ExecutionError(Samples.BASE.plusSeconds(index), workflow, "pointer",
					"message " + index))
			.toList();
		ExecutionError sameTime = new ExecutionError(Samples.BASE.plusSeconds(4), workflow, "pointer", "last");
		provider().persistErrors(errors);
		provider().persistErrors(
				List.of(sameTime, new ExecutionError(Samples.FAR_FUTURE, Samples.unique("other"), "pointer", "other")));
		assertThat(provider().getLatestErrors(workflow, 3)).containsExactly(sameTime, errors.get(4), errors.get(3));
		assertThat(provider().getLatestErrors(workflow, 100)).hasSize(6).endsWith(errors.get(0));
		assertThat(provider().getLatestErrors(Samples.unique("unknown"), 100)).isEmpty();
	}

	@Test
	default void dueInstancesThatNobodyTakesAreFound() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		TestHost host = new TestHost(provider);
		WorkflowInstance timer = provider.createWorkflowInstance(host.workflow().nextExecution(Samples.PAST).build());
		WorkflowInstance older = provider
			.createWorkflowInstance(host.workflow().nextExecution(Samples.PAST.minusSeconds(60)).build());
		provider.createWorkflowInstance(host.workflow().nextExecution(Samples.FAR_FUTURE).build());
		provider.createWorkflowInstance(host.workflow().nextExecution(null).build());
		WorkflowInstance atOnce = host.start();
		host.startOwned();
		List<StuckWorkflow> found = provider.findStuckWorkflows(StuckReason.DUE, Samples.FAR_FUTURE.minusSeconds(1),
				100);
		assertThat(found).extracting((stuck) -> stuck.workflow().id())
			.containsExactly(older.id(), timer.id(), atOnce.id());
		assertThat(found.get(0).since()).isEqualTo(older.nextExecution());
		assertThat(found.get(2).since()).isAfter(atOnce.createTime().minusMillis(2));
		assertThat(found).extracting(StuckWorkflow::hostId).containsOnlyNulls();
		assertThat(provider.findStuckWorkflows(StuckReason.DUE, Samples.PAST.minusSeconds(1), 100))
			.containsExactly(found.get(0));
		assertThat(provider.findStuckWorkflows(StuckReason.DUE, Samples.FAR_FUTURE, 2)).isEqualTo(found.subList(0, 2));
	}

	@Test
	default void instancesThatHostsHaveNotWrittenForLongAreFound() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		TestHost host = new TestHost(provider);
		WorkflowInstance first = host.startOwned();
		WorkflowInstance second = host.peer().startOwned();
		host.start();
		List<StuckWorkflow> found = provider.findStuckWorkflows(StuckReason.OWNED, Samples.FAR_FUTURE, 100);
		assertThat(found).extracting((stuck) -> stuck.workflow().id()).containsExactly(first.id(), second.id());
		assertThat(found.get(0).hostId()).isEqualTo(host.id());
		assertThat(provider.findStuckWorkflows(StuckReason.OWNED, Samples.PAST, 100)).isEmpty();
		host.persisted(Pass.of(first).keep());
		assertThat(provider.findStuckWorkflows(StuckReason.OWNED, Samples.FAR_FUTURE, 1))
			.extracting((stuck) -> stuck.workflow().id())
			.containsExactly(second.id());
		provider.releaseHost(host.id());
		assertThat(provider.findStuckWorkflows(StuckReason.OWNED, Samples.FAR_FUTURE, 100))
			.extracting((stuck) -> stuck.workflow().id())
			.containsExactly(second.id());
	}

	@Test
	default void suspendedInstancesWithFailedStepsAreFound() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		ExecutionPointer open = Samples.pointer(1).status(PointerStatus.FAILED).build();
		ExecutionPointer closed = open.toBuilder().id(Samples.unique("pointer")).endTime(Samples.BASE).build();
		WorkflowInstance failed = provider
			.createWorkflowInstance(Samples.workflow(open).toBuilder().status(WorkflowStatus.SUSPENDED).build());
		provider.createWorkflowInstance(Samples.workflow(closed).toBuilder().status(WorkflowStatus.SUSPENDED).build());
		provider.createWorkflowInstance(Samples.workflow(Samples.pointer(1).status(PointerStatus.FAILED).build()));
		provider.createWorkflowInstance(
				Samples.workflow(Samples.pointer(1).build()).toBuilder().status(WorkflowStatus.SUSPENDED).build());
		List<StuckWorkflow> found = provider.findStuckWorkflows(StuckReason.FAILED, Samples.FAR_FUTURE, 100);
		assertThat(found).extracting((stuck) -> stuck.workflow().id()).containsExactly(failed.id());
		assertThat(provider.findStuckWorkflows(StuckReason.FAILED, Samples.PAST, 100)).isEmpty();
		provider.retryFailedSteps(failed.id());
		assertThat(provider.findStuckWorkflows(StuckReason.FAILED, Samples.FAR_FUTURE, 100)).isEmpty();
	}

	@Test
	default void errorsOfAllInstancesAreFoundNewestFirst() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		List<ExecutionError> errors = IntStream.range(0, 4)
			.mapToObj((index) -> new ExecutionError(Samples.BASE.plusSeconds(index), "workflow " + index, "pointer",
					"message " + index))
			.toList();
		provider.persistErrors(errors);
		assertThat(provider.findErrors(Samples.BASE.plusSeconds(1), 100)).containsExactly(errors.get(3), errors.get(2),
				errors.get(1));
		assertThat(provider.findErrors(Samples.BASE.plusSeconds(1).plusNanos(1), 100)).containsExactly(errors.get(3),
				errors.get(2));
		assertThat(provider.findErrors(Samples.BASE, 2)).containsExactly(errors.get(3), errors.get(2));
		assertThat(provider.findErrors(Samples.FAR_FUTURE, 100)).isEmpty();
	}

	@Test
	default void activityIsCountedFromAnInstantOnUpToTheLimit() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		StoreActivity.Count nothing = new StoreActivity.Count(0, Samples.BASE);
		assertThat(provider.getActivity(Samples.BASE, 10))
			.isEqualTo(new StoreActivity(nothing, nothing, nothing, nothing));
		for (int second = -1; second < 4; second++) {
			Instant time = Samples.BASE.plusSeconds(second);
			provider.createNewWorkflow(
					Samples.workflow().createTime(time).status(WorkflowStatus.COMPLETE).completeTime(time).build());
			provider.persistErrors(List.of(new ExecutionError(time, "workflow", "pointer", "message")));
		}
		Instant last = Samples.BASE.plusSeconds(5);
		provider.createNewWorkflow(
				Samples.workflow().createTime(last).status(WorkflowStatus.TERMINATED).completeTime(last).build());
		assertThat(provider.getActivity(Samples.BASE, 10)).isEqualTo(
				new StoreActivity(new StoreActivity.Count(5, Samples.BASE), new StoreActivity.Count(4, Samples.BASE),
						new StoreActivity.Count(1, Samples.BASE), new StoreActivity.Count(4, Samples.BASE)));
		assertThat(provider.getActivity(Samples.BASE, 2))
			.isEqualTo(new StoreActivity(new StoreActivity.Count(2, Samples.BASE.plusSeconds(3)),
					new StoreActivity.Count(2, Samples.BASE.plusSeconds(2)), new StoreActivity.Count(1, Samples.BASE),
					new StoreActivity.Count(2, Samples.BASE.plusSeconds(2))));
	}

	@Test
	default void noMoreInstancesOfStatusAreCountedThanTheLimit() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		assertThat(provider.countWorkflows(1)).isEmpty();
		for (WorkflowStatus status : WorkflowStatus.values()) {
			for (int i = 0; i < 3; i++) {
				provider.createNewWorkflow(Samples.workflow().workflowDefinitionId("a").status(status).build());
			}
		}
		provider.createNewWorkflow(Samples.workflow().workflowDefinitionId("b").build());
		assertThat(provider.countWorkflows(5)).isEqualTo(provider.countWorkflows())
			.containsExactly(new WorkflowCount("a", WorkflowStatus.COMPLETE, 3),
					new WorkflowCount("a", WorkflowStatus.RUNNABLE, 3),
					new WorkflowCount("a", WorkflowStatus.SUSPENDED, 3),
					new WorkflowCount("a", WorkflowStatus.TERMINATED, 3),
					new WorkflowCount("b", WorkflowStatus.RUNNABLE, 1));
		assertThat(provider.countWorkflows(2)).filteredOn((count) -> count.status() != WorkflowStatus.RUNNABLE)
			.containsExactly(new WorkflowCount("a", WorkflowStatus.COMPLETE, 2),
					new WorkflowCount("a", WorkflowStatus.SUSPENDED, 2),
					new WorkflowCount("a", WorkflowStatus.TERMINATED, 2));
		assertThat(provider.countWorkflows(2)).filteredOn((count) -> count.status() == WorkflowStatus.RUNNABLE)
			.extracting(WorkflowCount::count)
			.satisfies((counts) -> assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(2));
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	default void endedInstanceIsPurgedWithAllThatBelongsToIt(WorkflowStatus status) {
		WorkflowInstance purged = provider()
			.createWorkflowInstance(Samples.fullWorkflow().status(status).completeTime(null).build());
		WorkflowInstance kept = provider().createWorkflowInstance(Samples.fullWorkflow().status(status).build());
		EventSubscription purgedSubscription = subscription(purged.id(), 0);
		EventSubscription keptSubscription = subscription(kept.id(), 0);
		ExecutionError keptError = new ExecutionError(Samples.BASE, kept.id(), "pointer", "message");
		provider()
			.persistErrors(List.of(new ExecutionError(Samples.BASE, purged.id(), "pointer", "message"), keptError));
		assertThat(provider().purgeWorkflow(purged.id())).isTrue();
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(purged.id()));
		assertThat(provider().getErrors(purged.id())).isEmpty();
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(purgedSubscription.id()));
		Snapshot.assertSame(provider().getWorkflowInstance(kept.id()), kept);
		assertThat(provider().getErrors(kept.id())).containsExactly(keptError);
		Snapshot.assertSame(provider().getSubscription(keptSubscription.id()), keptSubscription);
		// Its id, its name and those of its pointers are free again
		provider().createNewWorkflow(purged.toBuilder().revision(null).build());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void commandOfPurgedInstanceGoesWithIt(boolean alone) {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		WorkflowInstance.Builder ended = Samples.workflow().status(WorkflowStatus.COMPLETE).completeTime(Samples.PAST);
		String purged = provider.createNewWorkflow(ended.id("purged").name("purged").build());
		provider.createNewWorkflow(ended.id("kept").name("kept").status(WorkflowStatus.RUNNABLE).build());
		ScheduledCommand kept = ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "kept", Samples.BASE);
		ScheduledCommand event = ScheduledCommand.create(CommandName.PROCESS_EVENT, purged, Samples.BASE);
		List.of(kept, event, ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, purged, Samples.BASE))
			.forEach(provider::scheduleCommand);
		if (alone) {
			assertThat(provider.purgeWorkflow(purged)).isTrue();
		}
		else {
			assertThat(provider.purgeWorkflows(WorkflowStatus.COMPLETE, Samples.BASE, 10)).isOne();
		}
		List<ScheduledCommand> left = new ArrayList<>();
		provider.processCommands(Samples.BASE, 10, left::add);
		assertThat(left).containsExactly(kept, event);
	}

	@Test
	default void commandThatIsHandledMayPurgeItsInstance() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		String id = provider.createNewWorkflow(Samples.workflow().status(WorkflowStatus.COMPLETE).build());
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, Samples.BASE));
		List<Boolean> purged = new ArrayList<>();
		provider.processCommands(Samples.BASE, 10, (command) -> purged.add(provider.purgeWorkflow(command.data())));
		assertThat(purged).containsExactly(true);
		provider.processCommands(Samples.BASE, 10, (command) -> purged.add(false));
		assertThat(purged).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	default void endedInstanceWithoutCompleteTimeIsPurgedByItsLastWrite(WorkflowStatus status) {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		WorkflowInstance.Builder undated = Samples.workflow().createTime(Samples.PAST).status(status);
		Instant created = lastWrite(provider);
		WorkflowInstance rewritten = provider.createWorkflowInstance(undated.id("rewritten").name("").build());
		provider.createNewWorkflow(undated.id("purged").name("").build());
		provider.createNewWorkflow(undated.id("dated").name("").completeTime(Samples.FAR_FUTURE).build());
		provider
			.createNewWorkflow(undated.id("open").name("").completeTime(null).status(WorkflowStatus.SUSPENDED).build());
		Instant between = lastWrite(provider);
		provider.persistWorkflow(rewritten);
		Instant later = lastWrite(provider).plusSeconds(1);
		assertThat(provider.purgeWorkflows(status, created, 10)).isZero();
		assertThat(provider.purgeWorkflows(status, between, 10)).isOne();
		assertThat(provider.getWorkflowInstances(List.of("rewritten", "purged", "dated", "open")))
			.extracting(WorkflowInstance::id)
			.containsExactlyInAnyOrder("rewritten", "dated", "open");
		assertThat(provider.purgeWorkflows(status, later, 10)).isOne();
		assertThat(provider.getWorkflowInstances(List.of("rewritten", "dated", "open"))).hasSize(2);
	}

	/**
	 * Writes an instance, and returns when that was by the clock of the store.
	 */
	private static Instant lastWrite(PersistenceProvider provider) {
		String id = provider
			.createNewWorkflow(Samples.workflow().createTime(Samples.PAST).nextExecution(Instant.EPOCH).build());
		Instant written = Objects.requireNonNull(provider.getBacklog(Samples.FAR_FUTURE).oldestDueWorkflow());
		provider.terminateWorkflow(id, Samples.FAR_FUTURE);
		return written;
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "RUNNABLE", "SUSPENDED" })
	default void instanceThatHasNotEndedIsNotPurged(WorkflowStatus status) {
		WorkflowInstance instance = provider()
			.createWorkflowInstance(Samples.fullWorkflow().status(status).completeTime(Samples.PAST).build());
		assertThat(provider().purgeWorkflow(instance.id())).isFalse();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
	}

	@Test
	default void whenInstanceIsUnknownThenItIsNotPurged() {
		String id = Samples.unique("unknown");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> provider().purgeWorkflow(id))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
	}

	@Test
	default void instanceIsPurgedOnceHoweverManyTry() throws Exception {
		String id = provider().createNewWorkflow(Samples.fullWorkflow().status(WorkflowStatus.COMPLETE).build());
		List<Boolean> purged = Threads.callAll(8, (index) -> {
			try {
				return provider().purgeWorkflow(id);
			}
			catch (WorkflowNotFoundException ex) {
				return false;
			}
		});
		assertThat(purged).containsOnlyOnce(true);
	}

	private EventSubscription subscription(String workflowId, long seconds) {
		EventSubscription subscription = Samples.subscription(Samples.unique("event"))
			.workflowId(workflowId)
			.subscribeAsOf(Samples.BASE.plusSeconds(seconds))
			.build();
		Stores.subscribe(provider(), subscription);
		return subscription;
	}

}
