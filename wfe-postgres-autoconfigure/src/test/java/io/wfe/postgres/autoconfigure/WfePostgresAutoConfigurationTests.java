package io.wfe.postgres.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ErrorRepository;
import io.wfe.core.persistence.EventRepository;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.ScheduledCommandRepository;
import io.wfe.core.persistence.SubscriptionRepository;
import io.wfe.core.persistence.WorkflowRepository;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import liquibase.integration.spring.SpringLiquibase;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresAutoConfiguration}.
 */
@ExtendWith(PostgresExtension.class)
class WfePostgresAutoConfigurationTests {

	private static final String SECRET = "s3cret";

	/**
	 * A server that nobody reaches, so that a test which needs none fails if it is asked.
	 */
	private static final String UNREACHABLE = "wfe.postgres.url=postgres://wfe:" + SECRET + "@localhost:1/wfe";

	private final ApplicationContextRunner withoutUrl = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	WfePostgresAutoConfigurationTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = this.withoutUrl.withPropertyValues(Databases.ofStore(database));
	}

	@Test
	void urlAloneGivesWorkingStore() {
		this.contextRunner.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			WorkflowInstance instance = Databases.workflow();
			String id = provider.createNewWorkflow(instance);
			assertThat(provider.getWorkflowInstance(id).data()).isEqualTo(instance.data());
		});
	}

	@ParameterizedTest
	@ValueSource(
			classes = { DataSource.class, JdbcOperations.class, NamedParameterJdbcOperations.class, JdbcClient.class,
					TransactionManager.class, TransactionOperations.class, SpringLiquibase.class, ObjectMapper.class })
	void addsNoBeanOfTypeThatApplicationsHave(Class<?> type) {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(type));
	}

	@ParameterizedTest
	@ValueSource(classes = { PostgresPersistenceProvider.class, PersistenceProvider.class, WorkflowRepository.class,
			SubscriptionRepository.class, EventRepository.class, ScheduledCommandRepository.class,
			ErrorRepository.class })
	void providerIsInjectableAs(Class<?> type) {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(type)).isSameAs(context.getBean("wfePersistenceProvider")));
	}

	@Test
	void whenDisabledThenConfiguresNothing() {
		this.contextRunner.withPropertyValues("wfe.postgres.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PersistenceProvider.class)
				.doesNotHaveBean(WfeDatabase.class)
				.doesNotHaveBean(WfePostgresProperties.class));
	}

	@Test
	void whenDisabledThenNeedsNoDatabase() {
		this.withoutUrl.withPropertyValues("wfe.postgres.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void backsOffFromProviderOfApplication() {
		this.withoutUrl.withUserConfiguration(OwnProvider.class)
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
				.hasBean("ownProvider")
				.doesNotHaveBean(WfeDatabase.class));
	}

	@Test
	void worksWithoutAutoConfigurationsThatItComesAfter() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, HibernateJpaAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class));
	}

	@Test
	void acceptsLibpqUri() {
		this.withoutUrl.withPropertyValues("wfe.postgres.url=" + this.database.uri())
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class));
	}

	@Test
	void usernameAndPasswordGoBeforeThoseOfUrl() {
		String url = this.database.uri().replaceFirst("//[^@]*@", "//nobody:wrong@");
		this.contextRunner.withPropertyValues("wfe.postgres.url=" + url).run((context) -> {
			HikariDataSource pool = pool(context);
			assertThat(pool.getUsername()).isEqualTo(this.database.username());
			assertThat(pool.getPassword()).isEqualTo(this.database.password());
			assertThat(pool.getConnection()).satisfies((connection) -> connection.close());
		});
	}

	@Test
	void schemaAndTablePrefixAreApplied() {
		this.contextRunner
			.withPropertyValues("wfe.postgres.schema=orders", "wfe.postgres.table-prefix=shop_",
					"wfe.postgres.initialize-schema=always")
			.run((context) -> {
				String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
				assertThat(Databases.jdbc(this.database)
					.queryForList("SELECT id FROM orders.shop_workflows", String.class)).containsExactly(id);
			});
	}

	@ParameterizedTest
	@CsvSource({ "wfe.postgres.schema, no-dash", "wfe.postgres.schema, pg_own", "wfe.postgres.schema, ''",
			"wfe.postgres.table-prefix, no dot.", "wfe.postgres.table-prefix, a_prefix_of_29_characters_in_",
			"wfe.postgres.url, jdbc:mysql://localhost/wfe", "wfe.postgres.url, ' '" })
	void whenValueIsInvalidThenFailureNamesProperty(String property, String value) {
		this.contextRunner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidValueException.class)
				.hasMessageContaining(property));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mysql://wfe:s3cret@localhost/wfe", "postgres://wfe:s3cret@localhost:none/wfe",
			"postgres://wfe:s3cret%@localhost/wfe", "jdbc:postgresql://wfe:s3cret@localhost/wfe",
			"postgres://wfe:s3cret@localhost:1/wfe", "jdbc:postgresql://localhost:1/wfe?user=wfe&password=s3cret" })
	void whenUrlDoesNotWorkThenFailureKeepsPasswordSecret(String url) {
		this.withoutUrl.withPropertyValues("wfe.postgres.url=" + url).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(Throwables.getStackTrace(context.getStartupFailure())).doesNotContain(SECRET);
		});
	}

	@Test
	void whenPasswordPropertyIsWrongThenFailureKeepsItSecret() {
		this.withoutUrl
			.withPropertyValues("wfe.postgres.url=postgres://localhost:1/wfe", "wfe.postgres.password=" + SECRET)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(Throwables.getStackTrace(context.getStartupFailure())).doesNotContain(SECRET);
			});
	}

	@Test
	void propertiesDescribeThemselvesWithoutSecrets() {
		this.withoutUrl
			.withPropertyValues(UNREACHABLE, "wfe.postgres.password=" + SECRET, "wfe.postgres.initialize-schema=never")
			.run((context) -> assertThat(context.getBean(WfePostgresProperties.class).toString()).contains("schema=wfc")
				.doesNotContain(SECRET));
	}

	@Test
	void poolIsNamedAndHoldsTenConnectionsByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(pool(context).getMaximumPoolSize()).isEqualTo(10);
			assertThat(pool(context).getPoolName()).isEqualTo("wfe-postgres");
		});
	}

	@Test
	void poolTakesPropertiesOfHikari() {
		this.contextRunner
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=3", "wfe.postgres.hikari.pool-name=orders",
					"wfe.postgres.hikari.data-source-properties.ApplicationName=shop",
					"wfe.postgres.hikari.keepalive-time=60000")
			.run((context) -> {
				HikariDataSource pool = pool(context);
				assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
				assertThat(pool.getPoolName()).isEqualTo("orders");
				assertThat(pool.getKeepaliveTime()).isEqualTo(60000);
				assertThat(pool.getDataSourceProperties()).containsEntry("ApplicationName", "shop")
					.containsEntry("logServerErrorDetail", "false");
			});
	}

	@Test
	void poolCustomizersAreCalledInOrderAfterProperties() {
		this.contextRunner.withPropertyValues("wfe.postgres.hikari.pool-name=property")
			.withUserConfiguration(PoolCustomizers.class)
			.run((context) -> assertThat(pool(context).getPoolName()).isEqualTo("property-first-second"));
	}

	@Test
	void providerCustomizersAreCalledInOrderAfterProperties() {
		this.contextRunner.withPropertyValues("wfe.postgres.schema=not_this")
			.withUserConfiguration(ProviderCustomizers.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(Databases.hasTable(this.database, "second.first_workflows")).isTrue();
				assertThat(Databases.hasSchema(this.database, "not_this")).isFalse();
				assertThat(Databases.hasSchema(this.database, "first")).isFalse();
			});
	}

	@Test
	void poolIsClosedWithContext() {
		AtomicReference<HikariDataSource> pool = new AtomicReference<>();
		this.contextRunner.run((context) -> {
			pool.set(pool(context));
			assertThat(pool.get().isClosed()).isFalse();
		});
		assertThat(pool.get().isClosed()).isTrue();
	}

	@Test
	void poolIsClosedWhenTablesCannotBeInitialized() {
		AtomicReference<HikariDataSource> pool = new AtomicReference<>();
		this.contextRunner.withPropertyValues("wfe.postgres.initialize-schema=validate", "wfe.postgres.schema=missing")
			.withBean(WfeHikariCustomizer.class, () -> (config) -> pool.set((HikariDataSource) config))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(pool.get().isClosed()).isTrue();
			});
	}

	@Test
	void poolIsClosedWhenCustomizerFails() {
		AtomicReference<HikariDataSource> pool = new AtomicReference<>();
		this.contextRunner.withBean(WfeHikariCustomizer.class, () -> (config) -> {
			pool.set((HikariDataSource) config);
			throw new IllegalStateException("not like this");
		}).run((context) -> {
			assertThat(context).getFailure().rootCause().hasMessage("not like this");
			assertThat(pool.get().isClosed()).isTrue();
		});
	}

	@ParameterizedTest
	@CsvSource({ "wfe.postgres.username, wfe.postgres.username", "wfe.postgres.password, wfe.postgres.password",
			"wfe.postgres.hikari.maximum-pool-size, wfe.postgres.hikari",
			"wfe.postgres.hikari.data-source-properties.ssl, wfe.postgres.hikari" })
	void whenPoolIsConfiguredWithoutUrlThenFailureNamesProperty(String property, String named) {
		this.withoutUrl.withBean(DataSource.class, () -> Databases.dataSource(this.database))
			.withPropertyValues(property + "=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidValueException.class)
				.hasMessageContaining(named + " ")
				.hasMessageContaining("wfe.postgres.url"));
	}

	private static HikariDataSource pool(ApplicationContext context) {
		return (HikariDataSource) context.getBean(WfeDatabase.class).dataSource();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvider {

		@Bean
		PersistenceProvider ownProvider() {
			return PostgresPersistenceProvider.builder(new SimpleDriverDataSource()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PoolCustomizers {

		@Bean
		@Order(2)
		WfeHikariCustomizer secondPoolCustomizer() {
			return (config) -> config.setPoolName(config.getPoolName() + "-second");
		}

		@Bean
		@Order(1)
		WfeHikariCustomizer firstPoolCustomizer() {
			return (config) -> config.setPoolName(config.getPoolName() + "-first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProviderCustomizers {

		@Bean
		@Order(2)
		PostgresPersistenceProviderCustomizer secondProviderCustomizer() {
			return (builder) -> builder.schema("second");
		}

		@Bean
		@Order(1)
		PostgresPersistenceProviderCustomizer firstProviderCustomizer() {
			return (builder) -> builder.schema("first").tablePrefix("first_");
		}

	}

}
