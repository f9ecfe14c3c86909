package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PassOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looking for events that were there before an instance waited.
 */
interface LookBackContract extends Stores {

	@Test
	default void eventThatWasThereBeforeTheInstanceWaitedIsFound() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		Event older = created(name, Samples.PAST.plusSeconds(1), true);
		created(name, Samples.PAST.plusSeconds(2), false);
		WorkflowInstance waiting = host.wait(Waiting.on(name));
		WorkflowInstance found = provider().lookBackOrRelease(host.id(), waiting).orElseThrow();
		Snapshot.assertSame(found, provider().getWorkflowInstance(waiting.id()));
		assertThat(found.executionPointers().get(1).eventPublished()).isTrue();
		assertThat(found.executionPointers().get(1).active()).isTrue();
		Snapshot.assertSameJson(found.executionPointers().get(1).eventData(), older.eventData());
		assertThat(provider().getSubscriptionsByWorkflow(waiting.id(), 9)).isEmpty();
		assertThat(host.peer().claim(9)).isEmpty();
		assertThat(host.persist(Pass.of(found).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	default void instanceWithoutAnEventIsReleasedWithItsNextExecution() {
		TestHost host = new TestHost(provider());
		WorkflowInstance waiting = host.wait(Waiting.on(Samples.unique("event")));
		assertThat(provider().lookBackOrRelease(host.id(), waiting)).isEmpty();
		Snapshot.assertSame(provider().getWorkflowInstance(waiting.id()), waiting);
		assertThat(waiting.nextExecution()).isNull();
		assertThat(host.claim(9)).isEmpty();
		assertThat(host.persist(Pass.of(waiting).keep())).isInstanceOf(PassOutcome.Lost.class);
		assertThat(provider().getSubscriptionsByWorkflow(waiting.id(), 9)).hasSize(1);
		WorkflowInstance sleeping = host.persisted(Pass.of(host.startOwned()).nextExecution(Samples.PAST).keep());
		assertThat(provider().lookBackOrRelease(host.id(), sleeping)).isEmpty();
		assertThat(host.claim(9)).singleElement()
			.satisfies((claimed) -> assertThat(claimed.nextExecution())
				.isEqualTo(Samples.PAST.truncatedTo(ChronoUnit.MILLIS)));
	}

	@Test
	default void eventsThatAreNotForTheInstanceDoNotKeepIt() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		created(name, Samples.PAST.minusSeconds(1), false);
		Event had = created(name, Samples.PAST.plusSeconds(1), false);
		created(name, Samples.BASE, false);
		assertReleased(host, Waiting.on(name).behind(had));
		assertReleased(host, Waiting.on(name, Samples.PAST.plusSeconds(2)));
		assertReleased(host, Waiting.on(name + "2"));
	}

	private void assertReleased(TestHost host, Waiting waiting) {
		WorkflowInstance instance = host.wait(waiting);
		assertThat(provider().lookBackOrRelease(host.id(), instance)).isEmpty();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
	}

	@Test
	default void pointerThatWorkerHoldsDoesNotGetAnEvent() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		created(name, Samples.PAST.plusSeconds(1), false);
		WorkflowInstance waiting = host.wait(Waiting.on(name));
		EventSubscription subscription = provider().getSubscriptionsByWorkflow(waiting.id(), 1).get(0);
		provider().setSubscriptionToken(subscription.id(), "token", "worker", Samples.FAR_FUTURE);
		assertThat(provider().lookBackOrRelease(host.id(), waiting)).isEmpty();
		Snapshot.assertSame(provider().getWorkflowInstance(waiting.id()), waiting);
	}

	@Test
	default void instanceThatWasSuspendedMeanwhileIsGivenBack() {
		TestHost host = new TestHost(provider());
		WorkflowInstance waiting = host.wait(Waiting.on(Samples.unique("event")));
		provider().suspendWorkflow(waiting.id());
		Optional<WorkflowInstance> suspended = provider().lookBackOrRelease(host.id(), waiting);
		assertThat(suspended)
			.hasValueSatisfying((instance) -> assertThat(instance.status()).isEqualTo(WorkflowStatus.SUSPENDED));
		assertThat(host.persist(Pass.of(suspended.orElseThrow()).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	default void instanceThatGotAnEventMeanwhileIsGivenBack() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance waiting = host.wait(Waiting.on(name));
		provider().deliverEvent(created(name, Samples.PAST.plusSeconds(1), false).id(), 9);
		assertThat(provider().lookBackOrRelease(host.id(), waiting)).hasValueSatisfying(
				(instance) -> assertThat(instance.executionPointers().get(1).eventPublished()).isTrue());
	}

	@Test
	default void instanceOfAnotherHostIsLost() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		created(name, Samples.PAST.plusSeconds(1), false);
		WorkflowInstance waiting = host.wait(Waiting.on(name));
		provider().releaseWorkflows(host.id(), List.of(waiting.id()));
		WorkflowInstance claimed = host.peer().claim(9).get(0);
		assertThat(provider().lookBackOrRelease(host.id(), waiting)).isEmpty();
		Snapshot.assertSame(provider().getWorkflowInstance(waiting.id()), claimed);
		assertThat(claimed.executionPointers().get(1).eventPublished()).isFalse();
	}

	/**
	 * Event and subscription are written by two threads, and each looks for the other's
	 * after its own write.
	 */
	@Test
	default void eventBesideSubscriptionIsNeverLost() throws Exception {
		TestHost host = new TestHost(provider());
		for (int round = 0; round < 60; round++) {
			String name = Samples.unique("event");
			Waiting waiting = Waiting.on(name);
			WorkflowInstance started = host.startOwned(waiting.pointerBefore());
			Threads.callAll(2, (index) -> {
				if (index == 0) {
					provider().deliverEvent(created(name, Samples.PAST.plusSeconds(1), false).id(), 9);
					return started;
				}
				WorkflowInstance subscribed = host.persisted(Pass.of(started)
					.change(waiting.pointer())
					.subscribe(waiting.subscription(started.id()))
					.nextExecution(null)
					.keep());
				return provider().lookBackOrRelease(host.id(), subscribed).orElse(subscribed);
			});
			WorkflowInstance instance = provider().getWorkflowInstance(started.id());
			assertThat(instance.executionPointers().get(0).eventPublished()).isTrue();
			assertThat(provider().getRunnableInstances(Instant.now().plus(Duration.ofMinutes(1))))
				.contains(started.id());
		}
	}

	private Event created(String name, Instant time, boolean processed) {
		Event event = Samples.event(name)
			.eventTime(time)
			.eventData(Samples.json("\"" + Samples.unique("data") + "\""))
			.processed(processed)
			.build();
		provider().createEvent(event);
		return event;
	}

}
