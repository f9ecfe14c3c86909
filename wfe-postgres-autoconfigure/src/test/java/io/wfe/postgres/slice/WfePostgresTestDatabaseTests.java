package io.wfe.postgres.slice;

import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.StartedContainer;
import io.wfe.postgres.autoconfigure.WfePostgresConnectionDetails;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the database of {@link WfePostgresTest}. As there may be no Docker, the
 * containers are databases of the test's server.
 */
class WfePostgresTestDatabaseTests {

	private static final TestDatabase service = TestPostgres.createDatabase();

	private static final TestDatabase other = TestPostgres.createDatabase();

	private static String create(PersistenceProvider provider) {
		return provider.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
	}

	private static String database(DataSource dataSource) {
		return JdbcClient.create(dataSource).sql("SELECT current_database()").query(String.class).single();
	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class WithContainer {

		@ServiceConnection
		static final StartedContainer container = new StartedContainer(service.jdbcUrl(), service);

		@RepeatedTest(2)
		void databaseIsThatOfContainer(@Autowired DataSource dataSource, @Autowired PersistenceProvider provider) {
			assertThat(database(dataSource)).isEqualTo(service.name());
			assertThat(provider.getRunnableInstances(Instant.parse("2100-01-01T00:00:00Z"))).isEmpty();
			create(provider);
		}

	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class WithContainersOfStoreAndApplication {

		@ServiceConnection(type = WfePostgresConnectionDetails.class)
		static final StartedContainer container = new StartedContainer(service.jdbcUrl(), service);

		@ServiceConnection(type = JdbcConnectionDetails.class)
		static final StartedContainer applicationContainer = new StartedContainer(other.jdbcUrl(), other);

		@Test
		void databaseIsThatOfStore(@Autowired DataSource dataSource) {
			assertThat(database(dataSource)).isEqualTo(service.name());
		}

	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class WithContainerAsBean {

		@Test
		void databaseIsThatOfContainer(@Autowired DataSource dataSource) {
			assertThat(database(dataSource)).isEqualTo(service.name());
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Containers {

			@Bean
			@ServiceConnection
			StartedContainer container() {
				return new StartedContainer(service.jdbcUrl(), service);
			}

		}

	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class WithDatabaseOfApplication {

		@Test
		void neitherDataSourceNorConnectionDetailsAreUsed(@Autowired DataSource dataSource,
				@Autowired PersistenceProvider provider, @Autowired TestDatabase database,
				@Autowired List<DataSource> dataSources) {
			assertThat(dataSources).hasSize(2);
			assertThat(database(dataSource)).isEqualTo(database.name());
			String id = create(provider);
			assertThat(JdbcClient.create(dataSource).sql("SELECT id FROM wfc.workflows").query(String.class).list())
				.containsExactly(id);
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Production {

			@Bean
			HikariDataSource productionDataSource() {
				return PostgresUrl.parse("postgres://nobody@localhost:1/nowhere").createDataSource();
			}

			@Bean
			WfePostgresConnectionDetails productionDetails() {
				return new Details();
			}

		}

		private static final class Details implements WfePostgresConnectionDetails {

			@Override
			public String getJdbcUrl() {
				return "jdbc:postgresql://localhost:1/nowhere";
			}

			@Override
			public @Nullable String getUsername() {
				return null;
			}

			@Override
			public @Nullable String getPassword() {
				return null;
			}

		}

	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class WithProviderOfApplication {

		@RepeatedTest(2)
		void itsDatabaseIsLeftAlone(@Autowired PersistenceProvider provider, RepetitionInfo repetition) {
			create(provider);
			assertThat(provider.getRunnableInstances(Instant.parse("2100-01-01T00:00:00Z")))
				.hasSize(repetition.getCurrentRepetition());
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Provider {

			@Bean
			PostgresPersistenceProvider ownProvider() {
				PostgresPersistenceProvider provider = PostgresPersistenceProvider
					.builder(PostgresUrl.parse(other.uri()).createDataSource())
					.schema("own")
					.build();
				provider.ensureStoreExists();
				return provider;
			}

		}

	}

}
