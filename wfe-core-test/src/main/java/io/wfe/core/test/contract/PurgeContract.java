package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Purging of instances, events and errors.
 */
interface PurgeContract extends Stores {

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	default void onlyEndedInstancesOfThatStatusArePurged(WorkflowStatus status) {
		Instant start = Samples.earlierThanEver();
		List<WorkflowInstance> instances = Stream.of(WorkflowStatus.values())
			.map((other) -> Stores.created(provider(), Samples.fullWorkflow().status(other).completeTime(start)))
			.toList();
		WorkflowInstance boundary = Stores.created(provider(),
				Samples.workflow().status(status).completeTime(start.plusNanos(1000)));
		WorkflowInstance undated = Stores.created(provider(), Samples.workflow().status(status));
		assertThat(provider().purgeWorkflows(status, start, 10)).isZero();
		assertThat(provider().purgeWorkflows(status, start.plusNanos(1000), 10)).isOne();
		assertThat(provider().purgeWorkflows(status, start.plusNanos(1000), 10)).isZero();
		for (WorkflowInstance instance : instances) {
			if (instance.status() == status) {
				assertThatExceptionOfType(WorkflowNotFoundException.class)
					.isThrownBy(() -> provider().getWorkflowInstance(instance.id()));
			}
			else {
				Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
			}
		}
		assertThat(provider().getWorkflowInstances(List.of(boundary.id(), undated.id()))).hasSize(2);
		// So that nothing is left that a test of the other status would purge
		assertThat(provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), 10)).isPositive();
		assertThat(provider().purgeWorkflows(WorkflowStatus.TERMINATED, start.plusSeconds(1), 10)).isPositive();
	}

	@Test
	default void purgedInstanceLeavesNothing() {
		Instant start = Samples.earlierThanEver();
		WorkflowInstance purged = provider()
			.createWorkflowInstance(Samples.fullWorkflow().status(WorkflowStatus.COMPLETE).completeTime(start).build());
		WorkflowInstance kept = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription purgedSubscription = subscriptionOf(purged);
		EventSubscription keptSubscription = subscriptionOf(kept);
		ExecutionError keptError = new ExecutionError(Samples.BASE, kept.id(), "pointer", "message");
		provider()
			.persistErrors(List.of(new ExecutionError(Samples.BASE, purged.id(), "pointer", "message"), keptError));
		assertThat(provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), 10)).isOne();
		assertThat(provider().getErrors(purged.id())).isEmpty();
		assertThatExceptionOfType(SubscriptionNotFoundException.class)
			.isThrownBy(() -> provider().getSubscription(purgedSubscription.id()));
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> provider().persistWorkflow(purged));
		assertThat(provider().getErrors(kept.id())).containsExactly(keptError);
		Snapshot.assertSame(provider().getSubscription(keptSubscription.id()), keptSubscription);
		Snapshot.assertSame(provider().getWorkflowInstance(kept.id()), kept);
		// Its id, its name and those of its pointers are free again
		provider().createNewWorkflow(purged.toBuilder().completeTime(Samples.BASE).revision(null).build());
		assertThat(provider().getWorkflowInstance(purged.id()).executionPointers()).hasSize(3);
	}

	@Test
	default void instancesArePurgedInBatches() {
		Instant start = Samples.earlierThanEver();
		for (int i = 0; i < 5; i++) {
			Stores.created(provider(),
					Samples.fullWorkflow().status(WorkflowStatus.TERMINATED).completeTime(start.plusMillis(i)));
		}
		Instant before = start.plusSeconds(1);
		assertThat(IntStream.range(0, 4)
			.map((call) -> provider().purgeWorkflows(WorkflowStatus.TERMINATED, before, 2))
			.toArray()).containsExactly(2, 2, 1, 0);
	}

	@Test
	default void instancesArePurgedOnceHoweverManyNodesTry() throws Exception {
		Instant start = Samples.earlierThanEver();
		for (int i = 0; i < 40; i++) {
			Stores.created(provider(),
					Samples.fullWorkflow().status(WorkflowStatus.COMPLETE).completeTime(start.plusMillis(i)));
		}
		List<Integer> purged = Threads.callAll(4, (index) -> {
			int sum = 0;
			int batch;
			do {
				batch = provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), 3);
				sum += batch;
			}
			while (batch > 0);
			return sum;
		});
		int rest = provider().purgeWorkflows(WorkflowStatus.COMPLETE, start.plusSeconds(1), 100);
		assertThat(purged.stream().mapToInt(Integer::intValue).sum() + rest).isEqualTo(40);
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "RUNNABLE", "SUSPENDED" })
	default void instancesThatHaveNotEndedAreNeverPurged(WorkflowStatus status) {
		Instant start = Samples.earlierThanEver();
		WorkflowInstance instance = Stores.created(provider(), Samples.workflow().status(status).completeTime(start));
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().purgeWorkflows(status, start.plusSeconds(1), 10))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("status"));
		assertThat(provider().getWorkflowInstance(instance.id()).id()).isEqualTo(instance.id());
	}

	@Test
	default void onlyProcessedEventsArePurged() {
		Instant start = Samples.earlierThanEver();
		Event processed = event(start, true);
		Event unprocessed = event(start, false);
		Event boundary = event(start.plusNanos(1000), true);
		assertThat(provider().purgeEvents(start, 10)).isZero();
		assertThat(provider().purgeEvents(start.plusNanos(1000), 10)).isOne();
		assertThatExceptionOfType(EventNotFoundException.class).isThrownBy(() -> provider().getEvent(processed.id()));
		Snapshot.assertSame(provider().getEvent(unprocessed.id()), unprocessed);
		Snapshot.assertSame(provider().getEvent(boundary.id()), boundary);
		assertThat(provider().purgeEvents(start.plusSeconds(1), 10)).isOne();
	}

	@Test
	default void eventsArePurgedInBatches() {
		Instant start = Samples.earlierThanEver();
		for (int i = 0; i < 5; i++) {
			event(start.plusMillis(i), true);
		}
		Instant before = start.plusSeconds(1);
		assertThat(IntStream.range(0, 4).map((call) -> provider().purgeEvents(before, 2)).toArray()).containsExactly(2,
				2, 1, 0);
	}

	@Test
	default void onlyErrorsBeforeThatArePurged() {
		Instant start = Samples.earlierThanEver();
		String workflow = Samples.unique("workflow");
		ExecutionError first = new ExecutionError(start, workflow, "pointer", "first");
		ExecutionError boundary = new ExecutionError(start.plusNanos(1000), workflow, "pointer", "boundary");
		ExecutionError ofInstance = new ExecutionError(start, Stores.created(provider(), Samples.workflow()).id(),
				"pointer", "message");
		provider().persistErrors(List.of(boundary, first, ofInstance));
		assertThat(provider().purgeErrors(start, 10)).isZero();
		assertThat(provider().purgeErrors(start.plusNanos(1), 10)).isEqualTo(2);
		assertThat(provider().purgeErrors(start.plusNanos(1000), 10)).isZero();
		assertThat(provider().getErrors(workflow)).containsExactly(boundary);
		assertThat(provider().getErrors(ofInstance.workflowId())).isEmpty();
		assertThat(provider().getWorkflowInstance(ofInstance.workflowId()).id()).isEqualTo(ofInstance.workflowId());
		assertThat(provider().purgeErrors(start.plusSeconds(1), 10)).isOne();
	}

	@Test
	default void errorsArePurgedInBatchesOldestFirst() {
		Instant start = Samples.earlierThanEver();
		String workflow = Samples.unique("workflow");
		List<ExecutionError> errors = IntStream.range(0, 5)
			.mapToObj((index) -> new ExecutionError(start.plusMillis(5L - index), workflow, "pointer", "message"))
			.toList();
		provider().persistErrors(errors);
		Instant before = start.plusSeconds(1);
		assertThat(provider().purgeErrors(before, 2)).isEqualTo(2);
		assertThat(provider().getErrors(workflow)).containsExactly(errors.get(2), errors.get(1), errors.get(0));
		assertThat(IntStream.range(0, 3).map((call) -> provider().purgeErrors(before, 2)).toArray()).containsExactly(2,
				1, 0);
	}

	private Event event(Instant eventTime, boolean processed) {
		Event event = Samples.event(Samples.unique("event")).eventTime(eventTime).processed(processed).build();
		provider().createEvent(event);
		return event;
	}

	private EventSubscription subscriptionOf(WorkflowInstance instance) {
		EventSubscription subscription = Samples.subscription(Samples.unique("event"))
			.workflowId(instance.id())
			.build();
		Stores.subscribe(provider(), subscription);
		return subscription;
	}

}
