package io.wfe.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for migrations of stores that others use or create meanwhile, or have made.
 */
class StoreMigrationTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String WITHOUT_KEY = """
			SELECT c.relname FROM pg_class c
			WHERE c.relnamespace = 'wfc'::regnamespace AND c.relkind = 'r'
				AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
			""";

	private final TestStore store = TestStore.builder().withoutTables().open();

	private final TestStore otherNode = this.store.otherNode().withoutTables().connections(1).open();

	private final JdbcTemplate jdbc = this.store.jdbc();

	private final PostgresPersistenceProvider node = this.otherNode.provider();

	@AfterEach
	void close() {
		this.otherNode.close();
		this.store.close();
	}

	@Test
	void whenTheSearchPathIsEmptyThenTheStoreIsCreatedAndThePathStays() {
		this.jdbc.execute("ALTER DATABASE " + this.store.database().name() + " SET search_path = ''");
		this.node.ensureStoreExists();
		this.node.validateStore();
		assertThat(this.otherNode.jdbc().queryForObject("SHOW search_path", String.class)).isEqualTo("\"\"");
	}

	@Test
	void whenNoTableLacksAnythingThenNoneIsLocked() {
		this.jdbc.execute(SchemaSql.of("wfc", ""));
		CompletableFuture<Void> migration = this.store.transaction().execute((status) -> {
			this.jdbc.execute("LOCK TABLE wfc.workflows, wfc.execution_pointers, wfc.events, wfc.event_subscriptions, "
					+ "wfc.execution_errors, wfc.scheduled_commands, wfc.definition_sequences IN ROW EXCLUSIVE MODE");
			CompletableFuture<Void> started = CompletableFuture.runAsync(this.node::ensureStoreExists);
			assertThat(started).succeedsWithin(LONG);
			return started;
		});
		assertThat(migration).isCompleted();
	}

	@Test
	void whenAMigrationAndANodeWaitForEachOtherThenTheNodeGoesOnAndTheMigrationIsRepeated() {
		RustStore.create(this.jdbc);
		CompletableFuture<Void> migration = this.store.transaction().execute((status) -> {
			this.jdbc.execute("LOCK TABLE wfc.execution_pointers IN ROW EXCLUSIVE MODE");
			CompletableFuture<Void> started = CompletableFuture.runAsync(this.node::ensureStoreExists);
			awaitBlocked();
			// Which the migration has locked already
			assertThat(this.jdbc.update("UPDATE wfc.workflows SET description = 'by the node' WHERE id = 'w-1'"))
				.isEqualTo(1);
			return started;
		});
		assertThat(migration).succeedsWithin(LONG);
		this.node.validateStore();
		assertThat(this.node.getWorkflowInstance("w-1").description()).isEqualTo("by the node");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenARustHostCreatesTheTablesAtTheSameTimeThenBothSucceed(boolean schemaExists) {
		if (schemaExists) {
			this.jdbc.execute("CREATE SCHEMA wfc");
		}
		CompletableFuture<Void> migration = this.store.transaction().execute((status) -> {
			RustStore.TABLES.forEach(this.jdbc::execute);
			CompletableFuture<Void> started = CompletableFuture.runAsync(this.node::ensureStoreExists);
			awaitBlocked();
			return started;
		});
		assertThat(migration).succeedsWithin(LONG);
		this.node.validateStore();
	}

	/**
	 * As {@code CREATE ... IF NOT EXISTS} of a Rust host come one by one, each may be the
	 * one that meets ours.
	 */
	@Test
	void whenARustHostCreatesTablesOneByOneThenTheMigrationNeverFails() throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		for (int round = 0; round < 20; round++) {
			String schema = "round_" + round;
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(this.otherNode.pool())
				.schema(schema)
				.build();
			CompletableFuture<Void> migration = CompletableFuture.runAsync(() -> {
				await(start);
				provider.ensureStoreExists();
			});
			await(start);
			for (String sql : RustStore.TABLES) {
				repeatedly(sql.replace("wfc", schema));
			}
			assertThat(migration).as(schema).succeedsWithin(LONG);
			provider.validateStore();
		}
	}

	/**
	 * A Rust host does not repeat what fails. This test is about ours.
	 */
	private void repeatedly(String sql) {
		Awaitility.await()
			.atMost(LONG)
			.pollDelay(Duration.ZERO)
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> {
				this.jdbc.execute(sql);
				return true;
			});
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitBlocked() {
		Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> Objects.equals(this.jdbc.queryForObject(
					"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
					Integer.class), 1));
	}

	@Test
	void whenCreatedThenEveryTableHasAPrimaryKey() {
		this.node.ensureStoreExists();
		assertThat(this.jdbc.queryForList(WITHOUT_KEY, String.class)).isEmpty();
	}

	@Test
	void whenTheHistoryOfAnOlderStoreHasNoPrimaryKeyThenItGetsOne() {
		this.node.ensureStoreExists();
		this.jdbc.execute("ALTER TABLE wfc.wfe_databasechangelog DROP CONSTRAINT wfe_databasechangelog_pkey");
		this.node.ensureStoreExists();
		assertThat(this.jdbc.queryForList(WITHOUT_KEY, String.class)).isEmpty();
	}

	@Test
	void whenPrefixesDifferOnlyInCaseThenEachStoreHasItsOwnHistory() {
		List<String> prefixes = List.of("a_", "A_", "Aa_", "aA_");
		for (String prefix : prefixes) {
			PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.otherNode.pool())
				.tablePrefix(prefix)
				.build();
			store.ensureStoreExists();
			store.validateStore();
		}
		for (String prefix : prefixes) {
			assertThat(rows(prefix + "wfe_databasechangelog")).as(prefix).isEqualTo(StoreSchema.VERSION);
			assertThat(rows(prefix + "wfe_databasechangeloglock")).as(prefix).isEqualTo(1);
		}
	}

	private int rows(String table) {
		return Objects
			.requireNonNull(this.jdbc.queryForObject("SELECT count(*) FROM wfc.\"" + table + "\"", Integer.class));
	}

	@Test
	void whenAnotherProgramHasATableOfThatNameThenTheStoreIsRefused() {
		this.jdbc.execute("CREATE SCHEMA wfc; CREATE TABLE wfc.definition_sequences (id int PRIMARY KEY)");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.node::ensureStoreExists)
			.withMessageContaining("definition_sequences.next_num bigint")
			.withMessageContaining("another schema or table prefix");
		assertThat(this.jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'wfc'", String.class))
			.containsExactly("definition_sequences");
	}

	/**
	 * Numbers of a serial end at 2^31 - 1.
	 */
	@Test
	void whenTheSerialsAreWidenedThenTheStoreIsValid() {
		this.node.ensureStoreExists();
		for (String table : List.of("scheduled_commands", "execution_errors")) {
			this.jdbc.execute("ALTER TABLE wfc." + table + " ALTER COLUMN id TYPE bigint");
		}
		assertThatNoException().isThrownBy(this.node::validateStore);
	}

	@Test
	void whenThePositionIsAnIdentityThenTheStoreIsAdopted() {
		this.jdbc.execute(SchemaSql.of("wfc", ""));
		this.jdbc.execute("ALTER TABLE wfc.execution_pointers ALTER COLUMN position DROP DEFAULT, "
				+ "ALTER COLUMN position ADD GENERATED BY DEFAULT AS IDENTITY");
		this.node.ensureStoreExists();
		WorkflowInstance instance = this.node
			.createWorkflowInstance(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
				.toBuilder()
				.executionPointers(List.of(ExecutionPointer.create(1), ExecutionPointer.create(2)))
				.build());
		assertThat(this.node.getWorkflowInstance(instance.id()).executionPointers())
			.isEqualTo(instance.executionPointers());
	}

}
