package io.wfe.reliability;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How many connections the store takes, and that it gives them back.
 */
@ExtendWith(PostgresExtension.class)
class ConnectionDisciplineTests {

	private static final int CALLERS = 500;

	private static final int CONNECTIONS = 10;

	/**
	 * What a refused caller may wait for beyond the timeout of the pool. Many threads
	 * share few processors here.
	 */
	private static final Duration SLACK = Duration.ofSeconds(10);

	/**
	 * What the implementation adds to the interface.
	 */
	private static final List<Operation> OWN = List.of(
			new Operation("estimateSize", (store, stored) -> store.provider().estimateSize()),
			new Operation("getSkippedPurges", (store, stored) -> store.provider().getSkippedPurges()),
			new Operation("runExclusively",
					(store, stored) -> store.provider().runExclusively("purge", () -> store.effect("e", "exclusive"))),
			new Operation("validateStore", (store, stored) -> store.provider().validateStore()),
			new Operation("getSchemaVersion", (store, stored) -> store.provider().getSchemaVersion()),
			new Operation("truncateAll", (store, stored) -> store.provider().truncateAll()));

	/**
	 * What works on the definitions of the tables, in a transaction of its own.
	 */
	private static final Set<String> MIGRATION = Set.of("ensureStoreExists", "validateStore", "getSchemaVersion");

