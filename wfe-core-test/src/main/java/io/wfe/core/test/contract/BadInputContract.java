package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.StuckReason;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.test.contract.BadInput.Case;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Values that cannot be stored: an exception names the field, and nothing is written.
 */
interface BadInputContract extends Stores {

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#workflows")
	default void badWorkflowIsNotCreated(Case<WorkflowInstance.Builder> bad) {
		WorkflowInstance good = Samples.fullWorkflow().build();
		assertRefused(bad.field(), () -> provider().createNewWorkflow(bad.apply(good.toBuilder()).build()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(good.id()));
		assertThatNoException().isThrownBy(() -> provider().createNewWorkflow(good));
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#workflows")
	default void badWorkflowIsNotPersisted(Case<WorkflowInstance.Builder> bad) {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription subscription = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		assertRefused(bad.field(), () -> provider().persistWorkflowWithSubscriptions(
				bad.apply(created.toBuilder().executionPointers(List.of())).build(), List.of(subscription)));
		assertUnchanged(created, subscription);
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#pointers")
	default void workflowWithABadPointerIsNotCreated(Case<ExecutionPointer.Builder> bad) {
		ExecutionPointer good = Samples.fullPointer();
		ExecutionPointer other = Samples.fullPointer();
		String id = Samples.unique("workflow");
		assertRefused(bad.field(),
				() -> provider().createNewWorkflow(Samples.workflow()
					.id(id)
					.executionPointers(List.of(other, bad.apply(good.toBuilder()).build()))
					.build()));
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> provider().getWorkflowInstance(id));
		assertThatNoException().isThrownBy(() -> provider().createNewWorkflow(Samples.workflow(good, other)));
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#pointers")
	default void workflowWithABadPointerIsNotPersisted(Case<ExecutionPointer.Builder> bad) {
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription subscription = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		assertRefused(bad.field(), () -> {
			List<ExecutionPointer> pointers = new ArrayList<>(created.executionPointers());
			pointers.set(1, bad.apply(pointers.get(1).toBuilder()).build());
			provider().persistWorkflowWithSubscriptions(
					created.toBuilder().status(WorkflowStatus.TERMINATED).executionPointers(pointers).build(),
					List.of(subscription));
		});
		assertUnchanged(created, subscription);
	}

	@Test
	default void pointersOfOneInstanceHaveDifferentIds() {
		ExecutionPointer one = Samples.fullPointer();
		ExecutionPointer other = Samples.pointer(1).id(one.id()).build();
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().createNewWorkflow(Samples.workflow(one, Samples.pointer(2).build(), other)))
			.withMessageContaining(one.id());
		WorkflowInstance created = provider().createWorkflowInstance(Samples.workflow(one));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(
				() -> provider().persistWorkflow(created.toBuilder().executionPointers(List.of(one, other)).build()))
			.withMessageContaining(one.id());
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), created);
	}

