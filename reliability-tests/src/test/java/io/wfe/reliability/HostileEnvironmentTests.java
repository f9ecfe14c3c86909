package io.wfe.reliability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in the environment of a process, or in its system properties, has no say in
 * what the tables of a store are called. Liquibase looks there.
 */
class HostileEnvironmentTests {

	private static final List<String> NAMES = List.of("prefix", "Prefix", "PREFIX", "schema", "Schema", "SCHEMA",
			"wfe_schema", "WFE_SCHEMA", "wfe_prefix", "WFE_PREFIX", "wfe.schema", "wfe.prefix", "liquibase.schema",
			"liquibase.prefix", "LIQUIBASE_SCHEMA", "LIQUIBASE_PREFIX", "LIQUIBASE_DEFAULT_SCHEMA_NAME",
			"LIQUIBASE_LIQUIBASE_SCHEMA_NAME", "liquibase.liquibaseSchemaName",
			"LIQUIBASE_DATABASE_CHANGELOG_TABLE_NAME", "liquibase.databaseChangelogTableName",
			"LIQUIBASE_DATABASE_CHANGELOG_LOCK_TABLE_NAME", "liquibase.databaseChangelogLockTableName");

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theTablesHaveTheirNamesWhateverTheEnvironmentSays(boolean environment) throws Exception {
		Map<String, String> variables = new HashMap<>();
		List<String> options = List.of();
		if (environment) {
			NAMES.forEach((name) -> variables.put(name, "zz_"));
		}
		else {
			options = NAMES.stream().map((name) -> "-D" + name + "=zz_").toList();
		}
		List<String> lines = new CopyOnWriteArrayList<>();
		try (TestDatabase database = TestPostgres.createDatabase(); Store store = Store.open(database.uri(), 1)) {
			try (JavaProcess process = JavaProcess.start(MigratingProcess.class, lines::add, List.of(database.uri()),
					variables, options)) {
				process.await();
			}
			assertThat(lines).containsExactly("DONE");
			store.provider().validateStore();
			assertThat(store.jdbc().queryForList("""
					SELECT schemaname || '.' || tablename FROM pg_tables
					WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
					""", String.class)).containsExactlyInAnyOrderElementsOf(
					Stream
						.of("workflows", "definition_sequences", "execution_pointers", "events", "event_subscriptions",
								"execution_errors", "scheduled_commands", "hosts", "wfe_databasechangelog",
								"wfe_databasechangeloglock")
						.map((table) -> "wfc." + table)
						.toList());
		}
	}

}
