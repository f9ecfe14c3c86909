package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.wfe.core.WfeException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Subscriptions to events, and the tokens that hold them.
 */
interface SubscriptionContract extends Stores {

	@Test
	default void subscriptionHasAllItsFields() {
		EventSubscription subscription = Samples.fullSubscription();
		assertThat(Stores.subscribe(provider(), subscription)).isEqualTo(subscription.id());
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
	}

	@Test
	default void subscriptionMayHaveNothingThatIsOptional() {
		EventSubscription subscription = EventSubscription.create(Samples.unique("workflow"), 0, "pointer",
				Samples.unique("event"), "key", Samples.BASE);
		assertThat(Stores.subscribe(provider(), subscription)).isEqualTo(subscription.id());
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
	}

	@Test
	default void whenSubscriptionIdIsTakenThenNothingIsWritten() {
		EventSubscription subscription = Samples.fullSubscription();
		Stores.subscribe(provider(), subscription);
		EventSubscription other = Samples.fullSubscription().toBuilder().id(subscription.id()).build();
		assertThatExceptionOfType(WfeException.class).isThrownBy(() -> Stores.subscribe(provider(), other));
		Snapshot.assertSame(provider().getSubscription(subscription.id()), subscription);
	}

	@Test
	default void whenWorkflowIsNotThereThenItIsNotSubscribed() {
		EventSubscription subscription = Samples.fullSubscription();
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().createEventSubscription(subscription))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(subscription.workflowId()));
		assertNotFound(subscription.id(), () -> provider().getSubscription(subscription.id()));
	}

	@Test
	default void whenWorkflowOfOneSubscriptionIsNotThereThenNothingIsPersisted() {
		WorkflowInstance instance = provider().createWorkflowInstance(Samples.fullWorkflow().build());
		EventSubscription good = Samples.subscription("event").workflowId(instance.id()).build();
		EventSubscription bad = Samples.fullSubscription();
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> provider().persistWorkflowWithSubscriptions(
					instance.toBuilder().description("changed").build(), List.of(good, bad)))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(bad.workflowId()));
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), instance);
		assertNotFound(good.id(), () -> provider().getSubscription(good.id()));
	}

	/**
	 * Whoever comes second finds what the first has done, and no subscription is left
	 * without its workflow.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void purgeBesideSubscribeLeavesNoSubscription(boolean batch) throws Exception {
		for (int round = 0; round < 60; round++) {
			Instant completed = Samples.earlierThanEver();
			String id = provider().createNewWorkflow(
					Samples.fullWorkflow().status(WorkflowStatus.COMPLETE).completeTime(completed).build());
			List<Boolean> subscribed = Threads.callAll(4, (index) -> {
				if (index == 0) {
					return batch ? provider().purgeWorkflows(WorkflowStatus.COMPLETE, completed.plusMillis(1), 1) == 1
							: provider().purgeWorkflow(id);
				}
				try {
					provider().createEventSubscription(Samples.subscription("event").workflowId(id).build());
					return true;
				}
				catch (WorkflowNotFoundException ex) {
					return false;
				}
			});
			// A batch leaves out what is locked; what is left goes the next time
			if (!subscribed.get(0)) {
				provider().purgeWorkflow(id);
			}
			assertThat(provider().getSubscriptionsByWorkflow(id, 10)).isEmpty();
		}
	}

	@Test
	default void subscriptionsAreFoundByNameAndKeyOldestFirst() {
		String name = Samples.unique("event");
		EventSubscription third = created(Samples.subscription(name).subscribeAsOf(Samples.BASE));
		EventSubscription first = created(Samples.subscription(name).subscribeAsOf(Samples.BASE.minusSeconds(2)));
		EventSubscription second = created(Samples.subscription(name).subscribeAsOf(Samples.BASE.minusSeconds(1)));
		created(Samples.subscription(name).eventKey("other key"));
		created(Samples.subscription(name + "x"));
		Snapshot.assertSame(provider().getSubscriptions(name, "key", Samples.BASE), List.of(first, second, third));
		assertThat(provider().getFirstOpenSubscription(name, "key", Samples.BASE))
			.hasValueSatisfying((subscription) -> Snapshot.assertSame(subscription, first));
	}

	@Test
	default void subscriptionsCountUpToAsOf() {
		String name = Samples.unique("event");
		EventSubscription subscription = created(Samples.subscription(name));
		Instant before = Samples.BASE.minusNanos(1000);
		assertThat(provider().getSubscriptions(name, "key", before)).isEmpty();
		assertThat(provider().getFirstOpenSubscription(name, "key", before)).isEmpty();
		Snapshot.assertSame(provider().getSubscriptions(name, "key", Samples.BASE), List.of(subscription));
		assertThat(provider().getFirstOpenSubscription(name, "key", Samples.BASE)).isPresent();
		assertThat(provider().getSubscriptions(name, "key", Samples.BASE.plusNanos(1000))).hasSize(1);
	}

	@Test
	default void whenNoSubscriptionMatchesThenNoneIsFound() {
		assertThat(provider().getSubscriptions(Samples.unique("event"), "key", Samples.FAR_FUTURE)).isEmpty();
		assertThat(provider().getFirstOpenSubscription(Samples.unique("event"), "key", Samples.FAR_FUTURE)).isEmpty();
	}

	@Test
	default void terminatedSubscriptionIsGone() {
		EventSubscription subscription = created(Samples.subscription(Samples.unique("event")));
		EventSubscription other = created(Samples.subscription(subscription.eventName()));
		provider().terminateSubscription(subscription.id());
		assertNotFound(subscription.id(), () -> provider().getSubscription(subscription.id()));
		assertNotFound(subscription.id(), () -> provider().terminateSubscription(subscription.id()));
		Snapshot.assertSame(provider().getSubscriptions(subscription.eventName(), "key", Samples.BASE), List.of(other));
	}

	@Test
	default void heldSubscriptionMayBeTerminated() {
		EventSubscription subscription = created(Samples.subscription(Samples.unique("event")));
		provider().setSubscriptionToken(subscription.id(), "token", "worker", Samples.FAR_FUTURE);
		provider().terminateSubscription(subscription.id());
		assertNotFound(subscription.id(), () -> provider().clearSubscriptionToken(subscription.id(), "token"));
	}

	@Test
	default void whenSubscriptionIsUnknownThenItIsNotFound() {
		String id = Samples.unique("unknown");
		assertNotFound(id, () -> provider().getSubscription(id));
		assertNotFound(id, () -> provider().terminateSubscription(id));
		assertNotFound(id, () -> provider().setSubscriptionToken(id, "token", "worker", Samples.FAR_FUTURE));
		assertNotFound(id, () -> provider().clearSubscriptionToken(id, "token"));
	}

	@Test
	default void firstClaimantHoldsTheSubscription() {
		EventSubscription subscription = created(Samples.subscription(Samples.unique("event")));
		String id = subscription.id();
		assertThat(provider().setSubscriptionToken(id, "one", "worker one", Samples.FAR_FUTURE)).isTrue();
		assertThat(provider().setSubscriptionToken(id, "two", "worker two", Samples.FAR_FUTURE.plusSeconds(1)))
			.isFalse();
		assertThat(provider().setSubscriptionToken(id, "one", "worker one", Samples.FAR_FUTURE.plusSeconds(1)))
			.isFalse();
		Snapshot.assertSame(provider().getSubscription(id),
				subscription.toBuilder()
					.externalToken("one")
					.externalWorkerId("worker one")
					.externalTokenExpiry(Samples.FAR_FUTURE)
					.build());
	}

	@Test
	default void expiredTokenCountsAsOpen() {
		EventSubscription subscription = created(Samples.subscription(Samples.unique("event")));
		String id = subscription.id();
		assertThat(provider().setSubscriptionToken(id, "one", "worker one", Samples.PAST)).isTrue();
		assertThat(provider().getSubscriptions(subscription.eventName(), "key", Samples.BASE)).hasSize(1);
		assertThat(provider().getFirstOpenSubscription(subscription.eventName(), "key", Samples.BASE))
			.hasValueSatisfying((open) -> assertThat(open.externalToken()).isEqualTo("one"));
		assertThat(provider().setSubscriptionToken(id, "two", "worker two", Samples.FAR_FUTURE)).isTrue();
		assertNotFound(id, () -> provider().clearSubscriptionToken(id, "one"));
		assertThat(provider().getSubscription(id).externalToken()).isEqualTo("two");
		assertThat(provider().getSubscription(id).externalWorkerId()).isEqualTo("worker two");
		assertThat(provider().getSubscription(id).externalTokenExpiry()).isEqualTo(Samples.FAR_FUTURE);
	}

	@Test
	default void expiredTokenIsDeletedWhenCommandsAreProcessed() {
		EventSubscription expired = created(Samples.subscription(Samples.unique("event")));
		provider().setSubscriptionToken(expired.id(), "one", "worker", Samples.PAST);
		EventSubscription late = created(Samples.subscription(Samples.unique("event")));
		provider().setSubscriptionToken(late.id(), "late", "worker", Instant.now().minusSeconds(30));
		EventSubscription held = created(Samples.subscription(Samples.unique("event"))
			.externalToken("two")
			.externalWorkerId("worker")
			.externalTokenExpiry(Samples.FAR_FUTURE));
		EventSubscription forEver = created(Samples.subscription(Samples.unique("event")).externalToken("three"));
		// A provider looks for them at least once a minute
		Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
			provider().processCommands(Samples.earlierThanEver(), 10, (command) -> {
			});
			Snapshot.assertSame(provider().getSubscription(expired.id()), expired);
		});
		assertNotFound(expired.id(), () -> provider().clearSubscriptionToken(expired.id(), "one"));
		Snapshot.assertSame(provider().getSubscription(held.id()), held);
		Snapshot.assertSame(provider().getSubscription(forEver.id()), forEver);
		// Its holder may be late, and nobody else has wanted the subscription
		provider().clearSubscriptionToken(late.id(), "late");
		Snapshot.assertSame(provider().getSubscription(late.id()), late);
	}

	@Test
	default void tokenWithoutExpiryHoldsForEver() {
		EventSubscription subscription = created(
				Samples.subscription(Samples.unique("event")).externalToken("token").externalWorkerId("worker"));
		assertThat(provider().getSubscriptions(subscription.eventName(), "key", Samples.BASE)).isEmpty();
		assertThat(provider().setSubscriptionToken(subscription.id(), "two", "worker two", Samples.FAR_FUTURE))
			.isFalse();
		provider().clearSubscriptionToken(subscription.id(), "token");
		assertThat(provider().getSubscriptions(subscription.eventName(), "key", Samples.BASE)).hasSize(1);
	}

	@Test
	default void heldSubscriptionIsSkipped() {
		String name = Samples.unique("event");
		EventSubscription held = created(Samples.subscription(name).subscribeAsOf(Samples.BASE.minusSeconds(9)));
		EventSubscription expired = created(Samples.subscription(name)
			.subscribeAsOf(Samples.BASE.minusSeconds(8))
			.externalToken("expired")
			.externalTokenExpiry(Samples.PAST));
		EventSubscription open = created(Samples.subscription(name).subscribeAsOf(Samples.BASE.minusSeconds(7)));
		provider().setSubscriptionToken(held.id(), "token", "worker", Samples.FAR_FUTURE);
		Snapshot.assertSame(provider().getSubscriptions(name, "key", Samples.BASE), List.of(expired, open));
		assertThat(provider().getFirstOpenSubscription(name, "key", Samples.BASE))
			.hasValueSatisfying((subscription) -> Snapshot.assertSame(subscription, expired));
		provider().clearSubscriptionToken(held.id(), "token");
		Snapshot.assertSame(provider().getSubscriptions(name, "key", Samples.BASE), List.of(held, expired, open));
	}

	@Test
	default void clearedTokenLeavesTheSubscriptionOpen() {
		EventSubscription subscription = created(Samples.subscription(Samples.unique("event")));
		String id = subscription.id();
		provider().setSubscriptionToken(id, "one", "worker one", Samples.FAR_FUTURE);
		provider().clearSubscriptionToken(id, "one");
		Snapshot.assertSame(provider().getSubscription(id), subscription);
		assertThat(provider().setSubscriptionToken(id, "two", "worker two", Samples.FAR_FUTURE)).isTrue();
	}

	@Test
	default void onlyTheTokenThatHoldsASubscriptionClearsIt() {
		String id = created(Samples.subscription(Samples.unique("event"))).id();
		assertNotFound(id, () -> provider().clearSubscriptionToken(id, "one"));
		provider().setSubscriptionToken(id, "one", "worker one", Samples.FAR_FUTURE);
		assertNotFound(id, () -> provider().clearSubscriptionToken(id, "two"));
		assertThat(provider().getSubscription(id).externalToken()).isEqualTo("one");
		provider().clearSubscriptionToken(id, "one");
		assertNotFound(id, () -> provider().clearSubscriptionToken(id, "one"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	default void ofManyClaimantsOneWins(boolean expired) throws Exception {
		for (int round = 0; round < 5; round++) {
			String id = created(Samples.subscription(Samples.unique("event"))).id();
			if (expired) {
				provider().setSubscriptionToken(id, "expired", "worker", Samples.PAST);
			}
			List<Boolean> won = Threads.callAll(16, (index) -> provider().setSubscriptionToken(id, "token " + index,
					"worker " + index, Samples.FAR_FUTURE));
			assertThat(won).containsOnlyOnce(true);
			EventSubscription held = provider().getSubscription(id);
			assertThat(held.externalToken()).isEqualTo("token " + won.indexOf(true));
			assertThat(held.externalWorkerId()).isEqualTo("worker " + won.indexOf(true));
		}
	}

	private EventSubscription created(EventSubscription.Builder builder) {
		EventSubscription subscription = builder.build();
		Stores.subscribe(provider(), subscription);
		return subscription;
	}

	private static void assertNotFound(String id, Runnable call) {
		assertThatExceptionOfType(SubscriptionNotFoundException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo(id));
	}

}
