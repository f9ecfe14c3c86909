package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ClaimedActivity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Activities and the workers that do them.
 */
interface ActivityContract extends Stores {

	@Test
	default void oldestActivityOfTheNameIsClaimed() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance second = waiting(host, name, Samples.PAST.plusSeconds(2));
		WorkflowInstance first = waiting(host, name, Samples.PAST.plusSeconds(1));
		waiting(host, Samples.unique("activity"), Samples.PAST);
		EventSubscription subscription = subscription(first);
		Instant time = provider().registerHost(Samples.unique("host"), "clock", "1", TestHost.LONG);
		ClaimedActivity claimed = claim(name).orElseThrow();
		assertThat(claimed.subscription().id()).isEqualTo(subscription.id());
		assertThat(claimed.subscription().workflowId()).isEqualTo(first.id());
		Snapshot.assertSameJson(claimed.subscription().subscriptionData(), Samples.json("{\"order\": 1}"));
		assertThat(claimed.expiry()).isCloseTo(time.plus(TestHost.LONG), within(10, ChronoUnit.SECONDS));
		Snapshot.assertSame(subscription(first),
				subscription.toBuilder()
					.externalToken(claimed.token())
					.externalWorkerId("worker")
					.externalTokenExpiry(claimed.expiry())
					.build());
		assertThat(claim(name).map((activity) -> activity.subscription().workflowId())).hasValue(second.id());
		assertThat(claim(name)).isEmpty();
	}

	@Test
	default void ofManyWorkersEachGetsAnotherActivity() throws Exception {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		List<String> waiting = Stream.generate(() -> waiting(host, name, Samples.PAST).id()).limit(24).toList();
		List<List<String>> claimed = Threads.callAll(8,
				(index) -> Stream.generate(() -> claim(name))
					.limit(6)
					.flatMap(Optional::stream)
					.map((activity) -> activity.subscription().workflowId())
					.toList());
		List<String> left = Stream.generate(() -> claim(name))
			.takeWhile(Optional::isPresent)
			.map((activity) -> activity.orElseThrow().subscription().workflowId())
			.toList();
		assertThat(Stream.concat(claimed.stream().flatMap(List::stream), left.stream()))
			.containsExactlyInAnyOrderElementsOf(waiting);
	}

	@Test
	default void activityOfWorkerWhoseLeaseHasExpiredIsClaimedAgain() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		waiting(host, name, Samples.PAST);
		ClaimedActivity first = provider().claimActivity(name, "worker", TestHost.SHORT).orElseThrow();
		ClaimedActivity second = await().until(() -> claim(name), Optional::isPresent).orElseThrow();
		assertThat(second.subscription().id()).isEqualTo(first.subscription().id());
		assertThat(second.token()).isNotEqualTo(first.token());
		assertThat(provider().renewActivity(first.token(), TestHost.LONG)).isEmpty();
		assertThat(provider().releaseActivity(first.token())).isFalse();
		assertThat(provider().completeActivity(first.token(), Samples.json("1"))).isFalse();
		assertThat(provider().completeActivity(second.token(), Samples.json("2"))).isTrue();
	}

	@Test
	default void renewedActivityIsHeldForLonger() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance instance = waiting(host, name, Samples.PAST);
		ClaimedActivity claimed = provider().claimActivity(name, "worker", TestHost.SHORT).orElseThrow();
		await().until(() -> !open(name).isEmpty());
		Instant time = provider().registerHost(Samples.unique("host"), "clock", "1", TestHost.LONG);
		Instant expiry = provider().renewActivity(claimed.token(), Duration.ofHours(2)).orElseThrow();
		assertThat(expiry).isCloseTo(time.plus(Duration.ofHours(2)), within(10, ChronoUnit.SECONDS));
		assertThat(subscription(instance).externalTokenExpiry()).isEqualTo(expiry);
		assertThat(subscription(instance).externalWorkerId()).isEqualTo("worker");
		assertThat(claim(name)).isEmpty();
	}

	@Test
	default void resultOfActivityIsDeliveredToItsPointer() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance instance = waiting(host, name, Samples.PAST);
		WorkflowInstance other = waiting(host, name, Samples.PAST.plusSeconds(1));
		ClaimedActivity claimed = claim(name).orElseThrow();
		assertThat(provider().completeActivity(claimed.token(), Samples.json("{\"done\": true}"))).isTrue();
		ExecutionPointer pointer = provider().getWorkflowInstance(instance.id()).executionPointers().get(1);
		assertThat(pointer.active()).isTrue();
		assertThat(pointer.eventPublished()).isTrue();
		Snapshot.assertSameJson(pointer.eventData(), Samples.json("{\"done\": true}"));
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 9)).isEmpty();
		assertThat(host.claimedIds(9)).containsExactly(instance.id());
		Snapshot.assertSame(provider().getWorkflowInstance(other.id()), other);
		assertThat(provider().completeActivity(claimed.token(), Samples.json("2"))).isFalse();
		assertThat(provider().renewActivity(claimed.token(), TestHost.LONG)).isEmpty();
		assertThat(provider().releaseActivity(claimed.token())).isFalse();
	}

	@Test
	default void lateResultCountsWhileNobodyElseHasTheActivity() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		waiting(host, name, Samples.PAST);
		ClaimedActivity claimed = provider().claimActivity(name, "worker", TestHost.SHORT).orElseThrow();
		await().until(() -> !open(name).isEmpty());
		assertThat(provider().completeActivity(claimed.token(), Samples.json("1"))).isTrue();
		assertThat(claim(name)).isEmpty();
	}

	@Test
	default void ofManyResultsOfOneActivityOneCounts() throws Exception {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance instance = waiting(host, name, Samples.PAST);
		ClaimedActivity claimed = claim(name).orElseThrow();
		List<Boolean> completed = Threads.callAll(8,
				(index) -> provider().completeActivity(claimed.token(), Samples.json(String.valueOf(index))));
		assertThat(completed).containsOnlyOnce(true);
		Snapshot.assertSameJson(provider().getWorkflowInstance(instance.id()).executionPointers().get(1).eventData(),
				Samples.json(String.valueOf(completed.indexOf(true))));
	}

	@Test
	default void releasedActivityIsClaimedAtOnce() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance instance = waiting(host, name, Samples.PAST);
		EventSubscription subscription = subscription(instance);
		ClaimedActivity claimed = claim(name).orElseThrow();
		assertThat(provider().releaseActivity(claimed.token())).isTrue();
		Snapshot.assertSame(subscription(instance), subscription);
		assertThat(provider().releaseActivity(claimed.token())).isFalse();
		assertThat(provider().completeActivity(claimed.token(), Samples.json("1"))).isFalse();
		assertThat(claim(name)).isPresent();
	}

	@Test
	default void whatIsNoTokenHoldsNothing() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		waiting(host, name, Samples.PAST);
		String token = claim(name).orElseThrow().token();
		for (String wrong : List.of("", "token", token + "A", token.substring(4), "bnVsbA", "W10")) {
			assertThat(provider().renewActivity(wrong, TestHost.LONG)).isEmpty();
			assertThat(provider().completeActivity(wrong, Samples.json("1"))).isFalse();
			assertThat(provider().releaseActivity(wrong)).isFalse();
		}
		assertThat(provider().releaseActivity(token)).isTrue();
	}

	@Test
	default void resultThatCannotBeStoredIsRefused() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		waiting(host, name, Samples.PAST);
		String token = claim(name).orElseThrow().token();
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> provider().completeActivity(token, Samples.json("\"\\u0000\"")));
		assertThat(provider().completeActivity(token, Samples.json("1"))).isTrue();
	}

	@Test
	default void resultForPointerThatDoesNotWaitAnyMoreDeletesTheSubscriptionOnly() {
		TestHost host = new TestHost(provider());
		String name = Samples.unique("activity");
		WorkflowInstance instance = waiting(host, name, Samples.PAST);
		String token = claim(name).orElseThrow().token();
		WorkflowInstance cancelled = provider().persistWorkflow(instance.toBuilder()
			.executionPointers(instance.executionPointers()
				.stream()
				.map((pointer) -> pointer.toBuilder().status(PointerStatus.CANCELLED).endTime(Samples.BASE).build())
				.toList())
			.build());
		assertThat(provider().completeActivity(token, Samples.json("1"))).isTrue();
		Snapshot.assertSame(provider().getWorkflowInstance(instance.id()), cancelled);
		assertThat(provider().getSubscriptionsByWorkflow(instance.id(), 9)).isEmpty();
	}

	private Optional<ClaimedActivity> claim(String name) {
		return provider().claimActivity(name, "worker", TestHost.LONG);
	}

	private List<EventSubscription> open(String name) {
		return provider().getSubscriptions(EventNames.ACTIVITY, name, Samples.FAR_FUTURE);
	}

	private EventSubscription subscription(WorkflowInstance instance) {
		return provider().getSubscriptionsByWorkflow(instance.id(), 9).get(0);
	}

	private WorkflowInstance waiting(TestHost host, String activityName, Instant asOf) {
		ExecutionPointer pointer = Waiting.on(EventNames.ACTIVITY).pointer().toBuilder().eventKey(activityName).build();
		WorkflowInstance started = host.startOwned(Samples.pointer(1).build(), pointer);
		return host.persisted(Pass.of(started)
			.subscribe(new Waiting(pointer, asOf).subscription(started.id())
				.toBuilder()
				.subscriptionData(Samples.json("{\"order\": 1}"))
				.build())
			.nextExecution(null)
			.release());
	}

}
