package io.wfe.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StoreSchema}, {@link SchemaCheck} and {@link SchemaSql}.
 */
class StoreSchemaTests {

	private static final String TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'wfc'";

	/**
	 * One connection has to do, for the migration too.
	 */
	private final TestStore store = TestStore.builder().withoutTables().connections(1).open();

	private final JdbcTemplate jdbc = this.store.jdbc();

	private final PostgresPersistenceProvider provider = this.store.provider();

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void whenCreatedThenTheTablesAreExactlyWhatIsChecked() {
		this.provider.ensureStoreExists();
		assertThat(this.jdbc.queryForList("""
				SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
				FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
				WHERE c.relnamespace = 'wfc'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
					AND c.relname NOT LIKE 'wfe_databasechangelog%'
				""", String.class)).containsExactlyInAnyOrderElementsOf(SchemaCheck.COLUMNS);
		assertThatNoException().isThrownBy(this.provider::validateStore);
	}

	@Test
	void whenCreatedThenLiquibaseKeepsItsTablesInTheSchemaUnderNamesOfTheirOwn() {
		this.provider.ensureStoreExists();
		assertThat(this.jdbc.queryForList(TABLES, String.class)).contains("wfe_databasechangelog",
				"wfe_databasechangeloglock");
		assertThat(this.jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class))
			.isEmpty();
	}

	@Test
	void whenCreatedThenNoStateIsLeftOnTheConnection() {
		String settings = "SELECT current_setting('search_path') || current_setting('lock_timeout')";
		String before = this.jdbc.queryForObject(settings, String.class);
		this.provider.ensureStoreExists();
		assertThat(this.jdbc.queryForObject(settings, String.class)).isEqualTo(before);
		assertThat(this.jdbc.queryForObject(
				"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database "
						+ "WHERE datname = current_database())",
				Integer.class))
			.isZero();
	}

	@Test
	void whenMigrationFailsThenNothingIsLeft() {
		this.jdbc.execute("CREATE SCHEMA wfc");
		this.jdbc.execute("CREATE VIEW wfc.events AS SELECT 1 AS id");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::ensureStoreExists)
			.withMessageContaining("schema 'wfc'")
			.withMessageContaining("nothing was changed")
			.withMessageContaining("events");
		assertThat(this.jdbc.queryForList(TABLES, String.class)).isEmpty();
		this.jdbc.execute("DROP VIEW wfc.events");
		this.provider.ensureStoreExists();
		assertThatNoException().isThrownBy(this.provider::validateStore);
	}

	@Test
	void whenANodeDiesDuringTheMigrationThenTheNextOneDoesItAtOnce() {
		this.jdbc.execute("CREATE SCHEMA wfc");
		this.jdbc.execute("CREATE TABLE wfc.workflows (id text PRIMARY KEY, name text NOT NULL UNIQUE, "
				+ "root_workflow_id text, definition_id text NOT NULL, version int NOT NULL, description text, "
				+ "reference text, status text NOT NULL, data jsonb NOT NULL DEFAULT '{}', next_execution bigint, "
				+ "create_time timestamptz NOT NULL, complete_time timestamptz)");
		try (HikariDataSource other = PostgresUrl.parse(this.store.database().uri()).createDataSource()) {
			JdbcTemplate otherJdbc = new JdbcTemplate(other);
			CompletableFuture<Void> dying = new TransactionTemplate(new JdbcTransactionManager(other))
				.execute((status) -> {
					otherJdbc.execute("LOCK TABLE wfc.workflows IN ACCESS SHARE MODE");
					CompletableFuture<Void> migration = CompletableFuture.runAsync(this.provider::ensureStoreExists);
					String terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
							+ "WHERE wait_event_type = 'Lock' AND datname = current_database()";
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.until(() -> otherJdbc.queryForList(terminate, Boolean.class).contains(true));
					return migration;
				});
			assertThat(dying).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withMessageContaining("SQLSTATE 57P01");
			PostgresPersistenceProvider next = PostgresPersistenceProvider.builder(other).build();
			next.ensureStoreExists();
			assertThatNoException().isThrownBy(next::validateStore);
		}
	}

	@Test
	void whenAMigrationTakesLongerThanTheSocketTimeoutThenItIsWaitedFor() throws Exception {
		this.store.pool().setMaximumPoolSize(2);
		this.jdbc.execute("CREATE SCHEMA wfc");
		try (HikariDataSource impatient = PostgresUrl.parse(this.store.database().uri() + "?socketTimeout=1")
			.createDataSource()) {
			impatient.setMaximumPoolSize(1);
			PostgresPersistenceProvider waiting = PostgresPersistenceProvider.builder(impatient).build();
			CompletableFuture<Void> migration = new TransactionTemplate(new JdbcTransactionManager(this.store.pool()))
				.execute((status) -> {
					this.jdbc.execute("SELECT pg_advisory_xact_lock(" + StoreSchema.ADVISORY_LOCK + ")");
					CompletableFuture<Void> started = CompletableFuture.runAsync(waiting::ensureStoreExists);
					String blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
							+ "AND datname = current_database() AND clock_timestamp() - query_start > '1.2s'";
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.until(() -> Objects.equals(this.jdbc.queryForObject(blocked, Integer.class), 1));
					return started;
				});
			assertThat(migration).succeedsWithin(Duration.ofSeconds(20));
			try (Connection connection = impatient.getConnection()) {
				assertThat(connection.getNetworkTimeout()).isEqualTo(1000);
			}
		}
	}

	@Test
	void whenTheRoleMayOnlyUseTheTablesThenAnUpToDateStoreIsFine() {
		this.provider.ensureStoreExists();
		String role = "wfe_runtime_" + this.store.database().name();
		this.jdbc.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
		try {
			this.jdbc.execute("GRANT USAGE ON SCHEMA wfc TO " + role);
			this.jdbc.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA wfc TO " + role);
			this.jdbc.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA wfc TO " + role);
			try (HikariDataSource runtime = as(role)) {
				PostgresPersistenceProvider restricted = PostgresPersistenceProvider.builder(runtime).build();
				restricted.ensureStoreExists();
				restricted.validateStore();
				WorkflowInstance created = restricted
					.createWorkflowInstance(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()));
				assertThat(restricted.getWorkflowInstance(created.id())).isEqualTo(created);
			}
		}
		finally {
			this.jdbc.execute("DROP OWNED BY " + role);
			this.jdbc.execute("DROP ROLE " + role);
		}
	}

	@Test
	void whenTheRoleMayNotCreateTheSchemaThenTheMessageSaysSo() {
		String role = "wfe_nothing_" + this.store.database().name();
		this.jdbc.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
		try (HikariDataSource runtime = as(role)) {
			PostgresPersistenceProvider restricted = PostgresPersistenceProvider.builder(runtime).build();
			assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(restricted::ensureStoreExists)
				.withMessageContaining("permission denied")
				.withMessageContaining("schema 'wfc'");
		}
		finally {
			this.jdbc.execute("DROP ROLE " + role);
		}
	}

	private HikariDataSource as(String role) {
		HikariDataSource dataSource = PostgresUrl.parse(this.store.database().uri()).createDataSource();
		dataSource.setUsername(role);
		dataSource.setPassword("secret");
		dataSource.setMaximumPoolSize(1);
		return dataSource;
	}

	@Test
	void whenTheStoreIsMissingThenValidationSaysSoInAFewWords() {
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::validateStore)
			.withMessageStartingWith("Schema 'wfc' has none of the tables of the workflow store. ")
			.withMessageContaining("initialize-schema=always")
			.withMessageNotContaining("workflows.id text");
		assertThat(this.jdbc.queryForList(TABLES, String.class)).isEmpty();
	}

	@Test
	void whenNoTableHasThePrefixThenValidationNamesIt() {
		this.provider.ensureStoreExists();
		PostgresPersistenceProvider prefixed = PostgresPersistenceProvider.builder(this.store.pool())
			.tablePrefix("shop_")
			.build();
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(prefixed::validateStore)
			.withMessageStartingWith(
					"Schema 'wfc' has none of the tables of the workflow store with table prefix 'shop_'. ");
	}

	@Test
	void whenATableIsMissingThenValidationSaysWhatIsMissing() {
		this.provider.ensureStoreExists();
		this.jdbc.execute("DROP TABLE wfc.scheduled_commands");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::validateStore)
			.withMessageContaining("scheduled_commands.command_name text")
			.withMessageContaining("unique key scheduled_commands (command_name, data)")
			.withMessageContaining("initialize-schema=always")
			.withMessageNotContaining("workflows.id text");
	}

	@Test
	void whenAColumnIsOfAnotherTypeThenValidationSaysWhich() {
		this.provider.ensureStoreExists();
		this.jdbc.execute("ALTER TABLE wfc.events ALTER COLUMN event_data TYPE text USING event_data::text");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::validateStore)
			.withMessageContaining("of another type: events.event_data jsonb.");
	}

	@Test
	void whenThePrintedSqlIsAppliedByHandThenTheStoreIsCompleteAndCanBeAdopted() {
		this.jdbc.execute(SchemaSql.of("wfc", ""));
		this.provider.validateStore();
		this.jdbc.execute(SchemaSql.of("wfc", ""));
		this.provider.ensureStoreExists();
		assertThat(this.jdbc.queryForList(TABLES, String.class)).contains("wfe_databasechangelog");
	}

	@Test
	void theSqlIsPrintedForTheArguments() {
		assertThat(SchemaSql.ofArguments()).isEqualTo(SchemaSql.of("wfc", ""));
		assertThat(SchemaSql.ofArguments("--schema=a", "--table-prefix=b_")).isEqualTo(SchemaSql.of("a", "b_"));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SchemaSql.ofArguments("--help"))
			.withMessage("Unknown argument '--help'. Known are --schema=wfc and --table-prefix=");
	}

	@Test
	void whenThereIsAPrefixThenAllTablesAndIndexesHaveIt() {
		PostgresPersistenceProvider prefixed = PostgresPersistenceProvider.builder(this.store.pool())
			.schema("Mixed_Case")
			.tablePrefix("p_")
			.build();
		prefixed.ensureStoreExists();
		prefixed.validateStore();
		assertThat(this.jdbc.queryForList(
				"SELECT relname FROM pg_class "
						+ "WHERE relnamespace = '\"Mixed_Case\"'::regnamespace AND relkind IN ('r', 'i', 'S')",
				String.class))
			.hasSizeGreaterThan(20)
			.allMatch((name) -> name.startsWith("p_"));
	}

	/**
	 * Nodes are upgraded one after the other.
	 */
	@Test
	void whenANewerVersionHasOnlyAddedToTheTablesThenThisNodeGoesOnBesideIt() {
		this.provider.ensureStoreExists();
		String insert = "INSERT INTO wfc.wfe_databasechangelog (id, author, filename, dateexecuted, orderexecuted, "
				+ "exectype, comments) VALUES (?, 'wfe', 'wfe-postgres', now(), 9, 'EXECUTED', ?)";
		this.jdbc.update(insert, String.valueOf(StoreSchema.VERSION + 1),
				"Compatible with version " + StoreSchema.VERSION);
		this.provider.ensureStoreExists();
		this.provider.validateStore();
		this.jdbc.update(insert, String.valueOf(StoreSchema.VERSION + 2),
				"Compatible with version " + (StoreSchema.VERSION + 1));
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::ensureStoreExists)
			.withMessageContaining("are of version " + (StoreSchema.VERSION + 2));
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::validateStore);
	}

	/**
	 * Without default privileges a new table would be out of reach of the role that uses
	 * the store.
	 */
	@Test
	void whenUpgradedThenARoleMayUseTheNewTableAsItUsesTheOthers() {
		this.provider.ensureStoreExists();
		String role = "wfe_upgraded_" + this.store.database().name();
		this.jdbc.execute("DROP TABLE wfc.hosts; DELETE FROM wfc.wfe_databasechangelog WHERE id = '2'");
		this.jdbc.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
		try {
			this.jdbc.execute("GRANT USAGE ON SCHEMA wfc TO " + role);
			this.jdbc.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA wfc TO " + role);
			this.provider.ensureStoreExists();
			try (HikariDataSource runtime = as(role)) {
				PostgresPersistenceProvider restricted = PostgresPersistenceProvider.builder(runtime).build();
				restricted.registerHost("host", "name", "1", Duration.ofMinutes(1));
				assertThat(restricted.renewHost("host", Duration.ofMinutes(1), List.of()).alive()).isTrue();
			}
		}
		finally {
			this.jdbc.execute("DROP OWNED BY " + role);
			this.jdbc.execute("DROP ROLE " + role);
		}
	}

	@Test
	void whenAFileIsAddedToTheChangelogThenAllPlacesKnowIt() throws IOException {
		String changelog = new String(
				Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(LiquibaseMigration.CHANGELOG))
					.readAllBytes(),
				StandardCharsets.UTF_8);
		List<String> files = Pattern.compile("sqlFile path=\"([^\"]+)\"")
			.matcher(changelog)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(SchemaSql.FILES).isEqualTo(files);
		assertThat(Pattern.compile("changeSet id=\"(\\d+)\"").matcher(changelog).results())
			.extracting((match) -> Integer.valueOf(match.group(1)))
			.hasSameSizeAs(files)
			.endsWith(StoreSchema.VERSION);
	}

	@Test
	void whenANameIsAddedToTheChangelogThenThePrefixStillFits() {
		assertThat(Pattern.compile("[\"']([a-z]+_[a-z_]+)[\"']")
			.matcher(SchemaSql.of("wfc", ""))
			.results()
			.map((MatchResult match) -> match.group(1))).contains(TableNames.LONGEST_NAME)
			.allMatch((name) -> name.length() <= TableNames.LONGEST_NAME.length());
	}

	@Test
	void whenTheServerCannotBeReachedThenTheMessageHoldsNoPassword() {
		try (HikariDataSource unreachable = PostgresUrl.parse("postgres://wfe:hunter2@localhost:1/wfe")
			.createDataSource()) {
			PostgresPersistenceProvider nowhere = PostgresPersistenceProvider.builder(unreachable).build();
			assertThatExceptionOfType(PersistenceException.class).isThrownBy(nowhere::ensureStoreExists)
				.withMessageContaining("SQLSTATE 08001")
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("refused"))
				.satisfies((ex) -> assertThat(org.assertj.core.util.Throwables.getStackTrace(ex))
					.doesNotContain("hunter2"));
		}
	}

}
