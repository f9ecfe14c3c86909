package io.wfe.core.test.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreBacklog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who gets which instance.
 */
interface ClaimContract extends Stores {

	@Test
	default void dueInstancesAreClaimedLongestDueFirst() {
		TestHost host = new TestHost(provider());
		String second = created(host, WorkflowStatus.RUNNABLE, Samples.PAST.plusSeconds(2));
		String third = created(host, WorkflowStatus.RUNNABLE, Samples.PAST.plusSeconds(3));
		String first = created(host, WorkflowStatus.RUNNABLE, Samples.PAST.plusSeconds(1));
		created(host, WorkflowStatus.RUNNABLE, null);
		created(host, WorkflowStatus.RUNNABLE, Samples.FAR_FUTURE);
		created(host, WorkflowStatus.SUSPENDED, Samples.PAST);
		created(host, WorkflowStatus.COMPLETE, Samples.PAST);
		assertThat(host.claimedIds(2)).containsExactly(first, second);
		assertThat(host.claimedIds(2)).containsExactly(third);
		assertThat(host.claimedIds(2)).isEmpty();
	}

	@Test
	default void onlyInstancesOfTheGivenDefinitionsAndVersionsAreClaimed() {
		TestHost host = new TestHost(provider());
		TestHost other = new TestHost(provider());
		String known = host.start().id();
		String knownToo = other.start().id();
		DefinitionKey newer = new DefinitionKey(host.definition().id(), host.definition().version() + 1);
		WorkflowInstance unknown = host
			.start(new NewWorkflow(host.workflow().version(newer.version()).build(), Duration.ZERO, null));
		assertThat(claim(host, List.of())).isEmpty();
		assertThat(claim(host, List.of(host.definition(), other.definition()))).containsExactlyInAnyOrder(known,
				knownToo);
		assertThat(claim(host, List.of(newer))).containsExactly(unknown.id());
	}

	private List<String> claim(TestHost host, Collection<DefinitionKey> definitions) {
		return provider().claimWorkflows(host.id(), definitions, 9).stream().map(WorkflowInstance::id).toList();
	}

	@Test
	default void claimedInstanceComesWithItsPointersAndNewRevision() {
		TestHost host = new TestHost(provider());
		WorkflowInstance started = host.start(Samples.fullPointer(), Samples.pointer(2).build());
		WorkflowInstance claimed = host.claim(1).get(0);
		Snapshot.assertSame(claimed, started);
		Snapshot.assertSame(provider().getWorkflowInstance(started.id()), started);
		assertThatExceptionOfType(ConcurrentUpdateException.class)
			.isThrownBy(() -> provider().persistWorkflow(started));
		provider().persistWorkflow(claimed);
	}

	@Test
	default void ownedInstanceIsClaimedByNobodyAndStaysDue() {
		TestHost host = new TestHost(provider());
		String id = created(host, WorkflowStatus.RUNNABLE, Samples.earlierThanEver());
		assertThat(host.claimedIds(9)).containsExactly(id);
		assertThat(host.claim(9)).isEmpty();
		assertThat(host.peer().claim(9)).isEmpty();
		assertThat(provider().getRunnableInstances(Instant.EPOCH)).contains(id);
	}

	/** D39. */
	@Test
	default void ofManyHostsEachGetsOthers() throws Exception {
		TestHost host = new TestHost(provider());
		List<String> all = provider()
			.startWorkflows(IntStream.range(0, 300)
				.mapToObj((index) -> new NewWorkflow(host.workflow(Samples.pointer(index).build()).build(),
						Duration.ZERO, null))
				.toList())
			.stream()
			.map((started) -> started.orElseThrow().id())
			.toList();
		List<TestHost> hosts = IntStream.range(0, 8).mapToObj((index) -> host.peer()).toList();
		List<List<String>> claimed = Threads.callAll(8,
				(index) -> IntStream.range(0, 20)
					.mapToObj((round) -> hosts.get(index).claimedIds(7))
					.flatMap(List::stream)
					.toList());
		assertThat(claimed.stream().flatMap(List::stream)).doesNotHaveDuplicates().isSubsetOf(all);
		List<String> left = host.claimedIds(300);
		assertThat(claimed.stream().mapToInt(List::size).sum() + left.size()).isEqualTo(300);
	}

