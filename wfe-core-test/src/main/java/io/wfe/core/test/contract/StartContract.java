package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Starting instances for engines.
 */
interface StartContract extends Stores {

	@Test
	default void startedInstanceHasTheTimeOfTheStoreAndIsDueAtOnce() {
		TestHost host = new TestHost(provider());
		Instant time = provider().registerHost(Samples.unique("host"), "clock", "1", TestHost.LONG);
		WorkflowInstance given = Samples.fullWorkflow()
			.workflowDefinitionId(host.definition().id())
			.version(host.definition().version())
			.status(WorkflowStatus.RUNNABLE)
			.completeTime(null)
			.nextExecution(null)
			.build();
		WorkflowInstance started = host.start(new NewWorkflow(given, Duration.ZERO, null));
		assertThat(started.createTime()).isCloseTo(time, within(10, ChronoUnit.SECONDS));
		Snapshot.assertSame(started.toBuilder().createTime(given.createTime()).nextExecution(null).build(), given);
		Snapshot.assertSame(provider().getWorkflowInstance(given.id()), started);
		assertThat(host.claimedIds(9)).containsExactly(given.id());
	}

	@Test
	default void startedInstanceCanBePersistedWithoutLoading() {
		WorkflowInstance started = new TestHost(provider()).start();
		WorkflowInstance changed = started.toBuilder().description("changed").build();
		provider().persistWorkflow(changed);
		Snapshot.assertSame(provider().getWorkflowInstance(started.id()), changed);
	}

	@Test
	default void delayedInstanceIsDueAfterTheDelay() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.start(new NewWorkflow(host.workflow().build(), Duration.ofMinutes(30), null));
		assertThat(started.nextExecution()).isCloseTo(started.createTime().plus(Duration.ofMinutes(30)),
				within(1, ChronoUnit.SECONDS));
		assertThat(host.claim(9)).isEmpty();
	}

	@Test
	default void whenIdOrNameOfStartedInstanceIsTakenThenItIsLeftOut() {
		TestHost host = new TestHost(provider());
		WorkflowInstance taken = host
			.start(new NewWorkflow(host.workflow().name(Samples.unique("name")).build(), Duration.ZERO, null));
		WorkflowInstance first = host.workflow(Samples.pointer(1).build()).name(Samples.unique("name")).build();
		WorkflowInstance last = host.workflow(Samples.pointer(1).build()).build();
		List<Optional<WorkflowInstance>> started = provider()
			.startWorkflows(List.of(started(first), started(host.workflow().id(taken.id()).description("b").build()),
					started(host.workflow().name(taken.name()).build()), started(first),
					started(host.workflow().name(first.name()).build()), started(last)));
		assertThat(started.stream().map((result) -> result.map(WorkflowInstance::id).orElse("none")))
			.containsExactly(first.id(), "none", "none", "none", "none", last.id());
		Snapshot.assertSame(provider().getWorkflowInstance(taken.id()), taken);
		assertThat(host.claimedIds(9)).containsExactlyInAnyOrder(taken.id(), first.id(), last.id());
	}

	@Test
	default void whenOneStartedInstanceCannotBeStoredThenNoneIs() {
		TestHost host = new TestHost(provider());
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().startWorkflows(
					List.of(started(host.workflow().build()), started(host.workflow().description("a\0").build()))))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("description"));
		assertThat(host.claim(9)).isEmpty();
	}

	@Test
	default void startedInstanceWithoutIdAndNameGetsThem() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.start(started(host.workflow().id("").build()));
		assertThat(started.id()).isNotBlank().isEqualTo(started.name());
	}

	@Test
	default void instanceCanBelongToHostFromItsStart() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.startOwned();
		assertThat(host.peer().claim(9)).isEmpty();
		assertThat(host.persist(Pass.of(started).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	default void reservedNumbersAreGivenOutOnce() throws Exception {
		String definition = Samples.unique("definition");
		assertThat(provider().reserveDefinitionSequence(definition, 3)).isOne();
		assertThat(provider().nextDefinitionSequence(definition)).isEqualTo(4);
		List<Long> first = Threads.callAll(8, (index) -> provider().reserveDefinitionSequence(definition, 5));
		assertThat(first.stream().flatMap((number) -> LongStream.range(number, number + 5).boxed()))
			.containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(5, 44).boxed().toList());
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().reserveDefinitionSequence(definition, 0));
	}

	private static NewWorkflow started(WorkflowInstance instance) {
		return new NewWorkflow(instance, Duration.ZERO, null);
	}

}
