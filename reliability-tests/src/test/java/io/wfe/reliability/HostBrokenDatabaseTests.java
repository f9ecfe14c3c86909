package io.wfe.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hosts at work while their database breaks. Neither they nor their pools are
 * restarted.
 */
@ExtendWith(PostgresExtension.class)
class HostBrokenDatabaseTests {

	private static final int HOSTS = 2;

	private static final int TIMEOUT_SECONDS = 2;

	private static final Duration LONG = Duration.ofMinutes(2);

	private final Random random = new Random();

	private final HostLoad load = new HostLoad();

	private long slowestMillis;

	@Test
	void whenBackendsAreTerminatedThenNoStepIsLost(TestDatabase database) throws Exception {
		int faults = Chaos.count(30, 400);
		try (Store direct = Store.open(database.uri(), 2);
				Store first = open(database.jdbcUrl(), database);
				Store second = open(database.jdbcUrl(), database);
				HostLog log = HostLog.start();
				this.load) {
			begin(direct, first, second);
			int terminated = 0;
			while (terminated < faults) {
				terminated += direct.jdbc().queryForList("""
						SELECT pg_terminate_backend(pid) FROM pg_stat_activity
						WHERE datname = current_database() AND application_name = 'hosts'
							AND (state <> 'idle' OR random() < 0.05)
						ORDER BY random() LIMIT 1
						""", Boolean.class).size();
				pause(this.random.nextInt(20));
			}
			awaitRecovery();
			assertThat(log.down()).isLessThanOrEqualTo(faults);
			finish(direct, log, "hosts, terminated backends", faults);
		}
	}

	/**
	 * A standby that is not promoted yet answers whoever reads, and refuses who writes.
	 */
	@Test
	void whenTheServerIsStoppedHardOrReadOnlyThenNoStepIsLostAndTheOutageIsLoggedOnce(@TempDir Path directory)
			throws Exception {
		int faults = Chaos.count(1, 10);
		try (OwnServer server = new OwnServer(directory.resolve("data"));
				Store direct = open(server.jdbcUrl() + "?user=postgres");
				Store first = open(server.jdbcUrl() + "?user=postgres");
				Store second = open(server.jdbcUrl() + "?user=postgres");
				HostLog log = HostLog.start();
				this.load) {
			server.start();
			begin(direct, first, second);
			for (int fault = 0; fault < faults; fault++) {
				pause(this.random.nextInt(200));
				long down = log.down();
				server.stopHard();
				awaitOutage();
				server.start();
				awaitRecovery();
				assertThat(log.down() - down).as("Lines of stop %s", fault).isLessThanOrEqualTo(HOSTS);
				down = log.down();
				readOnly(direct, true);
				awaitOutage();
				pause(Chaos.count(500, 1000) + this.random.nextInt(500));
				readOnly(direct, false);
				awaitRecovery();
				assertThat(log.down() - down).as("Lines of standby %s", fault).isLessThanOrEqualTo(HOSTS);
			}
			finish(direct, log, "hosts, server stopped hard or read-only", 2L * faults);
		}
	}

	private static void readOnly(Store direct, boolean readOnly) {
		direct.jdbc().execute("ALTER SYSTEM SET default_transaction_read_only = " + (readOnly ? "on" : "off"));
		direct.jdbc().queryForList("SELECT pg_reload_conf()");
	}

	@Test
	void whenTheNetworkFailsThenNoStepIsLost(TestDatabase database) throws Exception {
		int rounds = Chaos.count(1, 10);
		int pause = Chaos.count(200, 1000);
		try (FaultyProxy proxy = new FaultyProxy(FaultyProxy.address(database.jdbcUrl()));
				Store direct = Store.open(database.uri(), 2);
				Store first = open(FaultyProxy.url(database.jdbcUrl(), proxy.port()), database);
				Store second = open(FaultyProxy.url(database.jdbcUrl(), proxy.port()), database);
				HostLog log = HostLog.start();
				this.load) {
			begin(direct, first, second);
			List<Runnable> faults = List.of(proxy::cutAll, () -> proxy.cutRequestAfter(this.random.nextInt(20)),
					() -> proxy.cutResponseAfter(this.random.nextInt(20)), () -> proxy.delay(100), proxy::halfCloseAll,
					proxy::silence);
			for (int round = 0; round < rounds; round++) {
				for (Runnable fault : faults) {
					fault.run();
					pause(pause + this.random.nextInt(200));
					proxy.heal();
					awaitRecovery();
				}
			}
			finish(direct, log, "hosts, broken network", (long) rounds * faults.size());
		}
	}

