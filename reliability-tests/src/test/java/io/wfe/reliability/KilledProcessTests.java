package io.wfe.reliability;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.reliability.Journal.Fact;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are killed while they use a store, at any moment, migration included.
 */
@ExtendWith(PostgresExtension.class)
class KilledProcessTests {

	private static final int KILLS = Chaos.count(5, 120);

	private static final int THREADS = 3;

	private static final Duration USABLE_WITHIN = Duration.ofSeconds(60);

	private final Random random = new Random();

	private final Ledger ledger = new Ledger();

	@Test
	void whateverWasAcknowledgedIsThere(TestDatabase database) throws Exception {
		try (Store store = Store.open(database.uri(), 2)) {
			killDuringStart(database);
			for (int kill = 1; kill < KILLS; kill++) {
				killAtWork(database);
				if (kill % 20 == 0) {
					check(store);
				}
			}
			check(store);
			claimsOfTheDeadAreFree(store);
			check(store);
		}
		this.ledger.assertNothingLost("killed processes", KILLS);
	}

	/**
	 * The first process creates the tables, and may be killed while it does.
	 */
	private void killDuringStart(TestDatabase database) throws IOException, InterruptedException {
		try (Running running = start(database)) {
			pause(500 + this.random.nextInt(1000));
			running.kill();
		}
	}

	private void killAtWork(TestDatabase database) throws IOException, InterruptedException {
		try (Running running = start(database)) {
			assertThat(running.ready.await(USABLE_WITHIN.toSeconds(), TimeUnit.SECONDS))
				.as("The store is usable after a kill; %s", running.failure)
				.isTrue();
			long operations = this.ledger.operations() + this.random.nextInt(300);
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.atMost(USABLE_WITHIN)
				.until(() -> this.ledger.operations() >= operations || running.failure.get() != null);
			pause(this.random.nextInt(10));
			running.kill();
			assertThat(running.failure.get()).isNull();
		}
	}

	/**
	 * A moment that has nothing to do with what the process does.
	 */
	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private Running start(TestDatabase database) throws IOException {
		return new Running(database.uri() + "?ApplicationName=killed", this.ledger);
	}

	/**
	 * What the server was doing for the dead when they died may still take effect.
	 */
	private void check(Store store) {
		Awaitility.await()
			.atMost(USABLE_WITHIN)
			.until(() -> Objects.equals(store.jdbc()
				.queryForObject("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed'",
						Integer.class),
					0));
		this.ledger.check(store);
	}

	/**
	 * Handles what is left. No claim of a dead process holds anything up.
	 */
	private void claimsOfTheDeadAreFree(Store store) {
		store.provider().processCommands(Instant.now(), (command) -> {
			store.provider().nextDefinitionSequence("handled-survivor");
			store.effect(command.data(), "survivor");
		});
		assertThat(store.jdbc().queryForObject("SELECT count(*) FROM wfc.scheduled_commands", Integer.class)).isZero();
	}

	/**
	 * A process at work.
	 */
	private static final class Running implements AutoCloseable {

		private final Ledger ledger;

		private final CountDownLatch ready = new CountDownLatch(THREADS);

		private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

		private final JavaProcess process;

		Running(String url, Ledger ledger) throws IOException {
			this.ledger = ledger;
			this.process = JavaProcess.start(KilledProcess.class, this::read,
					List.of(url, "worker", String.valueOf(THREADS)));
		}

		private void read(String line) {
			if (line.equals("READY")) {
				this.ready.countDown();
			}
			else if (line.startsWith("FAILED")) {
				this.failure.set(line);
			}
			else {
				String[] parts = line.split("\\|", -1);
				this.ledger.note(Fact.valueOf(parts[0]), parts[1], parts[2]);
			}
		}

		void kill() throws InterruptedException {
			this.process.kill();
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}
