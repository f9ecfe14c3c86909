package io.wfe.postgres.autoconfigure;

import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresConnectionDetails}, and for those of Testcontainers and
 * Docker Compose. Only Docker is missing: the containers and services that are found are
 * databases of the test's server.
 */
class ServiceConnectionTests {

	private static final String NOWHERE = "wfe.postgres.url=postgres://nobody:wrong@localhost:1/nowhere";

	private static final TestDatabase service = TestPostgres.createDatabase();

	private static final TestDatabase other = TestPostgres.createDatabase();

	private final ApplicationContextRunner withoutDataSource = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, WfePostgresAutoConfiguration.class));

	private final ApplicationContextRunner withDataSource = this.withoutDataSource
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class));

	@BeforeEach
	void empty() {
		Databases.jdbc(service).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
		Databases.jdbc(other).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@AfterAll
	static void drop() {
		service.close();
		other.close();
	}

	@Test
	void connectionDetailsGiveWorkingStore() {
		this.withoutDataSource.withUserConfiguration(OwnDetails.class).run((context) -> {
			assertThat(hasOwnPool(context)).isTrue();
			assertThat(context).doesNotHaveBean(DataSource.class);
			assertThat(storesIn(context, service)).isTrue();
		});
	}

	@Test
	void connectionDetailsGoBeforeUrl() {
		this.withoutDataSource.withUserConfiguration(OwnDetails.class)
			.withPropertyValues(NOWHERE, "wfe.postgres.username=nobody", "wfe.postgres.password=wrong")
			.run((context) -> assertThat(storesIn(context, service)).isTrue());
	}

	@Test
	void connectionDetailsTakePropertiesOfPool() {
		this.withoutDataSource.withUserConfiguration(OwnDetails.class)
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=3")
			.withBean(WfeHikariCustomizer.class, () -> (config) -> config.setPoolName("customized"))
			.run((context) -> {
				HikariDataSource pool = (HikariDataSource) context.getBean(WfeDatabase.class).dataSource();
				assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
				assertThat(pool.getPoolName()).isEqualTo("customized");
			});
	}

	@Test
	void connectionDetailsLeaveDataSourceToApplication() {
		this.withDataSource.withUserConfiguration(OwnDetails.class)
			.withPropertyValues(Databases.ofApplication(other))
			.run((context) -> {
				assertThat(context).hasSingleBean(DataSource.class);
				assertThat(hasOwnPool(context)).isTrue();
				assertThat(storesIn(context, service)).isTrue();
				assertThat(Databases.hasSchema(other, "wfc")).isFalse();
			});
	}

	@Test
	void qualifiedDataSourceGoesBeforeConnectionDetails() {
		this.withoutDataSource.withUserConfiguration(OwnDetails.class, QualifiedDataSource.class)
			.run((context) -> assertThat(storesIn(context, other)).isTrue());
	}

	@Test
	void whenConnectionDetailsAreInvalidThenFailureNamesThem() {
		this.withoutDataSource
			.withBean(WfePostgresConnectionDetails.class, () -> new Details("jdbc:mysql://localhost/wfe", null, null))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidValueException.class)
				.hasMessageContaining("WfePostgresConnectionDetails"));
	}

	@Test
	void whenThereAreSeveralConnectionDetailsThenFailureNamesThem() {
		this.withoutDataSource.withUserConfiguration(OwnDetails.class)
			.withBean("moreDetails", WfePostgresConnectionDetails.class, () -> Details.of(other))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("ownDetails")
				.hasMessageContaining("moreDetails"));
	}

	@Test
	void containerGivesWorkingStore() {
		this.withoutDataSource.withUserConfiguration(ContainerOfAll.class).run((context) -> {
			assertThat(hasOwnPool(context)).isTrue();
			assertThat(storesIn(context, service)).isTrue();
		});
	}

	@Test
	void containerGoesBeforeUrl() {
		this.withoutDataSource.withUserConfiguration(ContainerOfAll.class)
			.withPropertyValues(NOWHERE)
			.run((context) -> assertThat(storesIn(context, service)).isTrue());
	}

	@Test
	void storeSharesDataSourceThatContainerGivesToApplication() {
		this.withDataSource.withUserConfiguration(ContainerOfAll.class).run((context) -> {
			assertThat(context).hasSingleBean(WfePostgresConnectionDetails.class)
				.hasSingleBean(JdbcConnectionDetails.class);
			assertThat(context.getBean(WfeDatabase.class).dataSource()).isSameAs(context.getBean(DataSource.class));
			assertThat(storesIn(context, service)).isTrue();
			assertThat(joinsTransactionOfApplication(context)).isTrue();
		});
	}

	@Test
	void containerReplacesUrlBesideDataSourceOfApplication() {
		this.withDataSource.withUserConfiguration(ContainerOfAll.class).withPropertyValues(NOWHERE).run((context) -> {
			assertThat(hasOwnPool(context)).isTrue();
			assertThat(storesIn(context, service)).isTrue();
		});
	}

	@Test
	void containerOfStoreAloneGivesItPoolOfItsOwn() {
		this.withDataSource.withUserConfiguration(ContainerOfStore.class)
			.withPropertyValues(Databases.ofApplication(other))
			.run((context) -> {
				assertThat(hasOwnPool(context)).isTrue();
				assertThat(storesIn(context, service)).isTrue();
				assertThat(Databases.hasSchema(other, "wfc")).isFalse();
			});
	}

	@Test
	void containerOfApplicationAloneIsNotForStore() {
		this.withDataSource.withUserConfiguration(ContainerOfApplication.class)
			.withPropertyValues(Databases.ofStore(other))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(WfePostgresConnectionDetails.class);
				assertThat(storesIn(context, other)).isTrue();
			});
	}

	@Test
	void containerOfOtherDatabaseIsNotForStore() {
		this.withoutDataSource.withUserConfiguration(ContainerOfOtherDatabase.class)
			.withPropertyValues(Databases.ofStore(other))
			.run((context) -> assertThat(storesIn(context, other)).isTrue());
	}

	@Test
	void composeServiceGivesWorkingStore() {
		this.withoutDataSource
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "postgres", Map.of())))
			.run((context) -> {
				assertThat(hasOwnPool(context)).isTrue();
				assertThat(storesIn(context, service)).isTrue();
			});
	}

	@Test
	void storeSharesDataSourceThatComposeServiceGivesToApplication() {
		this.withDataSource
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "postgres", Map.of())))
			.run((context) -> {
				assertThat(context).hasSingleBean(WfePostgresConnectionDetails.class);
				assertThat(context.getBean(WfeDatabase.class).dataSource()).isSameAs(context.getBean(DataSource.class));
				assertThat(storesIn(context, service)).isTrue();
				assertThat(joinsTransactionOfApplication(context)).isTrue();
			});
	}

	@Test
	void composeServiceOfStoreAloneGivesItPoolOfItsOwn() {
		this.withDataSource
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "registry.example.org/postgis:18",
					Map.of("org.springframework.boot.service-connection", "wfe-postgres"))))
			.withPropertyValues(Databases.ofApplication(other))
			.run((context) -> {
				assertThat(context).doesNotHaveBean("jdbcConnectionDetailsForDatabase");
				assertThat(hasOwnPool(context)).isTrue();
				assertThat(storesIn(context, service)).isTrue();
			});
	}

	@Test
	void composeServiceTakesParametersOfLabel() {
		this.withoutDataSource
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "postgres:18-alpine",
					Map.of("org.springframework.boot.jdbc.parameters", "ApplicationName=shop&ssl=false"))))
			.run((context) -> {
				assertThat(context.getBean(WfePostgresConnectionDetails.class).getJdbcUrl())
					.isEqualTo(service.jdbcUrl() + "?ApplicationName=shop&ssl=false");
				assertThat(storesIn(context, service)).isTrue();
			});
	}

	@Test
	void composeServiceHasDefaultsOfImage() {
		this.withoutDataSource
			.withInitializer(new ComposeService.Started(
					new ComposeService(service, "postgres", Map.of("POSTGRES_HOST_AUTH_METHOD", "trust"), Map.of())))
			.withPropertyValues("wfe.postgres.initialize-schema=never")
			.run((context) -> {
				WfePostgresConnectionDetails details = context.getBean(WfePostgresConnectionDetails.class);
				assertThat(details.getUsername()).isEqualTo("postgres");
				assertThat(details.getPassword()).isNull();
				assertThat(details.getJdbcUrl()).endsWith("/postgres");
			});
	}

	@Test
	void composeServiceOfOtherImageIsNotForStore() {
		this.withoutDataSource
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "redis", Map.of())))
			.withPropertyValues(Databases.ofStore(other))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(WfePostgresConnectionDetails.class);
				assertThat(storesIn(context, other)).isTrue();
			});
	}

	private static boolean hasOwnPool(ApplicationContext context) {
		return context.getBean(WfeDatabase.class).hasOwnPool();
	}

	private static boolean storesIn(ApplicationContext context, TestDatabase database) {
		String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
		return Databases.hasWorkflow(database, id);
	}

	private static boolean joinsTransactionOfApplication(ApplicationContext context) {
		String id = context.getBean(TransactionTemplate.class).execute((status) -> {
			status.setRollbackOnly();
			return context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
		});
		return id != null && !Databases.hasWorkflow(service, id);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		WfePostgresConnectionDetails ownDetails() {
			return Details.of(service);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSource {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource workflowDataSource() {
			return PostgresUrl.parse(other.uri()).createDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerOfAll {

		@Bean
		@ServiceConnection
		StartedContainer container() {
			return new StartedContainer(service.jdbcUrl(), service);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerOfStore {

		@Bean
		@ServiceConnection(type = WfePostgresConnectionDetails.class)
		StartedContainer container() {
			return new StartedContainer(service.jdbcUrl(), service);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerOfApplication {

		@Bean
		@ServiceConnection(type = JdbcConnectionDetails.class)
		StartedContainer container() {
			return new StartedContainer(service.jdbcUrl(), service);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerOfOtherDatabase {

		@Bean
		@ServiceConnection
		StartedContainer container() {
			return new StartedContainer("jdbc:mysql://localhost:1/shop", service);
		}

	}

	/**
	 * The details of an application.
	 */
	private record Details(String getJdbcUrl, @Nullable String getUsername,
			@Nullable String getPassword) implements WfePostgresConnectionDetails {

		static Details of(TestDatabase database) {
			return new Details(database.jdbcUrl(), database.username(), database.password());
		}

	}

}
