package io.wfe.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that is used for long is as fast, as small and as light as at first. The run is
 * cut into ten windows: the second, when all is warm, is compared with the last.
 */
@ExtendWith(PostgresExtension.class)
class EnduranceTests {

	/**
	 * Can be shortened, to try it out.
	 */
	private static final Duration DURATION = Duration.parse(System.getProperty("wfe.endurance",
			Chaos.duration(Duration.ofSeconds(15), Duration.ofMinutes(10)).toString()));

	private static final int WINDOWS = 10;

	private static final int THREADS = 4;

	private static final Duration KEPT = Duration.ofSeconds(5);

	/**
	 * As operations.md recommends.
	 */
	private static final String AUTOVACUUM = "ALTER TABLE wfc.%s SET (autovacuum_vacuum_scale_factor = 0.02)";

	private volatile boolean stopping;

	@Test
	void theLastMinuteIsLikeTheSecond(TestDatabase database) throws InterruptedException {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		try (Store store = Store.open(database.uri(), THREADS + 2)) {
			store.create();
			for (String table : List.of("workflows", "execution_pointers", "events", "scheduled_commands")) {
				store.jdbc().execute(AUTOVACUUM.formatted(table));
			}
			Churn churn = new Churn(store.provider());
			List<Thread> threads = start(churn, failures);
			List<Window> windows = new ArrayList<>();
			long end = System.nanoTime();
			for (int i = 0; i < WINDOWS; i++) {
				long operations = churn.operations();
				end += DURATION.dividedBy(WINDOWS).toNanos();
				while (System.nanoTime() < end) {
					LockSupport.parkNanos(end - System.nanoTime());
				}
				Window window = measure(store, churn.operations() - operations);
				windows.add(window);
				System.out.println("endurance " + (i + 1) + "/" + WINDOWS + ": " + window);
			}
			this.stopping = true;
			for (Thread thread : threads) {
				thread.join();
			}
			churn.handleRest();
			churn.purge(Instant.parse("2100-01-01T00:00:00Z"));
			check(store, churn, failures, windows);
		}
	}

	private List<Thread> start(Churn churn, Queue<Throwable> failures) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			threads.add(new Thread(() -> repeat(churn::live, failures), "churn" + i));
		}
		threads.add(new Thread(() -> repeat(() -> {
			churn.purge(Instant.now().minus(KEPT));
			LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
		}, failures), "purge"));
		threads.forEach(Thread::start);
		return threads;
	}

	private void repeat(Runnable action, Queue<Throwable> failures) {
		while (!this.stopping && failures.isEmpty()) {
			try {
				action.run();
			}
			catch (RuntimeException | Error ex) {
				failures.add(ex);
			}
		}
	}

	private static Window measure(Store store, long operations) {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		long heap = runtime.totalMemory() - runtime.freeMemory();
		return Objects.requireNonNull(store.jdbc()
			.queryForObject("""
					SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)), sum(autovacuum_count)
					FROM pg_stat_user_tables WHERE schemaname = 'wfc'
					""", (resultSet, row) -> new Window(operations, resultSet.getLong(1), resultSet.getLong(2),
					resultSet.getLong(3), heap)));
	}

	private static void check(Store store, Churn churn, Queue<Throwable> failures, List<Window> windows) {
		List<Long> balance = churn.balance();
		long lost = balance.stream().filter((count) -> count > 0).mapToLong(Long::longValue).sum();
		long duplicated = -balance.stream().filter((count) -> count < 0).mapToLong(Long::longValue).sum();
		new Figures("endurance, " + DURATION, churn.operations(), failures.size(), lost, duplicated).print();
		assertThat(failures).isEmpty();
		assertThat(balance).containsOnly(0L);
		assertThat(store.jdbc().queryForObject("SELECT count(*) FROM wfc.execution_pointers", Integer.class)).isZero();
		Window second = windows.get(1);
		Window last = windows.get(WINDOWS - 1);
		assertThat(last.heap).as("heap").isLessThan(second.heap + (16 << 20));
		if (Chaos.isFull()) {
			assertThat((double) last.operations).as("throughput").isGreaterThan(0.9 * second.operations);
			assertThat(last.tables + last.indexes).as("size").isLessThan(2 * (second.tables + second.indexes));
			assertThat(last.vacuums).as("autovacuum runs").isPositive();
		}
	}

	/**
	 * What was measured at the end of one tenth of the run.
	 */
	private record Window(long operations, long tables, long indexes, long vacuums, long heap) {

		@Override
		public String toString() {
			return "%d operations, tables %d kB, indexes %d kB, %d vacuums, heap %d kB".formatted(this.operations,
					this.tables >> 10, this.indexes >> 10, this.vacuums, this.heap >> 10);
		}

	}

}
