package io.wfe.core.test.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * What engines ask for to control instances.
 */
interface ExecutionControlContract extends Stores {

	@Test
	default void failedStepsGetAllTheirRetriesAgain() {
		ExecutionPointer failed = Samples.pointer(1).status(PointerStatus.FAILED).retryCount(3).build();
		ExecutionPointer sleeping = Samples.pointer(2)
			.status(PointerStatus.SLEEPING)
			.retryCount(2)
			.sleepUntil(Samples.BASE)
			.build();
		ExecutionPointer ended = failed.toBuilder().id(Samples.unique("pointer")).endTime(Samples.BASE).build();
		ExecutionPointer delayed = Samples.pointer(3).status(PointerStatus.SLEEPING).sleepUntil(Samples.BASE).build();
		ExecutionPointer waiting = Waiting.on("event")
			.pointer()
			.toBuilder()
			.retryCount(2)
			.sleepUntil(Samples.BASE)
			.build();
		WorkflowInstance suspended = provider()
			.createWorkflowInstance(Samples.workflow(failed, sleeping, ended, delayed, waiting)
				.toBuilder()
				.status(WorkflowStatus.SUSPENDED)
				.build());
		WorkflowSummary resumed = provider().retryFailedSteps(suspended.id());
		assertThat(resumed.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		WorkflowInstance stored = provider().getWorkflowInstance(suspended.id());
		Snapshot.assertSame(stored,
				suspended.toBuilder()
					.status(WorkflowStatus.RUNNABLE)
					.nextExecution(Instant.EPOCH)
					.executionPointers(List.of(failed.toBuilder().retryCount(0).build(),
							sleeping.toBuilder().retryCount(0).sleepUntil(null).build(), ended, delayed, waiting))
					.build());
		Snapshot.assertSame(resumed, provider().findWorkflow(suspended.id()).orElseThrow());
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = "SUSPENDED", mode = EnumSource.Mode.EXCLUDE)
	default void failedStepsOfInstanceThatIsNotSuspendedStayAsTheyAre(WorkflowStatus status) {
		WorkflowInstance instance = provider().createWorkflowInstance(
				Samples.workflow(Samples.pointer(1).status(PointerStatus.FAILED).retryCount(1).build())
					.toBuilder()
					.status(status)
					.build());
		assertThatExceptionOfType(WorkflowStateException.class)
			.isThrownBy(() -> provider().retryFailedSteps(instance.id()))
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(status));
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
	}

	@Test
	default void failedStepsOfUnknownInstanceAreNotFound() {
		String id = Samples.unique("unknown");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> provider().retryFailedSteps(id))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
	}

	@Test
	default void instanceIsFoundByItsIdBeforeItsName() {
		WorkflowInstance first = provider()
			.createWorkflowInstance(Samples.fullWorkflow().name(Samples.unique("name")).build());
		WorkflowInstance second = provider().createWorkflowInstance(Samples.workflow().name(first.id()).build());
		WorkflowSummary expected = new WorkflowSummary(first.id(), first.name(), first.rootWorkflowId(),
				first.workflowDefinitionId(), first.version(), first.description(), first.reference(), first.status(),
				first.nextExecution(), first.createTime(), first.completeTime());
		Snapshot.assertSame(provider().findWorkflow(first.id()).orElseThrow(), expected);
		Snapshot.assertSame(provider().findWorkflow(first.name()).orElseThrow(), expected);
		assertThat(provider().findWorkflow(second.id()))
			.hasValueSatisfying((found) -> assertThat(found.name()).isEqualTo(first.id()));
		assertThat(provider().findWorkflow(Samples.unique("unknown"))).isEmpty();
	}

	@Test
	default void endOfTerminatedChildIsPublished() {
		TestHost host = new TestHost(provider());
		WorkflowInstance child = provider().createWorkflowInstance(
				Samples.workflow().rootWorkflowId(Samples.unique("root")).data(Samples.json("{\"a\": 1}")).build());
		WorkflowInstance other = provider().createWorkflowInstance(Samples.workflow().build());
		Instant time = provider().registerHost(host.id(), "clock", "1", TestHost.LONG);
		provider().terminateWorkflow(child.id(), Samples.BASE);
		provider().terminateWorkflow(other.id(), Samples.BASE);
		List<Event> events = provider().findEvents(EventNames.WORKFLOW_COMPLETED, child.id(), Samples.PAST, 9);
		assertThat(events).singleElement().satisfies((event) -> {
			assertThat(event.processed()).isFalse();
			assertThat(event.eventTime()).isCloseTo(time, within(10, ChronoUnit.SECONDS));
			Snapshot.assertSameJson(event.eventData(),
					Samples.json("{\"status\": \"Terminated\", \"data\": {\"a\": 1}}"));
		});
		assertThat(provider().getEvents(EventNames.WORKFLOW_COMPLETED, other.id(), Samples.FAR_FUTURE)).isEmpty();
	}

}
