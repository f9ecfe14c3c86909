package io.wfe.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.test.contract.PersistenceProviderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds a store whose schema Citus distributes (schema-based sharding) against the
 * contract of all stores. Its tables live on one node, and statements reach them through
 * another. Needs a database with Citus and a worker:
 * {@code -Dwfe.test.citus-url=postgres://user:password@host:port/database}.
 */
@EnabledIfSystemProperty(named = "wfe.test.citus-url", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CitusContractTests extends PersistenceProviderContract {

	private final HikariDataSource dataSource = PostgresUrl
		.parse(Objects.requireNonNull(System.getProperty("wfe.test.citus-url")))
		.createDataSource();

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

	private PersistenceProvider newStore() {
		String schema = "wfe_test_" + ++this.schemas;
		this.jdbc.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
		PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.dataSource)
			.schema(schema)
			.tokenInterval(Duration.ZERO)
			.build();
		store.ensureStoreExists();
		for (String table : List.of("scheduled_commands", "execution_errors")) {
			// Citus gives a serial of 32 bits no numbers on a worker
			this.jdbc.execute("ALTER TABLE " + schema + "." + table + " ALTER COLUMN id TYPE bigint");
			this.jdbc.execute("ALTER SEQUENCE " + schema + "." + table + "_id_seq AS bigint");
		}
		this.jdbc.execute("SELECT citus_schema_distribute('" + schema + "')");
		assertThat(this.jdbc.queryForList(
				"SELECT DISTINCT nodeport <> current_setting('port')::int FROM citus_shards WHERE schemaname = ?"
					.replace("schemaname", "split_part(table_name::text, '.', 1)"),
				Boolean.class, schema))
			.containsExactly(true);
		return store;
	}

}
