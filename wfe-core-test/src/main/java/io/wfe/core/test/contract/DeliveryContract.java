package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerAttributes;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PassOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Publishing events and bringing them to the pointers that wait.
 */
interface DeliveryContract extends Stores {

	Instant PUBLISHED = Samples.PAST.plusSeconds(100);

	@Test
	default void publishedEventsAreNotProcessedAndGetTheTimeOfTheStore() {
		String name = Samples.unique("event");
		NewEvent timed = new NewEvent(Samples.unique("event"), name, "", Samples.json("[1]"), Samples.BASE);
		NewEvent untimed = new NewEvent(Samples.unique("event"), name, "", Samples.json("null"), null);
		Instant time = provider().registerHost(Samples.unique("host"), "clock", "1", TestHost.LONG);
		provider().publishEvents(List.of(timed, untimed));
		Snapshot.assertSame(provider().getEvent(timed.id()),
				new Event(timed.id(), name, "", Samples.json("[1]"), Samples.BASE, false));
		Event stored = provider().getEvent(untimed.id());
		assertThat(stored.eventTime()).isCloseTo(time, within(10, ChronoUnit.SECONDS));
		Snapshot.assertSame(stored, new Event(untimed.id(), name, "", Samples.json("null"), stored.eventTime(), false));
	}

