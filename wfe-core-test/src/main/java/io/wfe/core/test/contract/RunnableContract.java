package io.wfe.core.test.contract;

import java.time.Instant;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which instances are due.
 */
interface RunnableContract extends Stores {

	@Test
	default void runnableInstancesAreThoseDueOldestFirst() {
		Instant start = Samples.earlierThanEver();
		String third = due(start.plusMillis(30));
		String first = due(start.plusMillis(10));
		String second = due(start.plusMillis(20));
		String late = due(start.plusMillis(31));
		assertThat(provider().getRunnableInstances(start.plusMillis(30))).containsExactly(first, second, third);
		assertThat(provider().getRunnableInstances(start.plusMillis(31))).containsExactly(first, second, third, late);
		assertThat(provider().getRunnableInstances(start.plusMillis(9))).isEmpty();
	}

	@Test
	default void runnableInstancesAreLimited() {
		Instant start = Samples.earlierThanEver();
		String second = due(start.plusMillis(2));
		String first = due(start.plusMillis(1));
		due(start.plusMillis(3));
		assertThat(provider().getRunnableInstances(start.plusMillis(9), 2)).containsExactly(first, second);
		assertThat(provider().getRunnableInstances(start.plusMillis(9), 1)).containsExactly(first);
		assertThat(provider().getRunnableInstances(start.plusMillis(9), Integer.MAX_VALUE)).hasSize(3);
	}

	@Test
	default void onlyRunnableInstancesWithANextExecutionAreDue() {
		Instant start = Samples.earlierThanEver();
		String runnable = due(start);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			if (status != WorkflowStatus.RUNNABLE) {
				provider().createNewWorkflow(Samples.workflow().status(status).nextExecution(start).build());
			}
		}
		String unscheduled = provider().createNewWorkflow(Samples.workflow().nextExecution(null).build());
		assertThat(provider().getRunnableInstances(start)).containsExactly(runnable);
		assertThat(provider().getRunnableInstances(Samples.FAR_FUTURE)).contains(runnable).doesNotContain(unscheduled);
	}

	@Test
	default void runnableInstancesFollowWhatIsPersisted() {
		Instant start = Samples.earlierThanEver();
		WorkflowInstance instance = provider().createWorkflowInstance(Samples.workflow().nextExecution(start).build());
		instance = provider().persistWorkflow(instance.toBuilder().nextExecution(start.plusMillis(5)).build());
		assertThat(provider().getRunnableInstances(start.plusMillis(4))).isEmpty();
		assertThat(provider().getRunnableInstances(start.plusMillis(5))).containsExactly(instance.id());
		provider().persistWorkflow(instance.toBuilder().status(WorkflowStatus.SUSPENDED).build());
		assertThat(provider().getRunnableInstances(start.plusMillis(5))).isEmpty();
	}

	@Test
	default void nextExecutionHasMilliseconds() {
		WorkflowInstance instance = Samples.workflow()
			.status(WorkflowStatus.COMPLETE)
			.nextExecution(Instant.parse("2031-05-06T07:08:09.123999Z"))
			.build();
		provider().createNewWorkflow(instance);
		assertThat(provider().getWorkflowInstance(instance.id()).nextExecution())
			.isEqualTo(Instant.parse("2031-05-06T07:08:09.123Z"));
	}

	private String due(Instant nextExecution) {
		return provider().createNewWorkflow(Samples.workflow().nextExecution(nextExecution).build());
	}

}
