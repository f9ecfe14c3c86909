package io.wfe.postgres.autoconfigure;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for service connections of one store of several.
 */
@ExtendWith(PostgresExtension.class)
class NamedServiceConnectionTests {

	private static final TestDatabase service = TestPostgres.createDatabase();

	private final ApplicationContextRunner contextRunner;

	NamedServiceConnectionTests(TestDatabase standard) {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
					WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(standard))
			.withPropertyValues("wfe.postgres.stores.orders.url=postgres://localhost:1/nowhere");
	}

	@AfterAll
	static void drop() {
		service.close();
	}

	@Test
	void containerIsForTheStoreThatItNames() {
		this.contextRunner.withUserConfiguration(ContainerOfOrders.class)
			.run(NamedServiceConnectionTests::assertOnlyOrdersUseService);
	}

	@Test
	void composeServiceIsForTheStoreThatItsLabelNames() {
		this.contextRunner
			.withInitializer(new ComposeService.Started(ComposeService.of(service, "postgres",
					Map.of("org.springframework.boot.service-connection", "wfe-postgres", "io.wfe.store", "orders"))))
			.run(NamedServiceConnectionTests::assertOnlyOrdersUseService);
	}

	private static void assertOnlyOrdersUseService(ApplicationContext context) {
		HikariDataSource orders = (HikariDataSource) context.getBean(WfeStores.class).get("orders").dataSource();
		assertThat(orders.getJdbcUrl()).contains(service.name());
		assertThat(((HikariDataSource) context.getBean(WfeDatabase.class).dataSource()).getJdbcUrl())
			.doesNotContain(service.name());
	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerOfOrders {

		@Bean
		@ServiceConnection(name = "orders", type = WfePostgresConnectionDetails.class)
		StartedContainer container() {
			return new StartedContainer(service.jdbcUrl(), service);
		}

	}

}
