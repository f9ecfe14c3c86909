package io.wfe.reliability;

import java.time.Duration;
import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three times as many starts as the host can execute.
 */
@ExtendWith(PostgresExtension.class)
class HostOverloadTests {

	private static final Duration MEASURED = Chaos.duration(Duration.ofSeconds(1), Duration.ofSeconds(15));

	private static final Duration LOADED = Chaos.duration(Duration.ofSeconds(2), Duration.ofMinutes(2));

	private static final Duration LONG = Duration.ofMinutes(20);

	private static final int PLACES = 8;

	private static final int TIMES = 3;

	private static final Duration WORK = Duration.ofMillis(20);

	private static final Duration BETWEEN_CALLS = Duration.ofMillis(20);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final int MORE_HEAP = 32 << 20;

	private final NumberedWorkflow workflow = new NumberedWorkflow(WORK);

	private final AtomicLong latest = new AtomicLong();

	private final BitSet terminated = new BitSet();

	private final Durations latencies = new Durations();

	private long slowestNanos;

	private long calls;

	@Test
	void theBacklogWaitsInTheStoreAndDrains(TestDatabase database) throws Exception {
		try (Store store = Store.open(database.uri(), 10); WorkflowHost host = this.workflow.host(store, PLACES)) {
			store.create();
			host.start();
			try (Starts starts = new Starts((number) -> start(host, number))) {
				starts.keep(4 * PLACES, this.workflow::ends);
				double perSecond = this.workflow.perSecond(MEASURED.dividedBy(2), MEASURED);
				starts.pace(TIMES * perSecond);
				long begin = System.nanoTime();
				long started = starts.started();
				long heap = heap();
				long largest = load(host);
				starts.end();
				double offered = (starts.started() - started) * 1e9 / (System.nanoTime() - begin);
				long backlog = open(store);
				Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> open(store) == 0);
				System.out.printf(
						"hosts, overload: %.0f workflows a second executed, %.0f started, %d waited at the end, "
								+ "heap %d kB, at most %d kB, %d calls, p99 %.0f ms, slowest %.0f ms, %d s in all%n",
						perSecond, offered, backlog, heap >> 10, largest >> 10, this.calls,
						this.latencies.takeMillis(0.99), this.slowestNanos / 1e6, (System.nanoTime() - begin) / SECOND);
				check(starts, heap, largest, perSecond, offered);
			}
		}
	}

	private void start(WorkflowHost host, long number) {
		host.startWorkflow(StartWorkflow.of(NumberedWorkflow.ID)
			.id(id(number))
			.name(id(number))
			.data(new NumberedWorkflow.Data(number)));
		this.latest.accumulateAndGet(number, Math::max);
	}

	private static String id(long number) {
		return "n" + number;
	}

	/**
	 * Calls the host now and then while it is loaded.
	 * @return the largest heap that was seen
	 */
	private long load(WorkflowHost host) {
		Random random = new Random();
		long end = System.nanoTime() + LOADED.toNanos();
		long nextHeap = System.nanoTime();
		long largest = 0;
		while (System.nanoTime() - end < 0) {
			long number = random.nextLong(this.latest.get());
			long begin = System.nanoTime();
			call(host, number, random.nextInt(20));
			long took = System.nanoTime() - begin;
			this.latencies.add(took);
			this.slowestNanos = Math.max(this.slowestNanos, took);
			this.calls++;
			LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
			if (System.nanoTime() - nextHeap >= 0) {
				largest = Math.max(largest, heap());
				nextHeap = System.nanoTime() + 2 * SECOND;
			}
		}
		return largest;
	}

	private void call(WorkflowHost host, long number, int kind) {
		try {
			if (kind == 0) {
				if (host.terminateWorkflow(id(number))) {
					this.terminated.set((int) number);
				}
			}
			else if (kind % 2 == 0) {
				assertThat(host.getWorkflow(id(number)).id()).isEqualTo(id(number));
			}
			else if (host.suspendWorkflow(id(number))) {
				assertThat(host.resumeWorkflow(id(number))).isTrue();
			}
		}
		catch (WorkflowNotFoundException ex) {
			// Its start is under way
			assertThat(number).isPositive();
		}
	}

	private static long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static long open(Store store) {
		return Objects.requireNonNull(store.jdbc()
			.queryForObject("SELECT count(*) FROM wfc.workflows WHERE status IN ('Runnable', 'Suspended')",
					Long.class));
	}

	private void check(Starts starts, long heap, long largest, double perSecond, double offered) {
		long lost = 0;
		for (long number = 0; number < starts.started(); number++) {
			lost += (this.workflow.hasEnded(number) || this.terminated.get((int) number)) ? 0 : 1;
		}
		new Figures("hosts, overload", starts.started() + this.calls, starts.failures().size(), lost,
				this.workflow.twice())
			.print();
		assertThat(starts.failures()).isEmpty();
		assertThat(lost).isZero();
		assertThat(this.workflow.twice()).isZero();
		assertThat(largest).isLessThan(heap + MORE_HEAP);
		if (Chaos.isFull()) {
			assertThat(offered).as("starts a second").isGreaterThan(0.9 * TIMES * perSecond);
			assertThat(this.slowestNanos).isLessThan(SECOND);
		}
	}

}