	@Test
	void allOperationsAreTried() {
		List<String> methods = Stream.of(PersistenceProvider.class, PostgresPersistenceProvider.class)
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.filter((method) -> method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.filter((name) -> !Operation.OFFLINE.contains(name))
			.distinct()
			.toList();
		assertThat(all()).extracting(Operation::name).containsAll(methods);
	}

	/**
	 * The tests share a database.
	 */
	private static void create(Store store) {
		store.create();
		Operation.TABLES.forEach((table) -> store.jdbc().update("DELETE FROM " + table));
	}

	private static List<Operation> all() {
		return Stream.concat(Operation.all().stream(), OWN.stream()).toList();
	}

	@Test
	void noOperationNeedsTwoConnections(TestDatabase database) {
		HikariDataSource dataSource = pool(database, 1, Duration.ofSeconds(1));
		long operations = 0;
		try (Store store = Store.open(dataSource); LeakDetection leaks = LeakDetection.start()) {
			create(store);
			for (Operation operation : all()) {
				WorkflowInstance stored = Operation.prepare(store);
				operation.action().accept(store, stored);
				assertAllIdle(dataSource);
				operations++;
				if (!MIGRATION.contains(operation.name()) && !Operation.APART.contains(operation.name())) {
					WorkflowInstance again = Operation.prepare(store);
					// The caller holds the only connection
					store.transaction().executeWithoutResult((status) -> operation.action().accept(store, again));
					assertAllIdle(dataSource);
					operations++;
				}
			}
			operations += operationsOfHandlers(store);
			assertAllIdle(dataSource);
			assertThat(leaks.leaked()).isEmpty();
		}
		new Figures("pool of one", operations, 0, 0, 0).print();
	}

	/**
	 * A handler works in the transaction of its command.
	 */
	private static int operationsOfHandlers(Store store) {
		int operations = 0;
		for (Operation operation : all()) {
			if (!MIGRATION.contains(operation.name()) && !Operation.APART.contains(operation.name())
					&& !operation.name().equals("truncateAll")) {
				WorkflowInstance stored = Operation.prepare(store);
				List<String> handled = new ArrayList<>();
				store.provider().processCommands(Instant.EPOCH, 1, (command) -> {
					operation.action().accept(store, stored);
					handled.add(command.data());
				});
				assertThat(handled).as("%s", operation).contains("due");
				operations++;
			}
		}
		return operations;
	}

	@Test
	void whenTheOnlyConnectionIsTakenThenTheMigrationSaysSo(TestDatabase database) {
		HikariDataSource dataSource = pool(database, 1, Duration.ofMillis(250));
		try (Store store = Store.open(dataSource)) {
			create(store);
			assertThatExceptionOfType(PersistenceException.class).isThrownBy(
					() -> store.transaction().executeWithoutResult((status) -> store.provider().ensureStoreExists()))
				.withStackTraceContaining("Connection is not available, request timed out");
			assertAllIdle(dataSource);
			store.provider().ensureStoreExists();
		}
	}

	@Test
	void manyCallersOfASmallPoolAreAllServed(TestDatabase database) throws InterruptedException {
		int steps = Chaos.count(4, 60);
		HikariDataSource dataSource = pool(database, CONNECTIONS, Duration.ofMinutes(2));
		Ledger ledger = new Ledger();
		try (Store store = Store.open(dataSource); LeakDetection leaks = LeakDetection.start()) {
			create(store);
			Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
			callAtOnce(CALLERS, (caller) -> {
				Load load = new Load(store, "caller" + caller, ledger, new Random());
				for (int i = 0; i < steps; i++) {
					try {
						load.step();
					}
					catch (Load.HandlerFailure ex) {
						// On purpose
					}
					catch (RuntimeException | Error ex) {
						failures.add(ex);
					}
				}
			});
			assertThat(failures).isEmpty();
			assertAllIdle(dataSource);
			assertThat(leaks.leaked()).isEmpty();
			ledger.check(store);
		}
		ledger.assertNothingLost("500 callers, pool of 10", 0);
	}

	@Test
	void manyCallersOfABusyPoolAreRefusedInTimeAndServedLater(TestDatabase database) throws InterruptedException {
		Duration timeout = Duration.ofSeconds(1);
		HikariDataSource dataSource = pool(database, CONNECTIONS, timeout);
		try (Store store = Store.open(dataSource); LeakDetection leaks = LeakDetection.start()) {
			create(store);
			for (int i = 0; i < CONNECTIONS; i++) {
				store.provider()
					.scheduleCommand(
							ScheduledCommand.create(CommandName.PROCESS_EVENT, String.valueOf(i), Instant.EPOCH));
			}
			CountDownLatch holding = new CountDownLatch(CONNECTIONS);
			CountDownLatch release = new CountDownLatch(1);
			List<Thread> holders = holdConnections(store, holding, release);
			holding.await();
			long refused = refused(store, timeout);
			assertThat(refused).isEqualTo(CALLERS - CONNECTIONS);
			release.countDown();
			for (Thread holder : holders) {
				holder.join();
			}
			assertThat(store.jdbc().queryForObject("SELECT count(*) FROM effects", Integer.class))
				.isEqualTo(CONNECTIONS);
			assertThat(store.provider().nextDefinitionSequence("refused")).isEqualTo(1);
			assertAllIdle(dataSource);
			assertThat(leaks.leaked()).isEmpty();
			new Figures("500 callers, busy pool of 10", CONNECTIONS, refused, 0, 0).print();
		}
	}

	private static List<Thread> holdConnections(Store store, CountDownLatch holding, CountDownLatch release) {
		List<Thread> holders = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			Thread holder = new Thread(() -> store.provider().processCommands(Instant.EPOCH, 1, (command) -> {
				if (store.jdbc()
					.update("INSERT INTO effects (data, worker) VALUES (?, 'holder')", command.data()) == 1) {
					holding.countDown();
					awaitUninterrupted(release);
				}
			}), "holder" + i);
			holder.start();
			holders.add(holder);
		}
		return holders;
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns how many callers were refused, each within the timeout of the pool.
	 */
	private static long refused(Store store, Duration timeout) throws InterruptedException {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		AtomicLong longest = new AtomicLong();
		callAtOnce(CALLERS - CONNECTIONS, (caller) -> {
			long start = System.nanoTime();
			try {
				store.provider().nextDefinitionSequence("refused");
			}
			catch (RuntimeException | Error ex) {
				failures.add(ex);
			}
			longest.accumulateAndGet(System.nanoTime() - start, Math::max);
		});
		assertThat(failures).allSatisfy((failure) -> assertThat(failure).isInstanceOf(PersistenceException.class)
			.hasMessageContaining("no connection of the pool became free in time")
			.hasStackTraceContaining("Connection is not available, request timed out"));
		assertThat(Duration.ofNanos(longest.get())).isLessThan(timeout.plus(SLACK));
		return failures.size();
	}

	private static void callAtOnce(int callers, Caller caller) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				awaitUninterrupted(start);
				caller.call(number);
			}, "caller" + i);
			thread.start();
			threads.add(thread);
		}
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static HikariDataSource pool(TestDatabase database, int connections, Duration timeout) {
		HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		dataSource.setMaximumPoolSize(connections);
		dataSource.setConnectionTimeout(timeout.toMillis());
		dataSource.setLeakDetectionThreshold(LeakDetection.THRESHOLD.toMillis());
		return dataSource;
	}

	private static void assertAllIdle(HikariDataSource dataSource) {
		HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
		assertThat(pool.getThreadsAwaitingConnection()).isZero();
		assertThat(pool.getTotalConnections()).isLessThanOrEqualTo(dataSource.getMaximumPoolSize());
		assertThat(pool.getActiveConnections()).isZero();
	}

	/**
	 * One of many.
	 */
	private interface Caller {

		void call(int number);

	}

}
