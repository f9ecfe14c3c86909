package io.wfe.postgres.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.SchemaSql;
import io.wfe.postgres.StoreSchemaException;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code wfe.postgres.initialize-schema}.
 */
@ExtendWith(PostgresExtension.class)
class InitializeSchemaTests {

	/**
	 * A server that nobody reaches, so that a test which needs none fails if it is asked.
	 */
	private static final String UNREACHABLE = "wfe.postgres.url=postgres://localhost:1/wfe";

	private final ApplicationContextRunner withoutUrl = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	InitializeSchemaTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = this.withoutUrl.withPropertyValues(Databases.ofStore(database));
	}

	@Test
	void initializeSchemaAlwaysKeepsWhatIsStored() {
		this.contextRunner.run((first) -> {
			String id = first.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			this.contextRunner.withPropertyValues("wfe.postgres.initialize-schema=always")
				.run((second) -> assertThat(second.getBean(PersistenceProvider.class).getWorkflowInstance(id).id())
					.isEqualTo(id));
		});
	}

	@Test
	void initializeSchemaValidateFailsOnEmptyDatabaseAndSaysWhatIsMissing() {
		this.contextRunner
			.withPropertyValues("wfe.postgres.initialize-schema=validate", "wfe.postgres.schema=validated")
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(StoreSchemaException.class)
					.hasMessageContaining("Schema 'validated' has none of the tables")
					.hasMessageContaining("SchemaSql");
				assertThat(Databases.hasSchema(this.database, "validated")).isFalse();
			});
	}

	@Test
	void initializeSchemaValidatePassesAfterSqlWasAppliedByHand() {
		Databases.jdbc(this.database).execute(SchemaSql.of("by_hand", "shop_"));
		this.contextRunner
			.withPropertyValues("wfe.postgres.initialize-schema=validate", "wfe.postgres.schema=by_hand",
					"wfe.postgres.table-prefix=shop_")
			.run((context) -> {
				PersistenceProvider provider = context.getBean(PersistenceProvider.class);
				String id = provider.createNewWorkflow(Databases.workflow());
				assertThat(provider.getWorkflowInstance(id).id()).isEqualTo(id);
			});
	}

	@Test
	void initializeSchemaNeverLeavesDatabaseAlone() {
		this.contextRunner.withPropertyValues("wfe.postgres.initialize-schema=never", "wfe.postgres.schema=untouched")
			.run((context) -> {
				assertThat(context).hasSingleBean(PersistenceProvider.class);
				assertThat(Databases.hasSchema(this.database, "untouched")).isFalse();
			});
	}

	@Test
	void initializeSchemaNeverDoesNotConnect() {
		this.withoutUrl.withPropertyValues(UNREACHABLE, "wfe.postgres.initialize-schema=never")
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class));
	}

	@Test
	void whenInitializeSchemaIsUnknownThenFailureNamesProperty() {
		this.contextRunner.withPropertyValues("wfe.postgres.initialize-schema=sometimes")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("wfe.postgres.initialize-schema"));
	}

	@Test
	void withoutLiquibaseInitializeSchemaAlwaysFailsOnEmptyDatabaseAndSaysWhatToDo() throws Exception {
		assertThat(startWithoutLiquibase("always", "without_liquibase")).contains("StoreSchemaException")
			.contains("org.liquibase:liquibase-core")
			.contains("wfe.postgres.initialize-schema");
		assertThat(Databases.hasSchema(this.database, "without_liquibase")).isFalse();
	}

	@Test
	void withoutLiquibaseInitializeSchemaAlwaysPassesIfTablesAreUpToDate() throws Exception {
		this.contextRunner.withPropertyValues("wfe.postgres.schema=up_to_date")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(startWithoutLiquibase("always", "up_to_date")).isEqualTo("started");
	}

	@Test
	void withoutLiquibaseInitializeSchemaValidatePassesIfTablesAreThere() throws Exception {
		Databases.jdbc(this.database).execute(SchemaSql.of("there", ""));
		assertThat(startWithoutLiquibase("validate", "there")).isEqualTo("started");
	}

	@Test
	void withoutLiquibaseInitializeSchemaNeverPasses() throws Exception {
		assertThat(startWithoutLiquibase("never", "nowhere")).isEqualTo("started");
	}

	private String startWithoutLiquibase(String initializeSchema, String schema) throws ReflectiveOperationException {
		return WithoutLiquibase.apply(Application.class, "wfe.postgres.url=" + this.database.jdbcUrl(),
				"wfe.postgres.username=" + this.database.username(),
				"wfe.postgres.password=" + this.database.password(),
				"wfe.postgres.initialize-schema=" + initializeSchema, "wfe.postgres.schema=" + schema);
	}

	/**
	 * Starts an application with the given properties, and tells what has become of it.
	 */
	static final class Application implements Function<String[], String> {

		@Override
		public String apply(String[] properties) {
			AtomicReference<String> result = new AtomicReference<>("not run");
			new ApplicationContextRunner().withClassLoader(getClass().getClassLoader())
				.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
				.withPropertyValues(properties)
				.run((context) -> {
					Throwable failure = context.getStartupFailure();
					result.set((failure != null) ? Throwables.getStackTrace(failure) : "started");
				});
			return result.get();
		}

	}

}
