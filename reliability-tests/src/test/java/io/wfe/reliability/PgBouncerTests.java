package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A store behind PgBouncer in transaction mode, where each transaction may have another
 * connection to the server. Skipped where there is no PgBouncer.
 */
@Tag("chaos")
class PgBouncerTests {

	/**
	 * Fewer than clients, so that they take each other's connections.
	 */
	private static final int SERVER_CONNECTIONS = 4;

	private static final int WORKERS = 16;

	private static final int OPERATIONS = 20_000;

	@TempDir
	private Path directory;

	private Path executable;

	private boolean followsPreparedStatements;

	PgBouncerTests() {
		this.directory = Path.of("");
		this.executable = Path.of("");
	}

	@BeforeEach
	void find() throws IOException, InterruptedException {
		Path found = PgBouncer.find().orElse(null);
		assumeThat(found).as("There is no PgBouncer, and it could not be installed by apt-get").isNotNull();
		this.executable = Objects.requireNonNull(found);
		this.followsPreparedStatements = PgBouncer.followsPreparedStatements(this.executable);
	}

	@Test
	void everythingWorksWithoutPreparedStatements() throws Exception {
		try (TestDatabase database = TestPostgres.createDatabase();
				PgBouncer bouncer = PgBouncer.start(this.executable, this.directory, database, SERVER_CONNECTIONS)) {
			everythingWorks(bouncer.jdbcUrl("prepareThreshold=0"), "PgBouncer, prepareThreshold=0");
		}
	}

	/**
	 * Two hosts without notifications, which do not pass through it.
	 */
	@Test
	void hostsRunEachStepOnce() throws Exception {
		int workflows = Chaos.count(200, 5000);
		Map<String, AtomicInteger> steps = new ConcurrentHashMap<>();
		HostProcess.FiveSteps definition = new HostProcess.FiveSteps(
				(step) -> steps.computeIfAbsent(step, (key) -> new AtomicInteger()).incrementAndGet());
		try (TestDatabase database = TestPostgres.createDatabase();
				PgBouncer bouncer = PgBouncer.start(this.executable, this.directory, database, SERVER_CONNECTIONS);
				Store one = Store.open(bouncer.jdbcUrl("prepareThreshold=0"), WORKERS);
				Store two = Store.open(bouncer.jdbcUrl("prepareThreshold=0"), WORKERS);
				WorkflowHost first = host(one, definition);
				WorkflowHost second = host(two, definition)) {
			first.start();
			second.start();
			List<String> ids = IntStream.range(0, workflows)
				.mapToObj((number) -> ((number % 2 == 0) ? first : second).startWorkflow("five-steps", Map.of()))
				.toList();
			ids.forEach((id) -> assertThat(first.awaitWorkflow(id, Duration.ofMinutes(5)).status())
				.isEqualTo(WorkflowStatus.COMPLETE));
		}
		int twice = steps.values().stream().mapToInt((count) -> count.get() - 1).sum();
		new Figures("hosts behind PgBouncer", (long) workflows * HostProcess.FiveSteps.STEPS, 0,
				(long) workflows * HostProcess.FiveSteps.STEPS - steps.size(), twice)
			.print();
		assertThat(steps).hasSize(workflows * HostProcess.FiveSteps.STEPS);
		assertThat(twice).isZero();
	}

	private static WorkflowHost host(Store store, HostProcess.FiveSteps definition) {
		return WorkflowHost.builder(store.provider())
			.workflow(definition)
			.maxConcurrentWorkflows(WORKERS)
			.pollInterval(Duration.ofMillis(100))
			.build();
	}

	@Test
	void whenItFollowsPreparedStatementsThenTheDefaultsOfTheDriverWork() throws Exception {
		assumeThat(this.followsPreparedStatements).as("PgBouncer before 1.21 does not follow prepared statements")
			.isTrue();
		try (TestDatabase database = TestPostgres.createDatabase();
				PgBouncer bouncer = PgBouncer.start(this.executable, this.directory, database, SERVER_CONNECTIONS)) {
			everythingWorks(bouncer.jdbcUrl("prepareThreshold=1"), "PgBouncer, prepared statements");
		}
	}

	/**
	 * What one client has prepared is then run by others, so that nothing can be relied
	 * upon: the reason for the setting that operations.md asks for.
	 */
	@Test
	void whenItDoesNotFollowPreparedStatementsThenTheyFail() throws Exception {
		assumeThat(this.followsPreparedStatements).as("This PgBouncer follows prepared statements").isFalse();
		try (TestDatabase database = TestPostgres.createDatabase();
				PgBouncer bouncer = PgBouncer.start(this.executable, this.directory, database, SERVER_CONNECTIONS);
				Store store = Store.open(bouncer.jdbcUrl("prepareThreshold=1"), WORKERS);
				Store direct = Store.open(database.uri(), 1)) {
			direct.create();
			Workers workers = Workers.start(store, WORKERS, new Ledger());
			Awaitility.await().until(() -> workers.failures().stream().anyMatch(PgBouncerTests::isOfPreparedStatement));
			workers.stop();
		}
	}

	private static boolean isOfPreparedStatement(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).contains("prepared statement \"S_")) {
				return true;
			}
		}
		return false;
	}

	private static void everythingWorks(String url, String name) throws Exception {
		List<Store> stores = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				stores.add(Store.open(url, WORKERS));
			}
			createAtOnce(stores);
			Store store = stores.get(0);
			for (Operation operation : Operation.all()) {
				WorkflowInstance stored = Operation.prepare(store);
				operation.action().accept(store, stored);
				if (!operation.name().equals("ensureStoreExists")) {
					WorkflowInstance again = Operation.prepare(store);
					store.transaction().executeWithoutResult((status) -> operation.action().accept(store, again));
				}
			}
			Operation.TABLES.forEach((table) -> store.jdbc().update("DELETE FROM " + table));
			Ledger ledger = new Ledger();
			Workers workers = Workers.start(store, WORKERS, ledger);
			try (workers) {
				Awaitility.await()
					.atMost(Duration.ofMinutes(10))
					.until(() -> ledger.operations() >= OPERATIONS || !workers.unexpected().isEmpty()
							|| !workers.failures().isEmpty());
				purgeExclusively(stores);
				workers.stop();
			}
			assertThat(workers.failures()).isEmpty();
			assertThat(workers.unexpected()).isEmpty();
			ledger.check(store);
			ledger.assertNothingLost(name, 0);
		}
		finally {
			stores.forEach(Store::close);
		}
	}

	/**
	 * All nodes start at once: one of them migrates, and the others wait for its lock.
	 */
	private static void createAtOnce(List<Store> stores) throws InterruptedException {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		List<Thread> threads = stores.stream().map((store) -> new Thread(() -> {
			try {
				store.provider().ensureStoreExists();
			}
			catch (RuntimeException | Error ex) {
				failures.add(ex);
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failures).isEmpty();
		stores.get(0).create();
		stores.get(0).provider().validateStore();
	}

	/**
	 * One node at a time has the lock, and it is free as soon as its transaction ends.
	 */
	private static void purgeExclusively(List<Store> stores) {
		for (Store store : stores) {
			assertThat(store.provider().callExclusively("purge", () -> {
				for (Store other : stores) {
					if (!other.equals(store)) {
						assertThat(other.provider().callExclusively("purge", () -> 1)).isEmpty();
					}
				}
				return store.provider().purgeEvents(Instant.EPOCH, 10);
			})).contains(0);
		}
	}

}
