package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Writing what passes have done.
 */
interface PassContract extends Stores {

	@Test
	default void passWritesStatusDataAndPointers() {
		TestHost host = new TestHost(provider());
		ExecutionPointer first = Samples.pointer(1).build();
		ExecutionPointer second = Samples.fullPointer();
		WorkflowInstance started = host.startOwned(first, second);
		ExecutionPointer changed = first.toBuilder()
			.active(false)
			.status(PointerStatus.COMPLETE)
			.endTime(Samples.BASE)
			.outcome(Samples.json("null"))
			.build();
		PassWrite pass = Pass.of(started)
			.status(WorkflowStatus.SUSPENDED)
			.completeTime(Samples.BASE)
			.nextExecution(Samples.BASE.truncatedTo(ChronoUnit.MILLIS))
			.data(Samples.json("{\"a\": [1, null]}"))
			.change(changed)
			.add(Samples.fullPointer())
			.add(Samples.pointer(4).build())
			.release();
		Snapshot.assertSame(host.persisted(pass), pass.instance());
		Snapshot.assertSame(provider().getWorkflowInstance(started.id()), pass.instance());
	}

	@Test
	default void passLeavesWhatItDoesNotName() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.start(new NewWorkflow(host.workflow(Samples.fullPointer())
			.name(Samples.unique("name"))
			.description("described")
			.reference("order/1")
			.data(Samples.json("{\"a\": 1}"))
			.build(), Duration.ZERO, host.id()));
		host.persisted(Pass
			.of(started.toBuilder()
				.description("other")
				.reference(null)
				.createTime(Samples.PAST)
				.data(Samples.json("{\"a\": 2}"))
				.build())
			.release());
		Snapshot.assertSame(provider().getWorkflowInstance(started.id()), started);
	}

	@Test
	default void releasedInstanceBelongsToNobodyAndIsDueWhenItSays() {
		TestHost host = new TestHost(provider());
		WorkflowInstance due = host.startOwned();
		WorkflowInstance later = host.startOwned();
		WorkflowInstance waiting = host.startOwned();
		host.persisted(Pass.of(due).nextExecution(Instant.EPOCH).release());
		host.persisted(Pass.of(later).nextExecution(Samples.FAR_FUTURE).release());
		host.persisted(Pass.of(waiting).nextExecution(null).release());
		assertThat(host.peer().claimedIds(9)).containsExactly(due.id());
	}

	@Test
	default void instanceThatIsKeptIsOwnedAndStaysDue() {
		TestHost host = new TestHost(provider());
		WorkflowInstance waiting = host.startOwned();
		WorkflowInstance later = host.startOwned();
		host.persisted(Pass.of(waiting).nextExecution(null).keep());
		host.persisted(Pass.of(later).nextExecution(Samples.FAR_FUTURE).keep());
		TestHost other = host.peer();
		assertThat(other.claim(9)).isEmpty();
		provider().releaseHost(host.id());
		assertThat(other.claimedIds(9)).containsExactlyInAnyOrder(waiting.id(), later.id());
	}

	@Test
	default void passesFollowEachOtherWithoutLoading() {
		TestHost host = new TestHost(provider());
		ExecutionPointer pointer = Samples.pointer(0).build();
		WorkflowInstance instance = host.startOwned(pointer);
		for (int i = 1; i < 5; i++) {
			ExecutionPointer added = Samples.pointer(i).build();
			instance = host.persisted(
					Pass.of(instance).change(pointer.toBuilder().stepName("step" + i).build()).add(added).keep());
			pointer = added;
		}
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()).executionPointers(),
				instance.executionPointers());
	}

	@Test
	default void passOfOldRevisionWritesNothing() {
		TestHost host = new TestHost(provider());
		ExecutionPointer pointer = Samples.pointer(0).build();
		WorkflowInstance started = host.startOwned(pointer);
		PassWrite pass = everything(host, started, pointer);
		provider().suspendWorkflow(started.id());
		WorkflowInstance suspended = provider().getWorkflowInstance(started.id());
		assertThat(host.persist(pass)).isInstanceOf(PassOutcome.Changed.class);
		assertNothingWritten(pass, suspended);
		Snapshot.assertSame(host.persisted(Pass.of(suspended).keep()), suspended);
	}

	@Test
	default void passOfFormerOwnerWritesNothing() {
		TestHost host = new TestHost(provider());
		ExecutionPointer pointer = Samples.pointer(0).build();
		WorkflowInstance started = host.startOwned(pointer);
		PassWrite pass = everything(host, started, pointer);
		provider().releaseHost(host.id());
		assertThat(host.peer().claimedIds(1)).containsExactly(started.id());
		assertThat(host.persist(pass)).isInstanceOf(PassOutcome.Lost.class);
		assertNothingWritten(pass, started);
	}

	@Test
	default void passOfInstanceThatIsGoneIsLost() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.startOwned();
		provider().terminateWorkflow(started.id(), Samples.BASE);
		provider().purgeWorkflow(started.id());
		assertThat(host.persist(Pass.of(started).keep())).isInstanceOf(PassOutcome.Lost.class);
	}

	/** D60. */
	@Test
	default void passWhoseChildIsTakenWritesNothing() {
		TestHost host = new TestHost(provider());
		ExecutionPointer pointer = Samples.pointer(0).build();
		WorkflowInstance started = host.startOwned(pointer);
		PassWrite pass = everything(host, started, pointer);
		List<NewWorkflow> children = List.of(pass.children().get(0), new NewWorkflow(started, Duration.ZERO, null));
		PassWrite refused = new PassWrite(pass.instance(), true, pass.changed(), pass.added(), pass.subscriptions(),
				pass.unsubscribed(), pass.errors(), pass.events(), children, true);
		assertRefused(host.persist(refused), WorkflowAlreadyExistsException.class);
		assertNothingWritten(refused, started);
		assertThat(host.persist(pass)).isInstanceOf(PassOutcome.Persisted.class);
	}

	private static PassWrite everything(TestHost host, WorkflowInstance instance, ExecutionPointer pointer) {
		return Pass.of(instance)
			.status(WorkflowStatus.COMPLETE)
			.data(Samples.json("{\"late\": true}"))
			.change(pointer.toBuilder().stepName("late").build())
			.add(Samples.pointer(1).build())
			.subscribe(Samples.subscription("event").workflowId(instance.id()).build())
			.error(ExecutionError.create(instance.id(), pointer.id(), "late"))
			.event(event(Samples.unique("event")))
			.child(new NewWorkflow(host.workflow().build(), Duration.ZERO, null))
			.release();
	}

	private void assertNothingWritten(PassWrite pass, WorkflowInstance expected) {
		String id = pass.instance().id();
		Snapshot.assertSame(provider().getWorkflowInstance(id), expected);
		assertThat(provider().getSubscriptionsByWorkflow(id, 9)).isEmpty();
		assertThat(provider().getErrors(id)).isEmpty();
		assertThat(provider().getEvents(pass.events().get(0).eventName(), "key", Samples.FAR_FUTURE)).isEmpty();
		assertThat(provider().findWorkflow(pass.children().get(0).instance().id())).isEmpty();
	}

	@Test
	default void refusedPassWritesNothingAndOthersOfTheGroupAreWritten() {
		TestHost host = new TestHost(provider());
		ExecutionPointer pointer = Samples.pointer(0).build();
		ExecutionPointer ofOther = Samples.pointer(7).build();
		host.start(ofOther);
		WorkflowInstance first = host.startOwned();
		WorkflowInstance text = host.startOwned(pointer);
		WorkflowInstance child = host.startOwned();
		WorkflowInstance repeated = host.startOwned();
		WorkflowInstance changed = host.startOwned();
		WorkflowInstance last = host.startOwned();
		WorkflowInstance taken = host.workflow().id(first.id()).build();
		provider().suspendWorkflow(changed.id());
		List<PassOutcome> outcomes = provider()
			.persistPasses(host.id(), List.of(Pass.of(first).data(Samples.json("1")).keep(),
					Pass.of(text).data(Samples.json("1")).change(pointer.toBuilder().stepName("\0").build()).keep(),
					Pass.of(child).data(Samples.json("1")).child(new NewWorkflow(taken, Duration.ZERO, null)).keep(),
					Pass.of(repeated).data(Samples.json("1")).add(ofOther).keep(),
					Pass.of(changed).data(Samples.json("1")).keep(), Pass.of(last).data(Samples.json("1")).keep()));
		assertThat(outcomes.get(0)).isInstanceOf(PassOutcome.Persisted.class);
		assertRefused(outcomes.get(1), InvalidValueException.class);
		assertRefused(outcomes.get(2), WorkflowAlreadyExistsException.class);
		assertRefused(outcomes.get(3), InvalidValueException.class);
		assertThat(outcomes.get(4)).isInstanceOf(PassOutcome.Changed.class);
		assertThat(outcomes.get(5)).isInstanceOf(PassOutcome.Persisted.class);
		assertThat(outcomes).hasSize(6);
		assertThat(provider()
			.getWorkflowInstances(List.of(first.id(), text.id(), child.id(), repeated.id(), changed.id(), last.id())))
			.extracting((instance) -> instance.data().toString())
			.containsExactly("1", "{}", "{}", "{}", "{}", "1");
	}

	private static void assertRefused(PassOutcome outcome, Class<?> reason) {
		assertThat(outcome).isInstanceOfSatisfying(PassOutcome.Refused.class,
				(refused) -> assertThat(refused.failure()).isInstanceOf(reason));
	}

	@Test
	default void refusedPassCanBeWrittenAgainWithoutWhatWasRefused() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.startOwned();
		assertRefused(host.persist(Pass.of(started).event(event("\0")).keep()), InvalidValueException.class);
		assertThat(host.persist(Pass.of(started).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	default void subscriptionOfPointerEndsBeforeItsNextOneBegins() {
		TestHost host = new TestHost(provider());
		Waiting waiting = Waiting.on(Samples.unique("event"));
		Waiting other = Waiting.on(Samples.unique("event"));
		WorkflowInstance started = host.startOwned(waiting.pointer(), other.pointer());
		EventSubscription ofOther = other.subscription(started.id());
		WorkflowInstance subscribed = host
			.persisted(Pass.of(started).subscribe(waiting.subscription(started.id())).subscribe(ofOther).keep());
		EventSubscription again = waiting.subscription(started.id());
		host.persisted(Pass.of(subscribed).unsubscribe(waiting.pointer()).subscribe(again).keep());
		assertThat(provider().getSubscriptionsByWorkflow(started.id(), 9).stream().map(Snapshot::of))
			.containsExactlyInAnyOrder(Snapshot.of(again), Snapshot.of(ofOther));
	}

	/** D36. */
	@Test
	default void errorsEventsAndChildrenComeWithThePass() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.startOwned();
		ExecutionError error = ExecutionError.create(started.id(), "pointer", "failed");
		String eventName = Samples.unique("event");
		WorkflowInstance child = host.workflow(Samples.pointer(0).build()).rootWorkflowId(started.id()).build();
		Instant time = provider().registerHost(Samples.unique("host"), "clock", "1", TestHost.LONG);
		host.persisted(Pass.of(started)
			.error(error)
			.event(event(eventName))
			.child(new NewWorkflow(child, Duration.ZERO, null))
			.keep());
		Snapshot.assertSame(provider().getErrors(started.id()), List.of(error));
		List<Event> events = provider().findEvents(eventName, "key", Samples.PAST, 9);
		assertThat(events).singleElement().satisfies((event) -> {
			assertThat(event.processed()).isFalse();
			assertThat(event.eventTime()).isCloseTo(time, within(10, ChronoUnit.SECONDS));
		});
		WorkflowInstance claimed = host.peer().claim(9).get(0);
		Snapshot.assertSame(claimed,
				child.toBuilder()
					.createTime(claimed.createTime())
					.name(child.id())
					.nextExecution(claimed.nextExecution())
					.build());
		assertThat(claimed.createTime()).isCloseTo(time, within(10, ChronoUnit.SECONDS));
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	default void instanceThatHasEndedLosesItsSubscriptionsAndItsCommand(WorkflowStatus status) {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.wait(Waiting.on(Samples.unique("event")));
		Instant due = Samples.earlierThanEver();
		ScheduledCommand other = new ScheduledCommand(CommandName.PROCESS_EVENT, started.id(), due);
		provider().scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, started.id(), due));
		provider().scheduleCommand(other);
		host.persisted(Pass.of(started).status(status).completeTime(Samples.BASE).nextExecution(null).release());
		assertThat(provider().getSubscriptionsByWorkflow(started.id(), 9)).isEmpty();
		List<ScheduledCommand> commands = new ArrayList<>();
		provider().processCommands(due, commands::add);
		assertThat(commands).containsExactly(other);
		WorkflowInstance ended = provider().getWorkflowInstance(started.id());
		assertThat(ended.status()).isEqualTo(status);
		assertThat(ended.completeTime()).isEqualTo(Samples.BASE);
		assertThat(ended.nextExecution()).isNull();
	}

	private static NewEvent event(String name) {
		return new NewEvent(Samples.unique("event"), name, "key", Samples.json("{}"), null);
	}

}
