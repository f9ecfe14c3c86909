package io.wfe.postgres.setup;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfeDataSource;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Stores for tenants, as the page about setups shows them.
 */
class TenantSetupTests extends SetupTest {

	@Test
	void oneStoreForAllTenantsIsInDatabaseBehindRoutingDataSource() {
		try (TenantDataSources tenants = new TenantDataSources(this.database, this.other)) {
			this.contextRunner.withBean(TenantDataSources.class, () -> tenants)
				.withUserConfiguration(CentralStore.class)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					context.getBean(PersistenceProvider.class)
						.createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
					assertThat(workflows(this.database)).isOne();
				});
		}
	}

	@Test
	void eachTenantHasStoreInItsDatabase() {
		try (TenantDataSources tenants = new TenantDataSources(this.database, this.other)) {
			TenantStores stores = new TenantStores(tenants);
			stores.of("one").createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
			assertThat(stores.of("two").getRunnableInstances(LATER)).isEmpty();
			assertThat(stores.of("one").getRunnableInstances(LATER)).hasSize(1);
		}
	}

	private static long workflows(TestDatabase database) {
		return Objects.requireNonNull(jdbc(database).queryForObject("SELECT count(*) FROM wfc.workflows", Long.class));
	}

	@Component
	static class TenantStores {

		private final Map<String, PostgresPersistenceProvider> stores = new ConcurrentHashMap<>();

		private final TenantDataSources tenants;

		TenantStores(TenantDataSources tenants) {
			this.tenants = tenants;
		}

		PostgresPersistenceProvider of(String tenant) {
			return this.stores.computeIfAbsent(tenant, (name) -> {
				PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.tenants.of(name)).build();
				store.ensureStoreExists();
				return store;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CentralStore {

		@Bean
		DataSource dataSource(TenantDataSources tenants) {
			return tenants.routing();
		}

		@Bean(defaultCandidate = false)
		@WfeDataSource
		DataSource storeDataSource(TenantDataSources tenants) {
			return tenants.central();
		}

	}

	static final class TenantDataSources implements AutoCloseable {

		private final HikariDataSource one;

		private final HikariDataSource two;

		TenantDataSources(TestDatabase one, TestDatabase two) {
			this.one = PostgresUrl.parse(one.uri()).createDataSource();
			this.two = PostgresUrl.parse(two.uri()).createDataSource();
		}

		DataSource central() {
			return this.one;
		}

		DataSource of(String tenant) {
			return tenant.equals("one") ? this.one : this.two;
		}

		/**
		 * Knows no database without a tenant, and there is none here.
		 */
		DataSource routing() {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "nobody";
				}

			};
			routing.setTargetDataSources(Map.of("one", this.one, "two", this.two));
			routing.afterPropertiesSet();
			assertThatIllegalStateException().isThrownBy(routing::getConnection);
			return routing;
		}

		@Override
		public void close() {
			this.one.close();
			this.two.close();
		}

	}

}
