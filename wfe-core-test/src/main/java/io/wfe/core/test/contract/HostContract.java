package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.HostRenewal;
import io.wfe.core.persistence.HostSummary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The leases of hosts.
 */
interface HostContract extends Stores {

	@Test
	default void registeredHostIsFound() {
		String id = Samples.unique("host");
		Instant time = provider().registerHost(id, "orders", "4.2", Duration.ofMinutes(10));
		assertThat(provider().findHosts()).filteredOn((host) -> host.id().equals(id))
			.singleElement()
			.satisfies((host) -> {
				assertThat(host.name()).isEqualTo("orders");
				assertThat(host.version()).isEqualTo("4.2");
				assertThat(host.startedAt()).isCloseTo(time, within(1, ChronoUnit.SECONDS));
				assertThat(host.expiresAt()).isEqualTo(host.startedAt().plus(Duration.ofMinutes(10)));
			});
	}

	@Test
	default void hostsAreFoundByNameAndId() {
		ExecutionRepository store = provider();
		String name = Samples.unique("name");
		List.of("c b", "b", "c a")
			.forEach((id) -> store.registerHost(name + " " + id, name + id.charAt(0), "1", TestHost.LONG));
		assertThat(store.findHosts()).extracting(HostSummary::id)
			.filteredOn((id) -> id.startsWith(name))
			.containsExactly(name + " b", name + " c a", name + " c b");
	}

	@Test
	default void renewalGivesNewLease() {
		TestHost host = new TestHost(provider());
		HostRenewal renewal = provider().renewHost(host.id(), Duration.ofHours(5), List.of());
		assertThat(renewal.alive()).isTrue();
		assertThat(renewal.controlled()).isEmpty();
		assertThat(provider().findHosts()).filteredOn((found) -> found.id().equals(host.id()))
			.singleElement()
			.satisfies((found) -> assertThat(found.expiresAt()).isCloseTo(renewal.time().plus(Duration.ofHours(5)),
					within(1, ChronoUnit.SECONDS)));
	}

	@Test
	default void leaseThatHasExpiredIsNotRenewed() {
		TestHost host = new TestHost(provider()).dyingPeer();
		await().until(() -> !found(host));
		assertThat(provider().renewHost(host.id(), TestHost.LONG, List.of()).alive()).isFalse();
		assertThat(found(host)).isFalse();
		assertThat(provider().renewHost(host.id(), TestHost.LONG, List.of()).alive()).isFalse();
	}

	@Test
	default void hostThatIsNotThereIsNotAlive() {
		assertThat(provider().renewHost(Samples.unique("host"), TestHost.LONG, List.of()).alive()).isFalse();
	}

	@Test
	default void renewalRemovesOtherHostsWhoseLeasesHaveExpired() {
		TestHost host = new TestHost(provider());
		TestHost dead = host.dyingPeer();
		await().until(() -> !found(dead));
		assertThat(provider().renewHost(host.id(), TestHost.LONG, List.of()).expiredHosts()).isPositive();
		assertThat(provider().renewHost(host.id(), TestHost.LONG, List.of()).expiredHosts()).isZero();
	}

	@Test
	default void renewalTellsWhichInstancesOfHostAreNotItsToRun() {
		TestHost host = new TestHost(provider());
		WorkflowInstance running = host.startOwned();
		WorkflowInstance suspended = host.startOwned();
		WorkflowInstance terminated = host.startOwned();
		WorkflowInstance taken = host.startOwned();
		WorkflowInstance notAsked = host.startOwned();
		provider().suspendWorkflow(suspended.id());
		provider().suspendWorkflow(notAsked.id());
		provider().terminateWorkflow(terminated.id(), Samples.BASE);
		provider().releaseWorkflows(host.id(), List.of(taken.id()));
		assertThat(host.peer().claimedIds(9)).containsExactly(taken.id());
		String gone = Samples.unique("workflow");
		HostRenewal renewal = provider().renewHost(host.id(), TestHost.LONG,
				List.of(running.id(), suspended.id(), terminated.id(), taken.id(), gone));
		assertThat(renewal.alive()).isTrue();
		assertThat(renewal.controlled()).containsExactlyInAnyOrder(suspended.id(), terminated.id(), taken.id(), gone);
	}

	@Test
	default void instancesOfReleasedHostCanBeClaimedAtOnce() {
		TestHost host = new TestHost(provider());
		TestHost other = host.peer();
		WorkflowInstance instance = host.startOwned();
		assertThat(other.claim(9)).isEmpty();
		provider().releaseHost(host.id());
		assertThat(found(host)).isFalse();
		assertThat(other.claimedIds(9)).containsExactly(instance.id());
		provider().releaseHost(host.id());
	}

	@Test
	default void instancesOfHostWhoseLeaseHasExpiredCanBeClaimed() {
		TestHost host = new TestHost(provider());
		WorkflowInstance instance = host.dyingPeer().startOwned();
		assertThat(await().until(() -> host.claimedIds(9), (ids) -> !ids.isEmpty())).containsExactly(instance.id());
	}

	private boolean found(TestHost host) {
		return provider().findHosts().stream().anyMatch((found) -> found.id().equals(host.id()));
	}

}
