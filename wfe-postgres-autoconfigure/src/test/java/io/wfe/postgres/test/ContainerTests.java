package io.wfe.postgres.test;

import javax.sql.DataSource;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code @ServiceConnection} with real containers, where Docker can start one.
 */
@EnabledIf("canBeStarted")
class ContainerTests {

	private static final String IMAGE = "postgres:18";

	static boolean canBeStarted() {
		return Docker.prepare(IMAGE) == null;
	}

	private static void assertStores(PersistenceProvider provider, PostgreSQLContainer container) {
		String id = provider
			.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
		DataSource dataSource = new DriverManagerDataSource(container.getJdbcUrl(), container.getUsername(),
				container.getPassword());
		assertThat(JdbcClient.create(dataSource).sql("SELECT id FROM wfc.workflows").query(String.class).list())
			.containsExactly(id);
	}

	@Test
	void storeSharesDataSourceThatContainerGivesToApplication() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
					DataSourceAutoConfiguration.class, WfePostgresAutoConfiguration.class))
			.withUserConfiguration(Containers.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(DataSource.class);
				assertStores(context.getBean(PersistenceProvider.class), context.getBean(PostgreSQLContainer.class));
			});
	}

	@Nested
	@WfePostgresTest(properties = "spring.config.name=shop")
	class OfSlice {

		@ServiceConnection
		static final PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);

		@Test
		void storeIsInContainer(@Autowired PersistenceProvider provider) {
			assertStores(provider, container);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection
		PostgreSQLContainer container() {
			return new PostgreSQLContainer(IMAGE);
		}

	}

	@SpringBootConfiguration
	static class Application {

	}

}
