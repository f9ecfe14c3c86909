package io.wfe.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host at 80 % of what it can do, while what has ended is purged: it is as fast and as
 * small in the end as at first. The run is cut into ten windows: the second, when all is
 * warm, is compared with the last.
 */
@ExtendWith(PostgresExtension.class)
class HostEnduranceTests {

	private static final Duration DURATION = Duration.parse(System.getProperty("wfe.endurance",
			Chaos.duration(Duration.ofSeconds(5), Duration.ofMinutes(10)).toString()));

	private static final Duration MEASURED = Chaos.duration(Duration.ofSeconds(1), Duration.ofSeconds(30));

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final int WINDOWS = 10;

	private static final int UNDER_WAY = 100;

	private static final double PART = 0.8;

	private static final Duration KEPT = Duration.ofSeconds(5);

	private static final int BATCH = 500;

	private static final String AUTOVACUUM = "ALTER TABLE wfc.%s SET (autovacuum_vacuum_scale_factor = 0.02)";

	private final NumberedWorkflow workflow = new NumberedWorkflow(Duration.ZERO);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile boolean stopping;

	@Test
	void theLastMinuteIsLikeTheSecond(TestDatabase database) throws Exception {
		try (Store store = Store.open(database.uri(), 10); WorkflowHost host = this.workflow.host(store, UNDER_WAY)) {
			store.create();
			for (String table : List.of("workflows", "execution_pointers")) {
				store.jdbc().execute(AUTOVACUUM.formatted(table));
			}
			host.start();
			Thread purge = new Thread(() -> purgeAll(store), "purge");
			purge.start();
			try (Starts starts = new Starts((number) -> host
				.startWorkflow(StartWorkflow.of(NumberedWorkflow.ID).data(new NumberedWorkflow.Data(number))))) {
				starts.keep(UNDER_WAY, this.workflow::ends);
				double perSecond = this.workflow.perSecond(MEASURED, MEASURED);
				starts.pace(PART * perSecond);
				System.out.printf("hosts, endurance: %.0f workflows a second at most, %.0f%n", perSecond,
						PART * perSecond);
				List<Window> windows = windows(store);
				starts.end();
				Awaitility.await().atMost(LONG).until(() -> this.workflow.ends() >= starts.started());
				this.stopping = true;
				purge.join();
				check(store, starts, windows);
			}
			finally {
				this.stopping = true;
			}
		}
	}

	private void purgeAll(Store store) {
		try {
			while (!this.stopping) {
				purge(store, Instant.now().minus(KEPT));
				LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
			}
		}
		catch (RuntimeException | Error ex) {
			this.failure.set(ex);
		}
	}

	private static void purge(Store store, Instant before) {
		int purged = BATCH;
		while (purged > 0) {
			purged = store.provider().purgeWorkflows(WorkflowStatus.COMPLETE, before, BATCH);
		}
	}

	private List<Window> windows(Store store) {
		List<Window> windows = new ArrayList<>();
		this.workflow.latencies().takeMillis(1);
		long end = System.nanoTime();
		for (int window = 1; window <= WINDOWS; window++) {
			long before = this.workflow.ends();
			end += DURATION.dividedBy(WINDOWS).toNanos();
			NumberedWorkflow.pass(Duration.ofNanos(end - System.nanoTime()));
			long ended = this.workflow.ends() - before;
			windows.add(measure(store, ended, this.workflow.latencies().takeMillis(0.99)));
			System.out.println("hosts, endurance " + window + "/" + WINDOWS + ": " + windows.get(window - 1));
		}
		return windows;
	}

	private static Window measure(Store store, long ended, double latencyMillis) {
		int threads = Thread.activeCount();
		System.gc();
		long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		return Objects.requireNonNull(store.jdbc()
			.queryForObject("""
					SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)), sum(autovacuum_count)
					FROM pg_stat_user_tables WHERE schemaname = 'wfc'
					""", (resultSet, row) -> new Window(ended, latencyMillis, resultSet.getLong(1),
					resultSet.getLong(2), resultSet.getLong(3), heap, threads)));
	}

	private void check(Store store, Starts starts, List<Window> windows) {
		long lost = starts.started() - this.workflow.ends();
		Awaitility.await().atMost(LONG).until(() -> count(store, "workflows WHERE status <> 'Complete'") == 0);
		purge(store, Instant.parse("2100-01-01T00:00:00Z"));
		lost += count(store, "workflows") + count(store, "execution_pointers");
		new Figures("hosts, endurance, " + DURATION, starts.started(), starts.failures().size(), lost,
				this.workflow.twice())
			.print();
		assertThat(starts.failures()).isEmpty();
		assertThat(this.failure.get()).isNull();
		assertThat(lost).isZero();
		assertThat(this.workflow.twice()).isZero();
		Window second = windows.get(1);
		Window last = windows.get(WINDOWS - 1);
		assertThat(last.heap).as("heap").isLessThan(second.heap + ((long) Chaos.count(64, 16) << 20));
		if (Chaos.isFull()) {
			assertThat((double) last.ended).as("throughput").isGreaterThan(0.9 * second.ended);
			assertThat(last.tables + last.indexes).as("size").isLessThan(2 * (second.tables + second.indexes));
			assertThat(last.threads).as("threads").isLessThanOrEqualTo(second.threads + UNDER_WAY / 10);
			assertThat(last.latencyMillis).as("latency").isLessThan(2 * second.latencyMillis + 10);
		}
	}

	private static long count(Store store, String table) {
		return Objects.requireNonNull(store.jdbc().queryForObject("SELECT count(*) FROM wfc." + table, Long.class));
	}

	/**
	 * What was measured at the end of one tenth of the run.
	 */
	private record Window(long ended, double latencyMillis, long tables, long indexes, long vacuums, long heap,
			int threads) {

		@Override
		public String toString() {
			return "%d workflows, start p99 %.1f ms, tables %d kB, indexes %d kB, %d vacuums, heap %d kB, %d threads"
				.formatted(this.ended, this.latencyMillis, this.tables >> 10, this.indexes >> 10, this.vacuums,
						this.heap >> 10, this.threads);
		}

	}

}