	private void begin(Store direct, Store... stores) {
		direct.create();
		// The tests share a database
		direct.provider().truncateAll();
		direct.jdbc().execute("TRUNCATE effects");
		int number = 0;
		for (Store store : stores) {
			this.load.add(store, "host" + ++number);
		}
		awaitRecovery();
		this.slowestMillis = 0;
	}

	private void awaitOutage() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(LONG)
			.until(() -> this.load.hosts().stream().allMatch((host) -> host.status().storeFailing()));
	}

	/**
	 * Each host gets to the end of workflows that are started now.
	 */
	private void awaitRecovery() {
		long start = System.nanoTime();
		long enough = this.load.ended() + 2L * HostLoad.PLACES;
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(LONG)
			.until(() -> this.load.ended() >= enough
					&& this.load.hosts().stream().noneMatch((host) -> host.status().storeFailing()));
		this.slowestMillis = Math.max(this.slowestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private void finish(Store direct, HostLog log, String name, long faults) throws Exception {
		this.load.rest();
		Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(unfinished(direct)).isEmpty());
		Awaitility.await().atMost(LONG).until(() -> log.down() == log.up());
		Set<String> there = Set.copyOf(direct.jdbc()
			.queryForList("SELECT id FROM wfc.workflows WHERE definition_id = 'load' AND status = 'Complete'",
					String.class));
		List<String> bodies = List.of(HostLoadWorkflow.FIRST, HostLoadWorkflow.SECOND, HostLoadWorkflow.CHILD,
				HostLoadWorkflow.LAST);
		long lost = this.load.acknowledged().stream().filter((id) -> !there.contains(id)).count()
				+ there.stream().flatMap((id) -> bodies.stream().filter((body) -> !this.load.hasRun(id, body))).count()
				+ number(direct, """
						SELECT count(*) FROM wfc.workflows
						WHERE definition_id = 'load' AND (data ->> 'event' IS DISTINCT FROM id
							OR data ->> 'activity' IS DISTINCT FROM id
							OR id NOT IN (SELECT data FROM effects))
						""");
		long effectsTwice = number(direct,
				"SELECT count(*) FROM (SELECT FROM effects GROUP BY data HAVING count(*) > 1) twice");
		long duplicated = this.load.duplicated(log.leasesLost()) + effectsTwice;
		new Figures(name, this.load.operations(), faults, lost, duplicated).print();
		System.out.printf(
				"%s: %d calls failed, %d leases lost, %d bodies repeated, %d outages logged, "
						+ "recovered within %d ms%n",
				name, this.load.failures(), log.leasesLost().size(), this.load.repeated(), log.down(),
				this.slowestMillis);
		assertThat(this.load.unexpected()).isEmpty();
		assertThat(log.others()).isEmpty();
		assertThat(log.downAtOnce()).as("One line for each change").allMatch((down) -> down >= 0 && down <= HOSTS);
		assertThat(lost).isZero();
		assertThat(duplicated).isZero();
		assertThat(number(direct, "SELECT count(*) FROM wfc.event_subscriptions")).isZero();
		assertThat(number(direct, "SELECT count(*) FROM wfc.execution_pointers WHERE end_time IS NULL")).isZero();
		if (Chaos.isFull()) {
			assertThat(this.slowestMillis).isLessThan(HostLoad.LEASE.toMillis());
		}
	}

	/**
	 * A suspend whose answer was lost may come into effect behind the resume.
	 */
	private List<String> unfinished(Store direct) {
		List<String> suspended = direct.jdbc()
			.queryForList("SELECT id FROM wfc.workflows WHERE status = 'Suspended'", String.class);
		suspended.forEach((id) -> this.load.hosts().get(0).resumeWorkflow(id));
		return Stream
			.concat(suspended.stream(), direct.jdbc()
				.queryForList("SELECT id || ' ' || status FROM wfc.workflows WHERE status <> 'Complete' LIMIT 20",
						String.class)
				.stream())
			.toList();
	}

	private static long number(Store direct, String sql) {
		Long number = direct.jdbc().queryForObject(sql, Long.class);
		return (number != null) ? number : 0;
	}

	private static Store open(String jdbcUrl, TestDatabase database) {
		Store store = open(jdbcUrl);
		store.dataSource().setUsername(database.username());
		store.dataSource().setPassword(database.password());
		return store;
	}

	private static Store open(String jdbcUrl) {
		HikariDataSource dataSource = PostgresUrl
			.parse(jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "ApplicationName=hosts&socketTimeout="
					+ TIMEOUT_SECONDS)
			.createDataSource();
		dataSource.setConnectionTimeout(Duration.ofSeconds(TIMEOUT_SECONDS).toMillis());
		dataSource.setValidationTimeout(1000);
		return Store.open(dataSource);
	}

}
