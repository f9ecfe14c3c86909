package io.wfe.postgres;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.test.contract.PersistenceProviderContract;
import io.wfe.postgres.test.CitusCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Holds a store whose schema Citus distributes (schema-based sharding) against the
 * contract of all stores. Its tables live on one node, and statements reach them through
 * another. Runs where Docker can start Citus, or on the database of
 * {@code -Dwfe.test.citus-url=postgres://user:password@host:port/database}.
 */
@Tag("citus")
@ExtendWith(CitusCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CitusContractTests extends PersistenceProviderContract {

	private final HikariDataSource dataSource = PostgresUrl.parse(CitusCluster.url()).createDataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private int schemas;

	private final PersistenceProvider provider = newStore();

	@AfterAll
	void close() {
		for (int i = 1; i <= this.schemas; i++) {
			this.jdbc.execute("DROP SCHEMA wfe_test_" + i + " CASCADE");
		}
		this.dataSource.close();
	}

	@Override
	public PersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public PersistenceProvider emptyStore() {
		return newStore();
	}

	@Test
	void schemaThatIsDistributedIsAccepted() {
		PostgresPersistenceProvider store = (PostgresPersistenceProvider) newStore();
		store.ensureStoreExists();
		store.validateStore();
	}

	@Test
	void referenceTableIsRefused() {
		PostgresPersistenceProvider store = createTables();
		this.jdbc.execute("SELECT create_reference_table('" + schema() + ".hosts')");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(store::ensureStoreExists)
			.withMessageContaining("reference tables of Citus")
			.withMessageContaining(schema() + ".hosts");
	}

	@Test
	void tableThatIsDistributedByColumnIsRefused() {
		PostgresPersistenceProvider store = createTables();
		this.jdbc.execute("SELECT create_distributed_table('" + schema() + ".events', 'id')");
		assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(store::validateStore)
			.withMessageContaining("distributed by a column")
			.withMessageContaining(schema() + ".events");
	}

	private String schema() {
		return "wfe_test_" + this.schemas;
	}

	private PostgresPersistenceProvider createTables() {
		this.schemas++;
		this.jdbc.execute("DROP SCHEMA IF EXISTS " + schema() + " CASCADE");
		PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.dataSource)
			.schema(schema())
			.tokenInterval(Duration.ZERO)
			.build();
		store.ensureStoreExists();
		return store;
	}

	private PersistenceProvider newStore() {
		PostgresPersistenceProvider store = createTables();
		for (String table : List.of("scheduled_commands", "execution_errors")) {
			// Citus gives a serial of 32 bits no numbers on a worker
			this.jdbc.execute("ALTER TABLE " + schema() + "." + table + " ALTER COLUMN id TYPE bigint");
			this.jdbc.execute("ALTER SEQUENCE " + schema() + "." + table + "_id_seq AS bigint");
		}
		this.jdbc.execute("SELECT citus_schema_distribute('" + schema() + "')");
		// The group of the coordinator is 0
		assertThat(this.jdbc.queryForList("""
				SELECT DISTINCT n.groupid <> 0
				FROM citus_shards s JOIN pg_dist_node n ON n.nodename = s.nodename AND n.nodeport = s.nodeport
				WHERE split_part(s.table_name::text, '.', 1) = ?
				""", Boolean.class, schema())).containsExactly(true);
		return store;
	}

}
