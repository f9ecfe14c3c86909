package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Faults of the server and of the network under load. The pool is as an application has
 * it, and is never restarted.
 */
@ExtendWith(PostgresExtension.class)
class BrokenDatabaseTests {

	private static final int THREADS = 6;

	private static final int CONNECTION_TIMEOUT_MILLIS = 2000;

	private static final int SOCKET_TIMEOUT_MILLIS = 2000;

	/**
	 * A pass over the commands makes several statements, each of which may wait for a
	 * connection and for the answer.
	 */
	private static final int LONGEST_MILLIS = 4 * (CONNECTION_TIMEOUT_MILLIS + SOCKET_TIMEOUT_MILLIS);

	private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(60);

	private final Random random = new Random();

	private final Ledger ledger = new Ledger();

	@Test
	void whenBackendsAreTerminatedThenEachOperationIsDoneWhollyOrNotAtAll(TestDatabase database) throws Exception {
		int faults = Chaos.count(60, 400);
		try (Store direct = Store.open(database.uri(), 2); Store store = open(database.jdbcUrl(), database)) {
			direct.create();
			try (Workers workers = Workers.start(store, THREADS, this.ledger)) {
				int terminated = 0;
				while (terminated < faults) {
					// One that is doing something, whatever that may be
					terminated += direct.jdbc().queryForList("""
							SELECT pg_terminate_backend(pid) FROM pg_stat_activity
							WHERE datname = current_database() AND application_name = 'faulty'
								AND (state <> 'idle' OR random() < 0.05)
							ORDER BY random() LIMIT 1
							""", Boolean.class).size();
					pause(this.random.nextInt(20));
				}
				finish(workers, direct, "terminated backends", faults);
			}
		}
	}

	@Test
	void whenTheServerIsStoppedHardThenNothingAcknowledgedIsLost(@TempDir Path directory) throws Exception {
		int faults = Chaos.count(2, 10);
		try (OwnServer server = new OwnServer(directory.resolve("data"));
				Store direct = Store.open(server.jdbcUrl() + "?user=postgres", 2);
				Store store = open(server.jdbcUrl() + "?user=postgres")) {
			server.start();
			direct.create();
			try (Workers workers = Workers.start(store, THREADS, this.ledger)) {
				for (int i = 0; i < faults; i++) {
					awaitSuccesses(workers, 50);
					pause(this.random.nextInt(200));
					server.stopHard();
					pause(this.random.nextInt(500));
					server.start();
				}
				finish(workers, direct, "server stopped hard", faults);
			}
		}
	}

	@Test
	void whenTheNetworkFailsThenEachOperationIsDoneWhollyOrNotAtAll(TestDatabase database) throws Exception {
		int rounds = Chaos.count(1, 5);
		try (FaultyProxy proxy = new FaultyProxy(FaultyProxy.address(database.jdbcUrl()));
				Store direct = Store.open(database.uri(), 2);
				Store store = open(FaultyProxy.url(database.jdbcUrl(), proxy.port()), database)) {
			direct.create();
			try (Workers workers = Workers.start(store, THREADS, this.ledger)) {
				for (int i = 0; i < rounds; i++) {
					for (Fault fault : faults(proxy)) {
						awaitSuccesses(workers, 20);
						fault.inject();
						pause(1000 + this.random.nextInt(200));
						proxy.heal();
					}
				}
				finish(workers, direct, "broken network", (long) rounds * faults(proxy).size());
			}
		}
	}

	private List<Fault> faults(FaultyProxy proxy) {
		return List.of(proxy::cutAll, () -> proxy.cutRequestAfter(this.random.nextInt(20)),
				() -> proxy.cutResponseAfter(this.random.nextInt(20)), () -> proxy.delay(100), proxy::halfCloseAll,
				proxy::silence);
	}

	@Test
	void whenTheServerIsGoneWithoutAWordThenTheCallerIsToldInTime(TestDatabase database) throws Exception {
		try (FaultyProxy proxy = new FaultyProxy(FaultyProxy.address(database.jdbcUrl()));
				Store direct = Store.open(database.uri(), 2);
				Store store = open(FaultyProxy.url(database.jdbcUrl(), proxy.port()), database)) {
			direct.create();
			store.jdbc().queryForList("SELECT 1");
			proxy.silence();
			// First on the connection that is there, then on one that cannot be opened
			for (int i = 0; i < 2; i++) {
				long start = System.nanoTime();
				assertThatExceptionOfType(PersistenceException.class)
					.isThrownBy(() -> store.provider().nextDefinitionSequence("silent"))
					.withMessageStartingWith("Could not give out a number of definition 'silent'")
					.withCauseInstanceOf(DataAccessException.class);
				assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
					.isLessThan(CONNECTION_TIMEOUT_MILLIS + SOCKET_TIMEOUT_MILLIS + 1000);
			}
			proxy.heal();
			Awaitility.await()
				.atMost(RECOVERS_WITHIN)
				.ignoreExceptions()
				.until(() -> store.provider().nextDefinitionSequence("silent") > 0);
		}
	}

	private static Store open(String jdbcUrl, TestDatabase database) {
		Store store = open(jdbcUrl);
		store.dataSource().setUsername(database.username());
		store.dataSource().setPassword(database.password());
		return store;
	}

	private static Store open(String jdbcUrl) {
		HikariDataSource dataSource = PostgresUrl
			.parse(jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "ApplicationName=faulty&socketTimeout="
					+ SOCKET_TIMEOUT_MILLIS / 1000)
			.createDataSource();
		dataSource.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
		dataSource.setValidationTimeout(1000);
		return Store.open(dataSource);
	}

	/**
	 * A moment that has nothing to do with what the threads do.
	 */
	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private static void awaitSuccesses(Workers workers, int more) {
		long successes = workers.successes() + more;
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(RECOVERS_WITHIN)
			.until(() -> workers.successes() >= successes);
	}

	/**
	 * The threads go on with the pool that has seen all the faults, then everything is
	 * compared.
	 */
	private void finish(Workers workers, Store direct, String name, long faults) throws Exception {
		awaitSuccesses(workers, 100);
		workers.stop();
		awaitSilence(direct);
		this.ledger.check(direct);
		this.ledger.assertNothingLost(name, faults);
		assertThat(workers.unexpected()).isEmpty();
		assertThat(workers.failures()).isNotEmpty();
		assertThat(workers.longestMillis()).isLessThan(LONGEST_MILLIS);
	}

	/**
	 * What the server was doing for connections that are gone may still take effect.
	 */
	private static void awaitSilence(Store direct) {
		Awaitility.await().atMost(RECOVERS_WITHIN).until(() -> Boolean.TRUE.equals(direct.jdbc().queryForObject("""
				SELECT count(*) = 0 FROM pg_stat_activity
				WHERE datname = current_database() AND application_name = 'faulty' AND state <> 'idle'
				""", Boolean.class)));
	}

	/**
	 * Something that is done to the network.
	 */
	private interface Fault {

		void inject() throws IOException;

	}

}
