package io.wfe.postgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.ConnectionCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CitusTables} without Citus: a database has the catalog table that its
 * extension makes, with the rows that it writes. {@link CitusContractTests} has the
 * extension itself.
 */
class CitusTablesTests {

	private static final TestStore store = TestStore.builder().open();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeAll
	static void createCatalog() {
		store.jdbc().execute((ConnectionCallback<Boolean>) (connection) -> {
			try (var statement = connection.createStatement()) {
				statement.execute("SET allow_system_table_mods = on");
				statement.execute("""
						CREATE TABLE pg_catalog.pg_dist_partition (
							logicalrelid regclass NOT NULL,
							partmethod "char" NOT NULL,
							partkey text,
							colocationid integer DEFAULT 0 NOT NULL,
							repmodel "char" DEFAULT 'c' NOT NULL,
							autoconverted boolean DEFAULT false NOT NULL
						)
						""");
				return statement.execute("RESET allow_system_table_mods");
			}
		});
	}

	@AfterAll
	static void close() {
		store.close();
	}

	@BeforeEach
	void empty() {
		store.jdbc().execute("DELETE FROM pg_catalog.pg_dist_partition");
	}

	private static void distribute(String table, String method, String replication) {
		store.jdbc().update("""
				INSERT INTO pg_catalog.pg_dist_partition (logicalrelid, partmethod, colocationid, repmodel)
				VALUES (?::regclass, ?::"char", 7, ?::"char")
				""", table, method, replication);
	}

	@Test
	void whenTableIsReferenceTableThenStoreIsRefused() {
		distribute("wfc.workflows", "n", "s");
		distribute("wfc.hosts", "n", "t");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::ensureStoreExists)
			.satisfies((refused) -> {
				assertThat(refused.getProblem()).startsWith("These tables of the workflow store are reference tables")
					.endsWith("changes would be lost: wfc.hosts");
				assertThat(refused.getRemedy()).contains("undistribute_table('wfc.hosts'")
					.contains("citus_schema_distribute('wfc')");
			});
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::validateStore)
			.withMessageContaining("wfc.hosts");
	}

	@Test
	void whenTableIsDistributedByColumnThenStoreIsRefused() {
		distribute("wfc.events", "h", "s");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(this.provider::ensureStoreExists)
			.withMessageContaining("distributed by a column")
			.withMessageContaining("wfc.events");
	}

	@Test
	void whenSchemaIsOnOneNodeThenStoreIsUsed() {
		distribute("wfc.workflows", "n", "s");
		distribute("wfc.events", "n", "s");
		assertThatNoException().isThrownBy(this.provider::ensureStoreExists);
		assertThatNoException().isThrownBy(this.provider::validateStore);
	}

	@Test
	void tablesOfTheApplicationMayBeReferenceTables() {
		store.jdbc().execute("CREATE TABLE wfc.countries (code text PRIMARY KEY)");
		distribute("wfc.countries", "n", "t");
		assertThatNoException().isThrownBy(this.provider::ensureStoreExists);
	}

}
