package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.RustStore;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of all versions, those of the Rust implementation included, become those of the
 * current version with all that is in them, while programs of older versions use them and
 * whenever the upgrade is killed.
 */
class UpgradeTests {

	private static final String RUST = "that of Rust";

	private static final int CURRENT = currentVersion();

	/**
	 * Where the upgrade of a store of the Rust implementation is killed: while it waits
	 * for this table.
	 */
	private static final List<String> PLACES = Chaos.isFull() ? List.of("workflows", "execution_pointers", "events",
			"event_subscriptions", "execution_errors", "scheduled_commands") : List.of("execution_pointers");

	private static int currentVersion() {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			return PostgresPersistenceProvider.builder(dataSource).build().getSchemaVersion();
		}
	}

	static List<String> stores() {
		return Stream.concat(Stream.of(RUST), IntStream.rangeClosed(1, CURRENT).mapToObj(StoreDump::nameOf)).toList();
	}

	/**
	 * Fails if there is no store of a version.
	 */
	@ParameterizedTest
	@MethodSource("stores")
	void whenUpgradedUnderLoadThenNothingIsLost(String name) throws Exception {
		int rounds = Chaos.count(20, 500);
		int hosts = 3;
		try (TestDatabase database = TestPostgres.createDatabase(); Store store = Store.open(database.uri(), 10)) {
			store.jdbc().execute(read(name));
			Map<String, List<String>> columns = columns(store.jdbc());
			Map<String, Set<String>> before = rows(store.jdbc(), columns);
			List<RustHost> rustHosts = IntStream.range(0, hosts)
				.mapToObj((i) -> RustHost.start(store, "rust-" + i))
				.toList();
			try {
				awaitRounds(rustHosts, 1);
				store.provider().ensureStoreExists();
				int done = rustHosts.stream().mapToInt(RustHost::rounds).max().orElseThrow();
				awaitRounds(rustHosts, done + rounds);
			}
			finally {
				for (RustHost host : rustHosts) {
					host.stop();
				}
			}
			assertThat(rustHosts).extracting(RustHost::failure).containsOnlyNulls();
			Set<String> lost = lost(before, rows(store.jdbc(), columns));
			int lostOfHosts = rustHosts.stream().mapToInt(RustHost::lost).sum();
			new Figures("upgrade of " + name, rustHosts.stream().mapToInt(RustHost::rounds).sum() * 10L,
					rustHosts.stream().mapToInt(RustHost::deadlocks).sum(), lost.size() + (long) lostOfHosts, 0)
				.print();
			assertThat(lost).isEmpty();
			assertThat(lostOfHosts).isZero();
			assertIsCurrent(store);
			if (!name.equals(RUST)) {
				SampleStore.check(store.provider());
			}
		}
	}

	/**
	 * Hosts of both kinds use the store at the same time, each for its definitions. Rust
	 * has started some of ours before there was anybody to run them.
	 */
	@Test
	void whenAHostRunsOnAStoreOfRustThenItRunsItsOwnAndLeavesTheOthers() throws Exception {
		int each = Chaos.count(20, 500);
		try (TestDatabase database = TestPostgres.createDatabase(); Store store = Store.open(database.uri(), 12)) {
			store.jdbc().execute(read(RUST));
			for (int index = 0; index < each; index++) {
				RustHost.startWorkflow(store.jdbc(), "due-" + index, "rust", 1);
			}
			Map<String, List<String>> columns = columns(store.jdbc());
			Map<String, Set<String>> before = rows(store.jdbc(), columns);
			for (int index = 0; index < each; index++) {
				RustHost.startWorkflow(store.jdbc(), "of-rust-" + index, "five-steps", 0);
			}
			Map<String, AtomicInteger> steps = new ConcurrentHashMap<>();
			List<RustHost> rustHosts = List.of(RustHost.start(store, "rust-0"), RustHost.start(store, "rust-1"));
			try (WorkflowHost host = WorkflowHost.builder(store.provider())
				.workflow(new HostProcess.FiveSteps(
						(step) -> steps.computeIfAbsent(step, (key) -> new AtomicInteger()).incrementAndGet()))
				.maxConcurrentWorkflows(4)
				.pollInterval(Duration.ofMillis(100))
				.build()) {
				awaitRounds(rustHosts, 1);
				// Adopts the tables
				host.start();
				List<String> ids = new ArrayList<>();
				for (int index = 0; index < each; index++) {
					ids.add(host.startWorkflow("five-steps", Map.of()));
					ids.add("of-rust-" + index);
				}
				for (String id : ids) {
					assertThat(host.awaitWorkflow(id, Duration.ofMinutes(2)).status())
						.isEqualTo(WorkflowStatus.COMPLETE);
				}
				awaitRounds(rustHosts, rustHosts.stream().mapToInt(RustHost::rounds).max().orElseThrow() + 5);
			}
			finally {
				for (RustHost host : rustHosts) {
					host.stop();
				}
			}
			assertThat(rustHosts).extracting(RustHost::failure).containsOnlyNulls();
			Set<String> lost = lost(before, rows(store.jdbc(), columns));
			int lostOfHosts = rustHosts.stream().mapToInt(RustHost::lost).sum();
			int twice = steps.values().stream().mapToInt((count) -> count.get() - 1).sum();
			new Figures("a host on a store of Rust", 2L * each * HostProcess.FiveSteps.STEPS,
					rustHosts.stream().mapToInt(RustHost::deadlocks).sum(), lost.size() + (long) lostOfHosts, twice)
				.print();
			assertThat(lost).isEmpty();
			assertThat(lostOfHosts).isZero();
			assertThat(steps).hasSize(2 * each * HostProcess.FiveSteps.STEPS);
			assertThat(twice).isZero();
			// Every write of ours sets the heartbeat
			assertThat(
					store.jdbc()
						.queryForList("SELECT id FROM wfc.workflows WHERE definition_id <> 'five-steps' "
								+ "AND (host_id IS NOT NULL OR last_heartbeat_at IS NOT NULL)", String.class))
				.isEmpty();
			assertIsCurrent(store);
		}
	}

	private static String read(String name) throws IOException {
		return RUST.equals(name) ? RustStore.SCRIPT
				: Files.readString(Path.of("src", "test", "resources", "io", "wfe", "reliability", name));
	}

	private static void awaitRounds(List<RustHost> hosts, int rounds) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> hosts.stream().allMatch((host) -> host.rounds() >= rounds || host.failure() != null));
	}

	/**
	 * A file of a released version never changes, nor does what it makes.
	 */
	@Test
	void theStoreOfTheCurrentVersionIsWhatTheLibraryMakes() throws IOException {
		try (TestDatabase database = TestPostgres.createDatabase();
				TestDatabase fresh = TestPostgres.createDatabase();
				Store kept = Store.open(database.uri(), 1);
				Store made = Store.open(fresh.uri(), 1)) {
			kept.jdbc().execute(read(StoreDump.nameOf(CURRENT)));
			made.provider().ensureStoreExists();
			assertThat(new StoreDump(kept.jdbc()).definitions()).isEqualTo(new StoreDump(made.jdbc()).definitions());
		}
	}

	@Test
	void whenTheUpgradeIsKilledThenTheNextOneSucceeds() throws Exception {
		int kills = 0;
		try (TestDatabase database = TestPostgres.createDatabase(); Store store = Store.open(database.uri(), 3)) {
			store.jdbc().execute(read(RUST));
			Map<String, List<String>> columns = columns(store.jdbc());
			Map<String, Set<String>> before = rows(store.jdbc(), columns);
			List<String> definitions = new StoreDump(store.jdbc()).definitions();
			for (String table : PLACES) {
				killWaitingFor(table, store, database);
				assertThat(new StoreDump(store.jdbc()).definitions()).isEqualTo(definitions);
				assertThat(rows(store.jdbc(), columns)).isEqualTo(before);
				kills++;
			}
			store.provider().ensureStoreExists();
			Set<String> lost = lost(before, rows(store.jdbc(), columns));
			new Figures("killed upgrades", kills + 1, kills, lost.size(), 0).print();
			assertThat(lost).isEmpty();
			assertIsCurrent(store);
		}
	}

	/**
	 * Other programs that use Liquibase leave their lock when they are killed.
	 */
	@Test
	void whenLiquibasesLockWasLeftThenTheUpgradeSucceeds() throws IOException {
		try (TestDatabase database = TestPostgres.createDatabase(); Store store = Store.open(database.uri(), 2)) {
			store.jdbc().execute(read(RUST));
			store.jdbc().execute("""
					CREATE TABLE wfc.wfe_databasechangeloglock (id integer PRIMARY KEY, locked boolean NOT NULL,
						lockgranted timestamp, lockedby varchar(255));
					INSERT INTO wfc.wfe_databasechangeloglock VALUES (1, true, now(), 'a host that is gone');
					""");
			store.provider().ensureStoreExists();
			assertIsCurrent(store);
			assertThat(store.jdbc().queryForObject("SELECT locked FROM wfc.wfe_databasechangeloglock", Boolean.class))
				.isFalse();
		}
	}

	private static void killWaitingFor(String table, Store store, TestDatabase database) {
		store.transaction().executeWithoutResult((status) -> {
			// Keeps off whoever alters the table or makes an index, and nobody else
			store.jdbc().execute("LOCK TABLE wfc." + table + " IN ROW EXCLUSIVE MODE");
			List<String> lines = new CopyOnWriteArrayList<>();
			try (JavaProcess process = JavaProcess.start(MigratingProcess.class, lines::add,
					List.of(database.uri() + "?ApplicationName=migrating"))) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> migrating(store, "AND wait_event_type = 'Lock'") == 1 || !process.isAlive());
				process.kill();
				assertThat(lines).isEmpty();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		});
		// The server notices when it answers
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> migrating(store, "") == 0);
	}

	private static int migrating(Store store, String condition) {
		return Objects.requireNonNull(store.jdbc()
			.queryForObject("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
					+ "AND application_name = 'migrating' " + condition, Integer.class));
	}

	/**
	 * Compares with a store of the current version. Those of others have their columns in
	 * another order.
	 */
	private static void assertIsCurrent(Store store) {
		store.provider().validateStore();
		try (TestDatabase fresh = TestPostgres.createDatabase(); Store made = Store.open(fresh.uri(), 1)) {
			made.provider().ensureStoreExists();
			assertThat(lines(store)).containsAll(lines(made));
		}
	}

	private static Set<String> lines(Store store) {
		return new StoreDump(store.jdbc()).definitions()
			.stream()
			.flatMap(String::lines)
			.map((line) -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
			.collect(Collectors.toSet());
	}

	/**
	 * Returns the columns of all tables but those of the history of changes.
	 */
	private static Map<String, List<String>> columns(JdbcTemplate jdbc) {
		return jdbc.queryForList("""
				SELECT table_name, column_name FROM information_schema.columns
				WHERE table_schema = 'wfc' AND table_name NOT LIKE 'wfe_databasechangelog%'
				""")
			.stream()
			.collect(Collectors.groupingBy((row) -> String.valueOf(row.get("table_name")), TreeMap::new,
					Collectors.mapping((row) -> String.valueOf(row.get("column_name")), Collectors.toList())));
	}

	/**
	 * Returns all rows as JSON.
	 */
	private static Map<String, Set<String>> rows(JdbcTemplate jdbc, Map<String, List<String>> columns) {
		Map<String, Set<String>> rows = new TreeMap<>();
		columns.forEach((table, names) -> {
			String row = names.stream()
				.map((name) -> "'" + name + "', " + name)
				.collect(Collectors.joining(", ", "jsonb_build_object(", ")::text"));
			rows.put(table, new HashSet<>(jdbc.queryForList("SELECT " + row + " FROM wfc." + table, String.class)));
		});
		return rows;
	}

	private static Set<String> lost(Map<String, Set<String>> before, Map<String, Set<String>> after) {
		return before.entrySet().stream().flatMap((table) -> {
			List<String> lost = new ArrayList<>(table.getValue());
			lost.removeAll(after.getOrDefault(table.getKey(), Set.of()));
			return lost.stream().map((row) -> table.getKey() + ": " + row);
		}).collect(Collectors.toSet());
	}

}