	@Test
	default void hostWithoutItsLeaseClaimsNothing() {
		TestHost host = new TestHost(provider());
		WorkflowInstance due = host.start();
		provider().releaseHost(host.id());
		assertThat(host.claim(9)).isEmpty();
		assertThat(host.peer().claimedIds(9)).containsExactly(due.id());
	}

	@Test
	default void instancesThatTheCallerExceptsTakeNobodysPlace() {
		TestHost host = new TestHost(provider());
		String first = created(host, WorkflowStatus.RUNNABLE, Samples.PAST.plusSeconds(1));
		String second = created(host, WorkflowStatus.RUNNABLE, Samples.PAST.plusSeconds(2));
		List<DefinitionKey> known = List.of(host.definition());
		assertThat(provider().claimWorkflows(host.id(), known, List.of(first, Samples.unique("workflow")), 1))
			.extracting(WorkflowInstance::id)
			.containsExactly(second);
		assertThat(host.claimedIds(9)).containsExactly(first);
	}

	@Test
	default void whatHostOwnsIsFound() {
		TestHost host = new TestHost(provider());
		String owned = host.startOwned().id();
		String claimed = created(host, WorkflowStatus.RUNNABLE, Samples.PAST);
		host.claim(1);
		String kept = host.startOwned().id();
		TestHost other = new TestHost(provider());
		other.startOwned();
		host.start();
		assertThat(provider().findOwnedWorkflows(host.id(), List.of(host.definition(), other.definition())))
			.containsExactlyInAnyOrder(owned, claimed, kept);
		assertThat(provider().findOwnedWorkflows(host.id(), List.of(other.definition()))).isEmpty();
		provider().releaseWorkflows(host.id(), List.of(owned, claimed));
		assertThat(provider().findOwnedWorkflows(host.id(), List.of(host.definition()))).containsExactly(kept);
	}

	@Test
	default void releasedInstanceIsClaimedByAnotherAndLostToTheFirst() {
		TestHost host = new TestHost(provider());
		TestHost other = host.peer();
		WorkflowInstance owned = host.startOwned();
		WorkflowInstance ofOther = other.startOwned();
		provider().releaseWorkflows(host.id(), List.of(owned.id(), ofOther.id(), Samples.unique("workflow")));
		assertThat(host.persist(Pass.of(owned).keep())).isInstanceOf(PassOutcome.Lost.class);
		Snapshot.assertSame(provider().getWorkflowInstance(owned.id()), owned);
		assertThat(host.peer().claimedIds(9)).containsExactly(owned.id());
		assertThat(other.persist(Pass.of(ofOther).keep())).isInstanceOf(PassOutcome.Persisted.class);
	}