	@Test
	default void whenOneEventCannotBeStoredThenNoneIs() {
		NewEvent good = new NewEvent(Samples.unique("event"), Samples.unique("event"), "key", Samples.json("1"), null);
		NewEvent bad = new NewEvent(Samples.unique("event"), "name", "key", Samples.json("\"\\u0000\""), null);
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().publishEvents(List.of(good, bad)));
		assertThat(provider().getEvents(good.eventName(), "key", Samples.FAR_FUTURE)).isEmpty();
	}

	@Test
	default void pointerThatWaitsGetsTheEvent() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		ExecutionPointer waiting = Waiting.on(name)
			.pointer()
			.toBuilder()
			.extensionAttributes(Map.of("own", Samples.json("1")))
			.build();
		WorkflowInstance instance = host.waitReleased(new Waiting(waiting, PUBLISHED));
		Event event = published(name, PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(1, false));
		WorkflowInstance delivered = provider().getWorkflowInstance(instance.id());
		JsonNode mark = Samples.json("{\"id\": \"" + event.id() + "\", \"time\": \"2001-01-01T00:01:40.654321Z\"}");
		Snapshot.assertSame(delivered.executionPointers().get(1),
				waiting.toBuilder()
					.active(true)
					.eventPublished(true)
					.eventData(event.eventData())
					.extensionAttributes(Map.of("own", Samples.json("1"), PointerAttributes.EVENT, mark))
					.build());
		Snapshot.assertSame(delivered.executionPointers().get(0), instance.executionPointers().get(0));
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 9)).isEmpty();
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
		assertThat(host.claimedIds(9)).containsExactly(instance.id());
	}

	@Test
	default void timeOfDeliveredEventHasMicroseconds() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		provider().deliverEvent(published(name, Instant.parse("2020-01-01T00:00:00Z")).id(), 9);
		assertThat(waiting(instance).extensionAttributes()).hasEntrySatisfying(PointerAttributes.EVENT,
				(mark) -> assertThat(mark.get("time").stringValue()).isEqualTo("2020-01-01T00:00:00.000000Z"));
	}

	@Test
	default void eventReachesManySubscribersInBatches() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		List<WorkflowInstance> instances = Stream.generate(() -> host.waitReleased(Waiting.on(name)))
			.limit(25)
			.toList();
		Event event = published(name, PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 10)).isEqualTo(new Delivery(10, true));
		assertThat(provider().getEvent(event.id()).processed()).isFalse();
		assertThat(provider().deliverEvent(event.id(), 10)).isEqualTo(new Delivery(10, true));
		assertThat(provider().deliverEvent(event.id(), 10)).isEqualTo(new Delivery(5, false));
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
		assertThat(instances).allSatisfy((instance) -> assertThat(waiting(instance).eventPublished()).isTrue());
		assertThat(host.claim(99)).hasSize(25);
	}

	@Test
	default void eventsAreDeliveredTogether() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		String other = Samples.unique("event");
		WorkflowInstance first = host.waitReleased(Waiting.on(name));
		WorkflowInstance second = host.waitReleased(Waiting.on(other));
		WorkflowInstance third = host.waitReleased(Waiting.on(other));
		Event oldest = published(name, PUBLISHED);
		List<Event> events = List.of(oldest, published(name, PUBLISHED.plusSeconds(1)), published(other, PUBLISHED),
				published(Samples.unique("event"), PUBLISHED));
		List<String> ids = events.stream().map(Event::id).toList();
		assertThat(provider().deliverEvents(ids, 9)).isEqualTo(new Delivery(3, false));
		assertThat(provider().deliverEvents(ids, 9)).isEqualTo(new Delivery(0, false));
		assertThat(provider().deliverEvents(List.of(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(events).allSatisfy((event) -> assertThat(provider().getEvent(event.id()).processed()).isTrue());
		assertThat(waiting(first).eventData()).isEqualTo(oldest.eventData());
		assertThat(host.claimedIds(9)).containsExactlyInAnyOrder(first.id(), second.id(), third.id());
	}

	@Test
	default void deliveryTakesInstancesThatGoOnForAHost() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		Event event = published(name, PUBLISHED);
		Delivery delivery = provider().deliverEvents(List.of(event.id()), 9, claim(host, List.of(), 9));
		assertThat(delivery).isEqualTo(new Delivery(1, false, delivery.taken()));
		assertThat(delivery.taken()).singleElement().satisfies((taken) -> {
			Snapshot.assertSame(taken, provider().getWorkflowInstance(instance.id()));
			assertThat(taken.executionPointers().get(1).eventData()).isEqualTo(event.eventData());
			assertThat(host.peer().claimedIds(9)).isEmpty();
			assertThat(provider().findOwnedWorkflows(host.id(), List.of(host.definition())))
				.containsExactly(taken.id());
			host.persisted(Pass.of(taken).release());
		});
	}

	@Test
	default void deliveryTakesOnlyWhatAClaimWouldTake() {
		TestHost host = new TestHost(provider());
		TestHost other = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance first = host.waitReleased(Waiting.on(name));
		WorkflowInstance second = host.waitReleased(Waiting.on(name));
		WorkflowInstance running = host.waitReleased(Waiting.on(name));
		WorkflowInstance suspended = host.waitReleased(Waiting.on(name));
		provider().suspendWorkflow(suspended.id());
		WorkflowInstance owned = host.wait(Waiting.on(name));
		WorkflowInstance unknown = other.waitReleased(Waiting.on(name));
		List<String> events = List.of(published(name, PUBLISHED).id());
		Delivery delivery = provider().deliverEvents(events, 9, claim(host, List.of(running.id()), 1));
		assertThat(delivery.delivered()).isEqualTo(6);
		assertThat(delivery.taken()).extracting(WorkflowInstance::id).hasSize(1).containsAnyOf(first.id(), second.id());
		assertThat(List.of(suspended, owned, unknown)).allMatch((instance) -> waiting(instance).eventPublished());
		assertThat(host.claimedIds(9)).hasSize(2).contains(running.id());
		assertThat(other.claimedIds(9)).containsExactly(unknown.id());
	}

	@Test
	default void deliveryTakesNothingForAHostWithoutALease() {
		TestHost host = new TestHost(provider());
		TestHost gone = host.peer();
		String name = Samples.unique("event");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		List<String> events = List.of(published(name, PUBLISHED).id());
		provider().releaseHost(gone.id());
		assertThat(provider().deliverEvents(events, 9, claim(gone, List.of(), 9))).isEqualTo(new Delivery(1, false));
		assertThat(host.claimedIds(9)).containsExactly(instance.id());
	}

	private static DeliveryClaim claim(TestHost host, List<String> except, int places) {
		return new DeliveryClaim(host.id(), List.of(host.definition()), except, places);
	}

	@Test
	default void eventIsDeliveredOnce() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		Event event = published(name, PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
		WorkflowInstance late = host.waitReleased(Waiting.on(name));
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(waiting(late).eventPublished()).isFalse();
		assertThat(provider().deliverEvent(Samples.unique("event"), 9)).isEqualTo(new Delivery(0, false));
	}

	@Test
	default void eventWhoseTimeHasNotComeWaits() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		Event event = published(name, Samples.BASE);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(0, false));
		provider().deliverDueEvents(99);
		assertThat(provider().getEvent(event.id()).processed()).isFalse();
		assertThat(waiting(instance).eventPublished()).isFalse();
	}

	@Test
	default void eventBeforeTheSubscriptionCountsIsNotForIt() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance later = host.waitReleased(Waiting.on(name, PUBLISHED.plusNanos(1000)));
		WorkflowInstance sameTime = host.waitReleased(Waiting.on(name, PUBLISHED));
		WorkflowInstance otherName = host.waitReleased(Waiting.on(name + "2"));
		Event event = published(name, PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(1, false));
		assertThat(waiting(sameTime).eventPublished()).isTrue();
		assertThat(waiting(later).eventPublished()).isFalse();
		assertThat(waiting(otherName).eventPublished()).isFalse();
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
	}

	/** D49. */
	@Test
	default void oldestEventIsDeliveredFirst() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		Event second = published(name, PUBLISHED, "b");
		Event third = published(name, PUBLISHED.plusSeconds(1), "a");
		Event first = published(name, PUBLISHED, "a");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		assertThat(provider().deliverEvent(third.id(), 9)).isEqualTo(new Delivery(1, false));
		Snapshot.assertSameJson(waiting(instance).eventData(), first.eventData());
		WorkflowInstance behindFirst = host.waitReleased(Waiting.on(name).behind(first));
		assertThat(provider().deliverEvent(first.id(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(provider().deliverEvent(second.id(), 9)).isEqualTo(new Delivery(1, false));
		Snapshot.assertSameJson(waiting(behindFirst).eventData(), second.eventData());
	}

	@Test
	default void pointerBehindAnEventWaitsForALaterOne() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		Event had = published(name, PUBLISHED);
		WorkflowInstance instance = host.waitReleased(Waiting.on(name).behind(had));
		assertThat(provider().deliverEvent(had.id(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(provider().getEvent(had.id()).processed()).isTrue();
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 9)).hasSize(1);
		Event next = published(name, PUBLISHED.plusNanos(1000));
		assertThat(provider().deliverEvent(next.id(), 9)).isEqualTo(new Delivery(1, false));
		Snapshot.assertSameJson(waiting(instance).eventData(), next.eventData());
	}

	@Test
	default void suspendedInstanceGetsTheEventAndStaysSuspended() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance instance = host.waitReleased(Waiting.on(name));
		provider().suspendWorkflow(instance.id());
		assertThat(provider().deliverEvent(published(name, PUBLISHED).id(), 9)).isEqualTo(new Delivery(1, false));
		assertThat(waiting(instance).eventPublished()).isTrue();
		assertThat(provider().getWorkflowInstance(instance.id()).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(host.claim(9)).isEmpty();
		provider().resumeWorkflow(instance.id());
		assertThat(host.claimedIds(9)).containsExactly(instance.id());
	}

	@Test
	default void ownedInstanceGetsTheEventAndKeepsItsOwner() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance instance = host.wait(Waiting.on(name));
		assertThat(provider().deliverEvent(published(name, PUBLISHED).id(), 9)).isEqualTo(new Delivery(1, false));
		assertThat(host.peer().claim(9)).isEmpty();
		assertThat(host.persist(Pass.of(instance).keep())).isInstanceOf(PassOutcome.Changed.class);
		WorkflowInstance delivered = provider().getWorkflowInstance(instance.id());
		assertThat(host.persist(Pass.of(delivered).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@ParameterizedTest
	@EnumSource(value = WorkflowStatus.class, names = { "COMPLETE", "TERMINATED" })
	default void subscriptionOfInstanceThatHasEndedIsDeleted(WorkflowStatus status) {
		Waiting waiting = Waiting.on(Samples.unique("event"));
		WorkflowInstance ended = provider().createWorkflowInstance(
				Samples.workflow(waiting.pointer()).toBuilder().status(status).completeTime(Samples.BASE).build());
		assertDeletedOnly(ended, waiting);
	}

	@Test
	default void subscriptionOfPointerThatDoesNotWaitIsDeleted() {
		Waiting waiting = Waiting.on(Samples.unique("event"));
		ExecutionPointer pointer = waiting.pointer();
		assertDeletedOnly(
				provider().createWorkflowInstance(Samples.workflow(pointer.toBuilder().endTime(Samples.BASE).build())),
				waiting);
		Waiting published = Waiting.on(Samples.unique("event"));
		assertDeletedOnly(provider().createWorkflowInstance(
				Samples.workflow(published.pointer().toBuilder().eventPublished(true).build())), published);
		assertDeletedOnly(provider().createWorkflowInstance(Samples.workflow().build()),
				Waiting.on(Samples.unique("event")));
	}

	private void assertDeletedOnly(WorkflowInstance instance, Waiting waiting) {
		provider().createEventSubscription(waiting.subscription(instance.id()));
		Event event = published(String.valueOf(waiting.pointer().eventName()), PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(0, false));
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 9)).isEmpty();
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		provider().persistWorkflow(instance);
	}

	@Test
	default void subscriptionThatTokenHoldsWaitsForItsWorker() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		WorkflowInstance held = host.waitReleased(Waiting.on(name));
		WorkflowInstance expired = host.waitReleased(Waiting.on(name));
		hold(held, Samples.FAR_FUTURE);
		hold(expired, Samples.PAST);
		Event event = published(name, PUBLISHED);
		assertThat(provider().deliverEvent(event.id(), 9)).isEqualTo(new Delivery(1, false));
		assertThat(waiting(expired).eventPublished()).isTrue();
		assertThat(waiting(held).eventPublished()).isFalse();
		assertThat(provider().getSubscriptionsByWorkflow(held.id(), 9)).hasSize(1);
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
	}

	private void hold(WorkflowInstance instance, Instant expiry) {
		EventSubscription subscription = provider().getSubscriptionsByWorkflow(instance.id(), 1).get(0);
		assertThat(provider().setSubscriptionToken(subscription.id(), "token", "worker", expiry)).isTrue();
	}

	@Test
	default void dueEventsAreDeliveredOldestFirst() {
		TestHost host = new TestHost(provider());
		Instant time = Samples.earlierThanEver();
		List<WorkflowInstance> instances = Stream.of(3, 1, 2).map((number) -> {
			String name = Samples.unique("event");
			published(name, time.plusSeconds(number));
			host.waitReleased(Waiting.on(name, time));
			return host.waitReleased(Waiting.on(name, time));
		}).toList();
		assertThat(provider().deliverDueEvents(2)).isEqualTo(new Delivery(2, true));
		assertThat(instances).extracting((instance) -> waiting(instance).eventPublished())
			.containsExactly(false, true, false);
		assertThat(provider().deliverDueEvents(3)).isEqualTo(new Delivery(3, true));
		Delivery last = new Delivery(0, true);
		while (last.more()) {
			last = provider().deliverDueEvents(50);
		}
		assertThat(instances).extracting((instance) -> waiting(instance).eventPublished()).containsOnly(true);
		assertThat(provider().getRunnableEvents(time.plus(Duration.ofHours(1)))).isEmpty();
	}

	@Test
	default void manyThreadsDeliverEachEventToEachPointerOnce() throws Exception {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("event");
		List<WorkflowInstance> instances = Stream.generate(() -> host.waitReleased(Waiting.on(name)))
			.limit(40)
			.toList();
		Event event = published(name, PUBLISHED);
		List<Integer> delivered = Threads.callAll(8, (index) -> {
			int sum = 0;
			Delivery delivery = new Delivery(0, true);
			while (delivery.more()) {
				delivery = provider().deliverEvent(event.id(), 7);
				sum += delivery.delivered();
			}
			return sum;
		});
		assertThat(delivered.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
		assertThat(instances).allSatisfy((instance) -> assertThat(waiting(instance).eventPublished()).isTrue());
		assertThat(provider().getEvent(event.id()).processed()).isTrue();
	}

	private ExecutionPointer waiting(WorkflowInstance instance) {
		List<ExecutionPointer> pointers = provider().getWorkflowInstance(instance.id()).executionPointers();
		return pointers.get(pointers.size() - 1);
	}

	private Event published(String name, Instant time) {
		return published(name, time, "event");
	}

	private Event published(String name, Instant time, String idPrefix) {
		String id = Samples.unique(idPrefix);
		provider()
			.publishEvents(List.of(new NewEvent(id, name, "key", Samples.json("{\"of\": \"" + id + "\"}"), time)));
		return provider().getEvent(id);
	}

}
