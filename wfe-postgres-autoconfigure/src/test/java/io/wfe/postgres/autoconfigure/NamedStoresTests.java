package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.actuator.endpoint.WfeDescriptor;
import io.wfe.actuator.endpoint.WfeEndpointJmxExtension;
import io.wfe.core.InvalidValueException;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.endpoint.WfePostgresEndpointAutoConfiguration;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import io.wfe.postgres.autoconfigure.metrics.WfePostgresMetricsAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for several stores in one application.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class NamedStoresTests {

	private static final String UNREACHABLE = "wfe.postgres.stores.archive.url=postgres://localhost:1/nowhere";

	private final TestDatabase database;

	private final ApplicationContextRunner withoutDatabase = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
				WfePostgresStoresAutoConfiguration.class, WfePostgresHealthContributorAutoConfiguration.class,
				WfeHealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				WfePostgresEndpointAutoConfiguration.class, WfeEndpointAutoConfiguration.class,
				WfePostgresMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withPropertyValues("management.endpoints.jmx.exposure.include=wfe", "spring.jmx.enabled=true");

	private final ApplicationContextRunner contextRunner;

	NamedStoresTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = this.withoutDatabase.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=2");
	}

	@BeforeEach
	void drop() {
		Stream.of("wfc", "orders", "archive", "acme")
			.forEach((schema) -> Databases.jdbc(this.database)
				.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(schema)));
	}

	@Test
	void namedStoreIsBesideTheDefaultOneAndUsesItsConnections() {
		this.contextRunner.withUserConfiguration(Injected.class)
			.withPropertyValues("wfe.postgres.stores.orders.schema=orders")
			.run((context) -> {
				PostgresPersistenceProvider orders = context.getBean(Injected.Holder.class).orders();
				PersistenceProvider standard = context.getBean(PersistenceProvider.class);
				assertThat(standard).isSameAs(context.getBean("wfePersistenceProvider")).isNotSameAs(orders);
				assertThat(orders).isSameAs(context.getBean(WfeStores.class).get("orders"));
				assertThat(orders.dataSource()).isSameAs(context.getBean(WfeDatabase.class).dataSource());
				String id = orders.createNewWorkflow(Databases.workflow());
				assertThat(Databases.jdbc(this.database).queryForList("SELECT id FROM orders.workflows", String.class))
					.containsExactly(id);
				assertThat(standard.findWorkflow(id)).isEmpty();
			});
	}

	@Test
	void namedStoreHasPropertiesAndPoolOfItsOwn() {
		this.withoutDatabase
			.withPropertyValues("wfe.postgres.enabled=false", "wfe.postgres.stores.orders.url=" + this.database.uri(),
					"wfe.postgres.stores.orders.schema=orders", "wfe.postgres.stores.orders.table-prefix=shop_",
					"wfe.postgres.stores.orders.hikari.maximum-pool-size=3", UNREACHABLE,
					"wfe.postgres.stores.archive.startup=lazy",
					"wfe.postgres.stores.archive.hikari.initialization-fail-timeout=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WfeDatabase.class);
				WfeStores stores = context.getBean(WfeStores.class);
				assertThat(stores.stores()).containsOnlyKeys("archive", "orders");
				HikariDataSource pool = (HikariDataSource) stores.get("orders").dataSource();
				assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
				assertThat(pool.getPoolName()).isEqualTo("wfe-postgres-orders");
				assertThat(Databases.hasTable(this.database, "orders.shop_workflows")).isTrue();
				assertThat(context.getBean(MeterRegistry.class).get("hikaricp.connections.max").gauge().value())
					.isEqualTo(3);
				context.close();
				assertThat(pool.isClosed()).isTrue();
			});
	}

	@Test
	void namedStoreUsesDataSourceThatHasItsNameAsQualifier() {
		this.withoutDatabase.withUserConfiguration(OrdersDataSource.class)
			.withPropertyValues("wfe.postgres.enabled=false", "wfe.postgres.stores.orders.schema=orders",
					"orders.url=" + this.database.uri())
			.run((context) -> assertThat(context.getBean(WfeStores.class).get("orders").dataSource())
				.isSameAs(context.getBean("ordersPool")));
	}

	@ParameterizedTest
	@CsvSource({ "orders.json, exact, wfe.postgres.stores.orders.schema", // as the
																			// default
																			// store
			"orders.retention.errors, 1ms, wfe.postgres.stores.orders.retention.errors",
			"orders.username, shop, wfe.postgres.stores.orders.username",
			"orders.health.timeout, 0s, wfe.postgres.stores.orders.health.timeout",
			"orders.metrics.sample-interval, 0s, wfe.postgres.stores.orders.metrics.sample-interval",
			"default.schema, orders, wfe.postgres.stores.default",
			"Orders.schema, orders, wfe.postgres.stores.Orders" })
	void whenStoreIsNotValidThenFailureNamesItsProperty(String property, String value, String named) {
		boolean tables = property.equals("orders.json");
		this.contextRunner
			.withPropertyValues("wfe.postgres.stores." + property + "=" + value,
					(tables || property.endsWith("schema")) ? "unrelated=" : "wfe.postgres.stores.orders.schema=orders")
			.run((context) -> assertThat(
					NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(context.getStartupFailure())))
				.isInstanceOfSatisfying(InvalidValueException.class,
						(failure) -> assertThat(failure.getField()).isEqualTo(named)));
	}

	@Test
	void providerOfApplicationReplacesDefaultStoreOnlyAndTheLogSaysSo(CapturedOutput output) {
		this.withoutDatabase.withBean("ownProvider", PersistenceProvider.class, InMemoryPersistenceProvider::new)
			.withPropertyValues("wfe.postgres.stores.orders.url=" + this.database.uri(),
					"wfe.postgres.stores.orders.schema=orders")
			.run((context) -> {
				assertThat(context.getBean(PersistenceProvider.class)).isSameAs(context.getBean("ownProvider"));
				assertThat(context.getBean(WfeStores.class).get("orders").countWorkflows()).isEmpty();
				assertThat(output.getOut()).containsOnlyOnce("(ownProvider) replaces the default workflow store");
			});
	}

	@Test
	void healthNamesTheStoreThatIsDown() {
		this.contextRunner.withPropertyValues(UNREACHABLE, "wfe.postgres.stores.archive.startup=lazy",
				"wfe.postgres.stores.archive.hikari.initialization-fail-timeout=-1",
				"wfe.postgres.stores.archive.hikari.connection-timeout=250", "wfe.postgres.stores.orders.schema=orders")
			.run((context) -> {
				HealthContributor health = context.getBean(HealthContributorRegistry.class).getContributor("wfe");
				assertThat(health).isInstanceOf(CompositeHealthContributor.class);
				assertThat(((CompositeHealthContributor) Objects.requireNonNull(health)).stream()
					.map(HealthContributors.Entry::name)).containsExactly("default", "archive", "orders");
				assertThat(status(context, "default")).isEqualTo(Status.UP);
				assertThat(status(context, "orders")).isEqualTo(Status.UP);
				assertThat(status(context, "archive")).isEqualTo(Status.DOWN);
			});
	}

	private static @Nullable Status status(ApplicationContext context, String store) {
		CompositeHealthContributor wfe = (CompositeHealthContributor) Objects
			.requireNonNull(context.getBean(HealthContributorRegistry.class).getContributor("wfe"));
		HealthIndicator health = (HealthIndicator) wfe.getContributor(store);
		return (health != null) ? Objects.requireNonNull(health.health(false)).getStatus() : null;
	}

	@Test
	void metersAreTaggedWithTheStore() {
		this.contextRunner.withPropertyValues("wfe.postgres.stores.orders.schema=orders").run((context) -> {
			context.getBean(WfeStores.class).get("orders").createNewWorkflow(Databases.workflow());
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String store : List.of("orders", "default")) {
				Awaitility.await()
					.untilAsserted(() -> assertThat(
							registry.get("wfe.workflows").tags("store", store, "status", "runnable").gauge().value())
						.isEqualTo(store.equals("orders") ? 1 : 0));
			}
		});
	}

	@Test
	void endpointTakesTheStore() {
		this.contextRunner.withPropertyValues("wfe.postgres.stores.orders.schema=orders").run((context) -> {
			context.getBean(WfeStores.class).get("orders").createNewWorkflow(Databases.workflow());
			WfeEndpointJmxExtension endpoint = context.getBean(WfeEndpointJmxExtension.class);
			assertThat(runnable(endpoint.report("orders"))).isOne();
			assertThat(runnable(endpoint.report(null))).isZero();
			assertThat(endpoint.report("default").parts()).containsEntry("stores", List.of("default", "orders"));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.report("unknown"))
				.withMessageContaining("default, orders");
		});
	}

	private static long runnable(WfeDescriptor report) {
		return Objects.requireNonNull(report.workflows().get(WorkflowStatus.RUNNABLE)).count();
	}

	@Test
	void storeIsRegisteredAndRemovedWhileApplicationRuns() {
		this.contextRunner.run((context) -> {
			WfeStores stores = context.getBean(WfeStores.class);
			HealthContributorRegistry health = context.getBean(HealthContributorRegistry.class);
			assertThat(health.getContributor("wfe")).isInstanceOf(HealthIndicator.class);
			PostgresPersistenceProvider acme = stores.register("acme", WfeStoreOptions.schema("acme"));
			String id = acme.createNewWorkflow(Databases.workflow());
			assertThat(Databases.jdbc(this.database).queryForList("SELECT id FROM acme.workflows", String.class))
				.containsExactly(id);
			assertThat(status(context, "acme")).isEqualTo(Status.UP);
			assertThat(status(context, "default")).isEqualTo(Status.UP);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("wfe.workflows").tag("store", "acme").gauges()).isNotEmpty();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> stores.register("acme", WfeStoreOptions.schema("another")));
			stores.remove("acme");
			assertThat(stores.stores()).isEmpty();
			assertThat(status(context, "acme")).isNull();
			assertThat(registry.find("wfe.workflows").tag("store", "acme").gauges()).isEmpty();
			assertThat(
					stores.register("acme", WfeStoreOptions.schema("acme").url(this.database.uri())).findWorkflow(id))
				.isPresent();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Holder holder(@Qualifier("orders") PostgresPersistenceProvider orders) {
			return new Holder(orders);
		}

		record Holder(PostgresPersistenceProvider orders) {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrdersDataSource {

		@Bean(defaultCandidate = false)
		@Qualifier("orders")
		DataSource ordersPool(@Value("${orders.url}") String url) {
			return PostgresUrl.parse(url).createDataSource();
		}

	}

}