	@Test
	default void pointerOfAnotherInstanceIsRefused() {
		WorkflowInstance owner = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		ExecutionPointer taken = Samples.pointer(1).id(owner.executionPointers().get(1).id()).build();
		WorkflowInstance fresh = Samples.workflow(Samples.fullPointer(), taken);
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> provider().createNewWorkflow(fresh))
			.satisfies((ex) -> assertThat(ex.getMessage()).containsAnyOf(taken.id(), fresh.id()));
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().getWorkflowInstance(fresh.id()));
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription subscription = Samples.fullSubscription().toBuilder().workflowId(created.id()).build();
		for (WorkflowInstance loaded : List.of(created, created.toBuilder().revision(null).build())) {
			List<ExecutionPointer> pointers = new ArrayList<>(loaded.executionPointers());
			pointers.add(taken);
			assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> provider().persistWorkflowWithSubscriptions(
						loaded.toBuilder().description("changed").executionPointers(pointers).build(),
						List.of(subscription)))
				.satisfies((ex) -> assertThat(ex.getMessage()).containsAnyOf(taken.id(), loaded.id()));
		}
		assertUnchanged(created, subscription);
		Snapshot.assertSame(provider().getWorkflowInstance(owner.id()), owner);
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#subscriptions")
	default void badSubscriptionIsNotStored(Case<EventSubscription.Builder> bad) {
		EventSubscription good = Samples.fullSubscription();
		assertRefused(bad.field(), () -> provider().createEventSubscription(bad.apply(good.toBuilder()).build()));
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(good.id()));
		WorkflowInstance created = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription other = Samples.fullSubscription();
		assertRefused(bad.field(),
				() -> provider().persistWorkflowWithSubscriptions(
						created.toBuilder().description("changed").executionPointers(List.of()).build(),
						List.of(other, bad.apply(good.toBuilder()).build())));
		assertUnchanged(created, other);
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#namedTexts")
	default void badTokenIsNotSet(String text) {
		EventSubscription subscription = Samples.subscription(Samples.unique("event")).build();
		String id = Stores.subscribe(provider(), subscription);
		assertRefused(null, () -> provider().setSubscriptionToken(id, text, "worker", Samples.FAR_FUTURE));
		assertRefused(null, () -> provider().setSubscriptionToken(id, "token", text, Samples.FAR_FUTURE));
		assertRefused(null, () -> provider().setSubscriptionToken(id, "token", "worker", Instant.MAX));
		assertRefused(null, () -> provider().setSubscriptionToken(id, "token", "worker", Instant.MIN));
		Snapshot.assertSame(provider().getSubscription(id), subscription);
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#events")
	default void badEventIsNotStored(Case<Event.Builder> bad) {
		Event good = Samples.event(Samples.unique("event")).build();
		assertRefused(bad.field(), () -> provider().createEvent(bad.apply(good.toBuilder()).build()));
		assertThatExceptionOfType(EventNotFoundException.class).isThrownBy(() -> provider().getEvent(good.id()));
		assertThat(provider().getEvents(good.eventName(), "key", Samples.FAR_FUTURE)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#commands")
	default void badCommandIsNotStored(Case<ScheduledCommand.Builder> bad) {
		Instant start = Samples.earlierThanEver();
		ScheduledCommand good = ScheduledCommand.create(CommandName.PROCESS_EVENT, Samples.unique("data"), start);
		assertRefused(bad.field(), () -> provider().scheduleCommand(bad.apply(good.toBuilder()).build()));
		List<ScheduledCommand> handled = new ArrayList<>();
		provider().processCommands(start, handled::add);
		assertThat(handled).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#errors")
	default void whenOneErrorIsBadThenNoneIsStored(Case<ExecutionError.Builder> bad) {
		ExecutionError good = new ExecutionError(Samples.BASE, Samples.unique("workflow"), "pointer", "message");
		assertRefused(bad.field(),
				() -> provider().persistErrors(List.of(good, bad.apply(good.toBuilder()).build(), good)));
		assertThat(provider().getErrors(good.workflowId())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	default void limitsAreOneOrMore(int limit) {
		Instant start = Samples.earlierThanEver();
		provider().createNewWorkflow(Samples.workflow().status(WorkflowStatus.COMPLETE).completeTime(start).build());
		assertRefused("limit", () -> provider().getRunnableInstances(start, limit));
		assertRefused("limit", () -> provider().getRunnableEvents(start, limit));
		assertRefused("limit", () -> provider().findEvents("event", "key", start, limit));
		assertRefused("limit", () -> provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), limit));
		assertRefused("limit", () -> provider().purgeEvents(start, limit));
		assertRefused("limit", () -> provider().purgeErrors(start, limit));
		assertRefused("limit", () -> provider().countWorkflows(limit));
		assertRefused("limit", () -> provider().getLatestErrors("workflow", limit));
		assertRefused("limit", () -> provider().findErrors(start, limit));
		assertRefused("limit", () -> provider().getActivity(start, limit));
		assertRefused("limit", () -> provider().findStuckWorkflows(StuckReason.DUE, start, limit));
		assertRefused("limit", () -> provider().getSubscriptionsByWorkflow("workflow", limit));
		assertRefused("batchSize", () -> provider().processCommands(start, limit, (command) -> {
			throw new AssertionError("No command may be handled");
		}));
		assertThat(provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), 10)).isOne();
	}

	/**
	 * What cannot be stored cannot be found. Whether that is said or just not found, it
	 * is no failure of the store.
	 */
	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#namedTexts")
	default void lookingForWhatCannotBeStoredIsNoFailureOfTheStore(String text) {
		assertNoFailureOfTheStore(() -> provider().getWorkflowInstance(text));
		assertNoFailureOfTheStore(() -> provider().getWorkflowInstanceByName(text));
		assertNoFailureOfTheStore(() -> provider().getWorkflowInstances(List.of(text)));
		assertNoFailureOfTheStore(() -> provider().nextDefinitionSequence(text));
		assertNoFailureOfTheStore(() -> provider().getErrors(text));
		assertNoFailureOfTheStore(() -> provider().getLatestErrors(text, 1));
		assertNoFailureOfTheStore(() -> provider().getSubscriptionsByWorkflow(text, 1));
		assertNoFailureOfTheStore(() -> provider().purgeWorkflow(text));
		assertNoFailureOfTheStore(() -> provider().getSubscription(text));
		assertNoFailureOfTheStore(() -> provider().getSubscriptions(text, "key", Samples.BASE));
		assertNoFailureOfTheStore(() -> provider().getFirstOpenSubscription("event", text, Samples.BASE));
		assertNoFailureOfTheStore(() -> provider().terminateSubscription(text));
		assertNoFailureOfTheStore(() -> provider().getEvent(text));
		assertNoFailureOfTheStore(() -> provider().getEvents(text, "key", Samples.BASE));
		assertNoFailureOfTheStore(() -> provider().findEvents("event", text, Samples.BASE, 1));
		assertNoFailureOfTheStore(() -> provider().markEventProcessed(text));
	}

	@ParameterizedTest
	@MethodSource("io.wfe.core.test.contract.BadInput#instants")
	default void askingForAnyInstantIsNoFailureOfTheStore(Instant instant) {
		assertNoFailureOfTheStore(() -> provider().getRunnableInstances(instant, 1));
		assertNoFailureOfTheStore(() -> provider().getRunnableEvents(instant, 1));
		assertNoFailureOfTheStore(() -> provider().getSubscriptions("event", "key", instant));
		assertNoFailureOfTheStore(() -> provider().getFirstOpenSubscription("event", "key", instant));
		assertNoFailureOfTheStore(() -> provider().getEvents("event", "key", instant));
		assertNoFailureOfTheStore(() -> provider().findEvents("event", "key", instant, 1));
		assertNoFailureOfTheStore(() -> provider().getBacklog(instant));
		assertNoFailureOfTheStore(() -> provider().findErrors(instant, 1));
		assertNoFailureOfTheStore(() -> provider().getActivity(instant, 1));
		for (StuckReason reason : StuckReason.values()) {
			assertNoFailureOfTheStore(() -> provider().findStuckWorkflows(reason, instant, 1));
		}
	}

	private void assertUnchanged(WorkflowInstance created, EventSubscription subscription) {
		Snapshot.assertSame(provider().getWorkflowInstance(created.id()), created);
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(subscription.id()));
		assertThatNoException().isThrownBy(() -> provider().persistWorkflow(created));
	}

	private static void assertNoFailureOfTheStore(ThrowingCallable call) {
		Throwable thrown = catchThrowable(call);
		if (thrown != null) {
			assertThat(thrown).isInstanceOfAny(InvalidValueException.class, WorkflowNotFoundException.class,
					SubscriptionNotFoundException.class, EventNotFoundException.class);
			assertThat(thrown).isNotInstanceOf(PersistenceException.class);
		}
	}

	private static void assertRefused(@Nullable String field, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(call).satisfies((ex) -> {
			if (field != null) {
				assertThat(ex.getField()).isEqualTo(field);
			}
			assertThat(ex.getMessage()).contains(ex.getField()).doesNotContain("\u0000");
		});
	}

}