	@Test
	default void timeUntilDueLooksAtEventsAndAtInstancesThatBelongToNobody() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		ExecutionRepository store = provider;
		TestHost host = new TestHost(store);
		List<DefinitionKey> known = List.of(host.definition());
		host.startOwned();
		TestHost unknown = new TestHost(store);
		unknown.start();
		assertThat(store.timeUntilDue(known)).isEmpty();
		host.start(new NewWorkflow(host.workflow().build(), Duration.ofMinutes(60), null));
		assertThat(store.timeUntilDue(known))
			.hasValueSatisfying((time) -> assertThat(time).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60)));
		Instant time = store.registerHost("clock", "clock", "1", TestHost.LONG);
		store.publishEvents(List.of(new NewEvent("event", "a", "b", Samples.json("1"), time.plusSeconds(1800))));
		assertThat(store.timeUntilDue(known))
			.hasValueSatisfying((left) -> assertThat(left).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(30)));
		host.start();
		assertThat(store.timeUntilDue(known)).hasValue(Duration.ZERO);
		host.claim(9);
		assertThat(store.timeUntilDue(known)).hasValueSatisfying((left) -> assertThat(left).isPositive());
		provider.createEvent(Samples.event("c").eventTime(Samples.PAST).build());
		assertThat(store.timeUntilDue(known)).hasValue(Duration.ZERO);
		store.deliverDueEvents(9);
		assertThat(store.timeUntilDue(known)).hasValueSatisfying((left) -> assertThat(left).isPositive());
	}

	@Test
	default void backlogLooksAtInstancesThatBelongToNobody() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		TestHost host = new TestHost(provider);
		provider.createNewWorkflow(host.workflow().nextExecution(Samples.PAST.minusSeconds(9)).build());
		assertThat(provider.getBacklog(Samples.PAST).workflowAge()).hasSeconds(9);
		host.claim(1);
		assertThat(provider.getBacklog(Samples.PAST).oldestDueWorkflow()).isNull();
		provider.createNewWorkflow(host.workflow().nextExecution(Samples.PAST.minusSeconds(3)).build());
		assertThat(provider.getBacklog(Samples.PAST).workflowAge()).hasSeconds(3);
		provider.releaseHost(host.id());
		assertThat(provider.getBacklog(Samples.PAST).workflowAge()).hasSeconds(9);
	}

	/**
	 * A step of ten minutes is no backlog.
	 */
	@Test
	default void instanceThatAHostRunsTheLongestIsAFigureOfItsOwn() {
		PersistenceProvider provider = emptyStore();
		provider.ensureStoreExists();
		TestHost host = new TestHost(provider);
		TestHost other = host.peer();
		Instant later = Samples.FAR_FUTURE;
		assertThat(provider.getBacklog(later).oldestOwnedWorkflow()).isNull();
		assertThat(provider.getBacklog(later).ownedAge()).isZero();
		WorkflowInstance longest = host.startOwned();
		provider.renewHost(host.id(), TestHost.LONG, List.of(longest.id()));
		Instant first = provider.getBacklog(later).oldestOwnedWorkflow();
		assertThat(first).isNotNull();
		WorkflowInstance second = other.startOwned();
		provider.renewHost(other.id(), TestHost.LONG, List.of(second.id()));
		StoreBacklog backlog = provider.getBacklog(later);
		assertThat(backlog).isEqualTo(new StoreBacklog(later, null, null, null, first));
		assertThat(backlog.ownedAge()).isEqualTo(Duration.between(first, later));
		assertThat(provider.getBacklog(Samples.PAST).ownedAge()).isZero();
		host.persisted(Pass.of(longest).keep());
		provider.renewHost(host.id(), TestHost.LONG, List.of(longest.id()));
		assertThat(provider.getBacklog(later).oldestOwnedWorkflow()).isAfter(first);
		provider.releaseHost(other.id());
		Instant again = provider.getBacklog(later).oldestOwnedWorkflow();
		assertThat(again).isAfter(first);
		provider.releaseWorkflows(host.id(), List.of(longest.id()));
		provider.renewHost(host.id(), TestHost.LONG, List.of(longest.id()));
		assertThat(provider.getBacklog(later).oldestOwnedWorkflow()).isNull();
	}

	@Test
	default void definitionsOfDueInstancesThatNobodyKnowsAreFound() {
		TestHost known = new TestHost(provider());
		TestHost unknown = new TestHost(provider());
		TestHost suspended = new TestHost(provider());
		TestHost notDue = new TestHost(provider());
		known.start();
		unknown.start();
		created(suspended, WorkflowStatus.SUSPENDED, Samples.PAST);
		created(notDue, WorkflowStatus.RUNNABLE, Samples.FAR_FUTURE);
		DefinitionKey newer = new DefinitionKey(known.definition().id(), known.definition().version() + 1);
		known.start(new NewWorkflow(known.workflow().version(newer.version()).build(), Duration.ZERO, null));
		assertThat(provider().findUnknownDefinitions(List.of(known.definition()))).contains(unknown.definition(), newer)
			.doesNotContain(known.definition(), suspended.definition(), notDue.definition());
	}

	private String created(TestHost host, WorkflowStatus status, @Nullable Instant nextExecution) {
		return provider().createNewWorkflow(host.workflow().status(status).nextExecution(nextExecution).build());
	}

}
