package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.SchemaSql;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a store leaves what an application has as it is, whether it shares the
 * application's data source or has a connection pool of its own.
 */
class CoexistenceTests {

	/**
	 * The database of applications without a store.
	 */
	private static final TestDatabase withoutStore = TestPostgres.createDatabase();

	private static final TestDatabase application = TestPostgres.createDatabase();

	private static final TestDatabase ownDatabase = TestPostgres.createDatabase();

	/**
	 * Of the application's Liquibase. A field, since loggers do not last by themselves.
	 */
	private static final Logger liquibaseLogger = Logger.getLogger("liquibase");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				JdbcClientAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues(Databases.ofApplication(application))
		.withPropertyValues("spring.liquibase.analytics-enabled=false", "spring.liquibase.show-summary=off");

	private final ApplicationContextRunner liquibase = this.contextRunner
		.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class));

	private final ApplicationContextRunner flyway = this.contextRunner
		.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class));

	private final ApplicationContextRunner jpa = this.contextRunner
		.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
		.withUserConfiguration(Entities.class)
		.withPropertyValues("spring.jpa.hibernate.ddl-auto=update");

	private final ApplicationContextRunner jackson = this.contextRunner
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
		.withPropertyValues("spring.jackson.default-property-inclusion=non_empty",
				"spring.jackson.property-naming-strategy=SNAKE_CASE", "spring.jackson.serialization.indent-output=true",
				"spring.jackson.datatype.json-node.write-null-properties=false",
				"spring.jackson.datatype.json-node.strip-trailing-big-decimal-zeroes=true",
				"spring.jackson.datatype.json-node.write-properties-sorted=true",
				"spring.jackson.deserialization.use-big-decimal-for-floats=false",
				"spring.jackson.factory.constraints.read.max-nesting-depth=2");

	@BeforeAll
	static void hush() {
		liquibaseLogger.setLevel(Level.WARNING);
	}

	@BeforeEach
	void empty() {
		for (TestDatabase database : List.of(withoutStore, application, ownDatabase)) {
			Databases.jdbc(database).execute("DROP SCHEMA IF EXISTS wfc, public CASCADE; CREATE SCHEMA public");
		}
	}

	@AfterAll
	static void drop() {
		withoutStore.close();
		application.close();
		ownDatabase.close();
	}

	@ParameterizedTest
	@EnumSource
	void dataSourceOfApplicationStaysUntouched(Mode mode) {
		withStore(this.contextRunner, mode).run((context) -> {
			assertSameBeans(context, this.contextRunner);
			assertThat(context.getBean(DataSource.class)).isInstanceOfSatisfying(HikariDataSource.class,
					(dataSource) -> {
						assertThat(dataSource.getJdbcUrl()).isEqualTo(application.jdbcUrl());
						assertThat(dataSource.getPoolName()).isNotEqualTo("wfe-postgres");
					});
			assertThat(Databases.hasTable(store(mode), "wfc.workflows")).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void jdbcTemplateOfApplicationStaysUntouched(Mode mode) {
		withStore(this.contextRunner, mode).run((context) -> {
			context.getBean(JdbcTemplate.class).execute("CREATE TABLE application_table (id text)");
			context.getBean(JdbcClient.class).sql("INSERT INTO application_table (id) VALUES ('one')").update();
			assertThat(Databases.hasTable(application, "public.application_table")).isTrue();
			assertThat(Databases.hasTable(store(mode), "wfc.workflows")).isTrue();
			assertThat(context.getBean(JdbcTemplate.class).getDataSource()).isSameAs(context.getBean(DataSource.class));
		});
	}

	@ParameterizedTest
	@EnumSource
	void transactionManagerOfApplicationStaysUntouched(Mode mode) {
		withStore(this.contextRunner, mode).run((context) -> {
			JdbcTemplate jdbcTemplate = context.getBean(JdbcTemplate.class);
			jdbcTemplate.execute("CREATE TABLE application_table (id text)");
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				jdbcTemplate.update("INSERT INTO application_table (id) VALUES ('one')");
				status.setRollbackOnly();
			});
			assertThat(jdbcTemplate.queryForList("SELECT id FROM application_table", String.class)).isEmpty();
			assertThat(context.getBean(JdbcTransactionManager.class).getDataSource())
				.isSameAs(context.getBean(DataSource.class));
		});
	}

	@ParameterizedTest
	@EnumSource
	void liquibaseOfApplicationStaysUntouched(Mode mode) {
		withStore(this.liquibase, mode).run((context) -> {
			assertSameBeans(context, this.liquibase);
			assertThat(context).hasSingleBean(SpringLiquibase.class);
			assertThat(Databases.hasTable(application, "public.application_by_liquibase")).isTrue();
			assertThat(Databases.hasTable(store(mode), "wfc.workflows")).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void liquibaseHistoriesAreKeptApart(Mode mode) {
		withStore(this.liquibase, mode).run((context) -> {
			assertThat(Databases.jdbc(application)
				.queryForList("SELECT author FROM public.databasechangelog", String.class))
				.containsExactly("application");
			assertThat(Databases.jdbc(store(mode))
				.queryForList("SELECT author FROM wfc.wfe_databasechangelog", String.class)).isNotEmpty()
				.doesNotContain("application");
		});
	}

	@ParameterizedTest
	@EnumSource
	void flywayOfApplicationStaysUntouched(Mode mode) {
		withStore(this.flyway, mode).run((context) -> {
			assertSameBeans(context, this.flyway);
			assertThat(context).hasSingleBean(Flyway.class);
			assertThat(Databases.hasTable(application, "public.application_by_flyway")).isTrue();
			assertThat(Databases.hasTable(store(mode), "wfc.workflows")).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void storeInSchemaOfApplicationComesAfterFlyway(Mode mode) {
		// Flyway refuses a schema in which others have created tables
		withStore(this.flyway, mode).withPropertyValues("wfe.postgres.schema=public").run((context) -> {
			assertThat(Databases.hasTable(application, "public.application_by_flyway")).isTrue();
			assertThat(Databases.hasTable(store(mode), "public.workflows")).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void jpaOfApplicationStaysUntouched(Mode mode) {
		withStore(this.jpa, mode).run((context) -> {
			assertSameBeans(context, this.jpa);
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult(
						(status) -> context.getBean(EntityManager.class).persist(new ApplicationOrder("one")));
			assertThat(context).hasSingleBean(EntityManagerFactory.class);
			assertThat(Databases.jdbc(application).queryForList("SELECT id FROM application_order", String.class))
				.containsExactly("one");
			assertThat(Databases.hasTable(store(mode), "wfc.workflows")).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void jsonMapperOfApplicationStaysUntouched(Mode mode) {
		withStore(this.jackson, mode).run((context) -> {
			assertSameBeans(context, this.jackson);
			assertThat(context.getBean(JsonMapper.class).isEnabled(SerializationFeature.INDENT_OUTPUT)).isTrue();
		});
	}

	@ParameterizedTest
	@EnumSource
	void jacksonSettingsOfApplicationDoNotChangeStoredData(Mode mode) {
		JsonNode data = JsonMapper.builder()
			.build()
			.readTree("{\"camelCase\":{\"empty\":[],\"deep\":[[[[[null]]]]]},\"nothing\":null,"
					+ "\"large\":12345678901234567890123}");
		withStore(this.jackson, mode).run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			String id = provider.createNewWorkflow(WorkflowInstance.create("order", 1, data));
			assertThat(provider.getWorkflowInstance(id).data()).isEqualTo(data);
			assertThat(Databases.jdbc(store(mode))
				.queryForObject("SELECT data::text FROM wfc.workflows WHERE id = ?", String.class, id))
				.isEqualTo("{\"large\": 12345678901234567890123, \"nothing\": null, "
						+ "\"camelCase\": {\"deep\": [[[[[null]]]]], \"empty\": []}}");
		});
	}

	@ParameterizedTest
	@EnumSource
	void tablesMayBeCreatedByFlywayOfApplication(Mode mode, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("V1__store.sql"), SchemaSql.of("wfc", ""));
		withStore(this.flyway, mode, application)
			.withPropertyValues("spring.flyway.locations=filesystem:" + directory,
					"wfe.postgres.initialize-schema=validate")
			.run(CoexistenceTests::assertThatStoreWorks);
	}

	@ParameterizedTest
	@EnumSource
	void tablesMayBeCreatedByLiquibaseOfApplication(Mode mode, @TempDir Path directory) throws IOException {
		Path changelog = directory.resolve("changelog.sql");
		Files.writeString(changelog, "--liquibase formatted sql\n--changeset application:store splitStatements:false\n"
				+ SchemaSql.of("wfc", ""));
		withStore(this.liquibase, mode, application)
			.withPropertyValues("spring.liquibase.change-log=file:" + changelog,
					"wfe.postgres.initialize-schema=validate")
			.run(CoexistenceTests::assertThatStoreWorks);
	}

	private static void assertThatStoreWorks(AssertableApplicationContext context) {
		PersistenceProvider provider = context.getBean(PersistenceProvider.class);
		String id = provider.createNewWorkflow(Databases.workflow());
		assertThat(provider.getWorkflowInstance(id).id()).isEqualTo(id);
	}

	private static ApplicationContextRunner withStore(ApplicationContextRunner runner, Mode mode) {
		return withStore(runner, mode, ownDatabase);
	}

	private static ApplicationContextRunner withStore(ApplicationContextRunner runner, Mode mode,
			TestDatabase database) {
		return runner.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues((mode == Mode.OWN_POOL) ? Databases.ofStore(database) : new String[0]);
	}

	private static TestDatabase store(Mode mode) {
		return (mode == Mode.OWN_POOL) ? ownDatabase : application;
	}

	/**
	 * Asserts that a context has all the beans that the application has without a store,
	 * by the same definitions, and besides them only those of the store.
	 */
	private static void assertSameBeans(AssertableApplicationContext context, ApplicationContextRunner without) {
		Map<String, String> withStore = definitions(context);
		without.withPropertyValues(Databases.ofApplication(withoutStore)).run((contextWithout) -> {
			Map<String, String> withoutStore = definitions(contextWithout);
			assertThat(withStore).containsAllEntriesOf(withoutStore);
			withStore.keySet().removeAll(withoutStore.keySet());
			assertThat(withStore.keySet()).containsExactlyInAnyOrder(WfePostgresAutoConfiguration.class.getName(),
					"wfeDatabase", "wfePersistenceProvider", "wfe.postgres-" + WfePostgresProperties.class.getName(),
					RetentionConfiguration.class.getName(), RetentionConfiguration.MeterConfiguration.class.getName(),
					"wfeRetention", "wfeRetentionMeters");
		});
	}

	private static Map<String, String> definitions(AssertableApplicationContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Map<String, String> definitions = new TreeMap<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			definitions.put(name,
					definition.getBeanClassName() + " by " + definition.getFactoryBeanName() + "."
							+ definition.getFactoryMethodName() + " after " + Arrays.toString(definition.getDependsOn())
							+ (definition.isPrimary() ? ", primary" : ""));
		}
		return definitions;
	}

	/**
	 * Where the store has its connections from.
	 */
	enum Mode {

		SHARED, OWN_POOL

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = ApplicationOrder.class)
	static class Entities {

	}

}
