package io.wfe.postgres.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.TestStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Hosts on one database own instances, and what that costs.
 */
@Timeout(300)
class OwnershipTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	@Test
	void twoHostsClaimEachInstanceOnce() {
		List<NewWorkflow> all = IntStream.range(0, 1000)
			.mapToObj((i) -> Passes.workflow("instance-" + i, null))
			.toList();
		store.provider().startWorkflows(all);
		try (TestStore other = store.otherNode().open()) {
			CountDownLatch start = new CountDownLatch(2);
			CompletableFuture<List<String>> here = claimAll(store.provider(), "here", start);
			CompletableFuture<List<String>> there = claimAll(other.provider(), "there", start);
			List<String> claimed = new ArrayList<>(here.join());
			assertThat(here.join()).isNotEmpty();
			assertThat(there.join()).isNotEmpty();
			claimed.addAll(there.join());
			assertThat(claimed).doesNotHaveDuplicates().hasSize(all.size());
		}
	}

	/** One statement holds less than a gigabyte, and a host has less memory than that. */
	@Test
	void largePassesAreNotAllWrittenByOneStatement() {
		assertThat(statementsOf("small", 10)).hasSize(1);
		assertThat(statementsOf("large", 7_000_000)).hasSize(2);
	}

	/** Returns which transactions have written four passes of so many characters. */
	private static Set<String> statementsOf(String name, int length) {
		PersistenceProvider provider = store.provider();
		provider.registerHost(name, name, "1", Passes.LEASE);
		JsonNode data = JsonNodeFactory.instance.objectNode().put("text", "x".repeat(length));
		List<PassWrite> passes = IntStream.range(0, 4)
			.mapToObj((index) -> Passes.again(Passes.start(provider, name + index, name)))
			.map((pass) -> new PassWrite(pass.instance().toBuilder().data(data).build(), true, pass.changed(),
					List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), false))
			.toList();
		assertThat(provider.persistPasses(name, passes)).hasOnlyElementsOfType(PassOutcome.Persisted.class);
		return IntStream.range(0, 4)
			.mapToObj((index) -> Objects.requireNonNull(store.jdbc()
				.queryForObject("SELECT xmin::text FROM wfc.workflows WHERE id = ?", String.class, name + index)))
			.collect(Collectors.toSet());
	}

	private static CompletableFuture<List<String>> claimAll(PersistenceProvider provider, String host,
			CountDownLatch start) {
		return CompletableFuture.supplyAsync(() -> {
			provider.registerHost(host, host, "1", Passes.LEASE);
			List<String> claimed = new ArrayList<>();
			List<String> some;
			do {
				some = provider.claimWorkflows(host, List.of(Passes.DEFINITION), 7)
					.stream()
					.map(WorkflowInstance::id)
					.toList();
				claimed.addAll(some);
				// Nobody goes on before both have begun
				start.countDown();
				await(start);
			}
			while (!some.isEmpty() || provider.timeUntilDue(List.of(Passes.DEFINITION)).isPresent());
			return claimed;
		}, (task) -> new Thread(task, host).start());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The index of due rows holds the next execution, which an owned instance keeps.
	 */
	@Test
	void passesOfOwnedInstancesAreHeapOnly() {
		PersistenceProvider provider = store.provider();
		provider.registerHost("host", "host", "1", Passes.LEASE);
		Passes.start(provider, "instance", null);
		long before = updates("n_tup_upd");
		long heapOnlyBefore = updates("n_tup_hot_upd");
		WorkflowInstance instance = provider.claimWorkflows("host", List.of(Passes.DEFINITION), 1).get(0);
		int passes = 100;
		for (int i = 0; i < passes; i++) {
			instance = Passes.persist(provider, "host", Passes.again(instance));
		}
		assertThat(provider.getWorkflowInstance("instance").executionPointers())
			.isEqualTo(instance.executionPointers());
		// A backend publishes its counts when it ends. An idle one takes ten seconds
		store.pool().getHikariPoolMXBean().softEvictConnections();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> updates("n_tup_upd") - before >= passes + 1);
		assertThat(updates("n_tup_hot_upd") - heapOnlyBefore).isGreaterThanOrEqualTo(passes);
	}

	private static long updates(String column) {
		return Objects.requireNonNull(store.observer()
			.queryForObject("SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'workflows'", Long.class));
	}

	@Test
	void aGroupIsWrittenButForTheOneThatIsRefused() {
		PersistenceProvider provider = store.provider();
		provider.registerHost("host", "host", "1", Passes.LEASE);
		Passes.start(provider, "taken", null);
		List<PassWrite> passes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			passes.add(Passes.again(Passes.start(provider, "instance-" + i, "host")));
		}
		// The server alone knows that the id of the pointer belongs to another instance
		PassWrite good = passes.get(3);
		passes.set(3,
				new PassWrite(good.instance(), false, good.changed(),
						provider.getWorkflowInstance("taken").executionPointers(), List.of(), good.unsubscribed(),
						List.of(), List.of(), List.of(), false));
		List<PassOutcome> outcomes = provider.persistPasses("host", passes);
		for (int i = 0; i < 10; i++) {
			assertThat(outcomes.get(i))
				.isInstanceOf((i == 3) ? PassOutcome.Refused.class : PassOutcome.Persisted.class);
			assertThat(provider.getWorkflowInstance("instance-" + i).executionPointers().get(0).retryCount())
				.isEqualTo((i == 3) ? 0 : 1);
		}
	}

	/**
	 * As above, by the pointers of an instance that is started.
	 */
	@Test
	void aPointerOfANewInstanceThatBelongsToAnotherIsNamed() {
		PersistenceProvider provider = store.provider();
		WorkflowInstance other = Passes.start(provider, "other", null);
		NewWorkflow taken = new NewWorkflow(Passes.workflow("new", null)
			.instance()
			.toBuilder()
			.executionPointers(other.executionPointers())
			.build(), Duration.ZERO, null);
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> provider.startWorkflows(List.of(taken)))
			.withMessageContaining("ExecutionPointer '" + other.executionPointers().get(0).id() + "': id");
		assertThat(provider.findWorkflow("new")).isEmpty();
	}

}
