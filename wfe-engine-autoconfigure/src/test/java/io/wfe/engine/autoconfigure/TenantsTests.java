package io.wfe.engine.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.wfe.core.persistence.NewEvent;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.StoresRunner.Steps;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfeStoreOptions;
import io.wfe.postgres.autoconfigure.WfeStores;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for one schema per tenant. They are the sample of the guide.
 */
@ExtendWith(PostgresExtension.class)
class TenantsTests {

	private static final int TENANTS = 100;

	private static final int CONNECTIONS = 5;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private final ApplicationContextRunner contextRunner;

	TenantsTests(TestDatabase database) {
		this.contextRunner = StoresRunner.create()
			.withUserConfiguration(Workflows.class)
			.withPropertyValues("wfe.postgres.url=" + database.uri(),
					"wfe.postgres.hikari.maximum-pool-size=" + CONNECTIONS,
					"wfe.postgres.hikari.connection-timeout=60000", "wfe.engine.lease-duration=30s");
	}

	@Test
	void hundredTenantsShareOnePoolAndDoNotSeeEachOther() {
		this.contextRunner.run((context) -> {
			WfeStores stores = context.getBean(WfeStores.class);
			WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
			PostgresPersistenceProvider standard = context.getBean("wfePersistenceProvider",
					PostgresPersistenceProvider.class);
			Map<String, String> started = new LinkedHashMap<>();
			for (int i = 0; i < TENANTS; i++) {
				String tenant = "tenant-" + i;
				assertThat(stores.register(tenant, WfeStoreOptions.schema("tenant_" + i)).dataSource())
					.isSameAs(standard.dataSource());
				started.put(tenant, hosts.get(tenant).startWorkflow("steps", null));
			}
			started.forEach((tenant, id) -> {
				StoresRunner.complete(hosts.get(tenant), id);
				assertThat(stores.get(tenant).countWorkflows()).singleElement()
					.satisfies((count) -> assertThat(count.count()).isOne());
			});
			assertThat(new JdbcTemplate(standard.dataSource())
				.queryForObject("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()", int.class))
				.isLessThanOrEqualTo(CONNECTIONS);
		});
	}

	@Test
	void tenantMovesToAnotherServerWithWorkInFlight(@TempDir Path directory) throws Exception {
		try (OwnServer other = new OwnServer(directory)) {
			other.start();
			this.contextRunner.run((context) -> {
				WfeStores stores = context.getBean(WfeStores.class);
				WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
				stores.register("acme", WfeStoreOptions.schema("tenant_acme"));
				List<String> ids = new ArrayList<>();
				for (int i = 0; i < 20; i++) {
					ids.add(hosts.get("acme").startWorkflow("waiting", null));
					ids.add(hosts.get("acme").startWorkflow("steps", null));
				}
				Awaitility.await()
					.untilAsserted(
							() -> assertThat(stores.get("acme").getSubscriptions("go", "all", LATER)).hasSize(20));
				PostgresPersistenceProvider old = stores.get("acme");
				stores.remove("acme");
				// What nobody has seen before the move
				publish(old);
				copySchema("tenant_acme", old.dataSource(),
						new SimpleDriverDataSource(new Driver(), other.jdbcUrl(), "postgres", ""));
				stores.register("acme",
						WfeStoreOptions.schema("tenant_acme").url(other.jdbcUrl()).login("postgres", null));
				WorkflowHost acme = hosts.get("acme");
				for (String id : ids) {
					StoresRunner.complete(acme, id);
					assertThat(acme.getData(id, ObjectNode.class).path("steps").asInt()).isEqualTo(3);
				}
			});
		}
	}

	private static void publish(PostgresPersistenceProvider store) {
		store.publishEvents(List.of(new NewEvent("moved", "go", "all", JsonNodeFactory.instance.nullNode(), null)));
	}

	/**
	 * As {@code pg_dump -n schema | psql}, which embedded servers do not have: makes the
	 * tables by the library, and copies all rows and sequences.
	 */
	private static void copySchema(String schema, DataSource old, DataSource other) throws SQLException, IOException {
		PostgresPersistenceProvider.builder(other).schema(schema).build().ensureStoreExists();
		try (Connection from = old.getConnection();
				Connection to = other.getConnection();
				Statement source = from.createStatement();
				Statement target = to.createStatement()) {
			target.execute("SET session_replication_role = replica");
			List<String> tables = new ArrayList<>();
			try (ResultSet rows = source.executeQuery("""
					SELECT table_name FROM information_schema.tables
					WHERE table_schema = '%s' AND table_type = 'BASE TABLE'
					""".formatted(schema))) {
				while (rows.next()) {
					tables.add(schema + "." + rows.getString(1));
				}
			}
			for (String table : tables) {
				target.execute("DELETE FROM " + table);
				ByteArrayOutputStream rows = new ByteArrayOutputStream();
				from.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", rows);
				to.unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
			}
			try (ResultSet sequences = source.executeQuery("""
					SELECT sequencename, last_value FROM pg_sequences
					WHERE schemaname = '%s' AND last_value IS NOT NULL
					""".formatted(schema))) {
				while (sequences.next()) {
					target.execute("SELECT setval('%s.%s', %d)".formatted(schema, sequences.getString(1),
							sequences.getLong(2)));
				}
			}
			target.execute("SET session_replication_role = DEFAULT");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Workflows {

		@Bean
		@WorkflowStore("*")
		Steps steps() {
			return new Steps("steps");
		}

		@Bean
		@WorkflowStore("*")
		Workflow<ObjectNode> waiting() {
			return new Steps("waiting") {

				@Override
				public void build(WorkflowBuilder<ObjectNode> workflow) {
					workflow.waitFor("go", (data) -> "all", Object.class);
					super.build(workflow);
				}

			};
		}

	}

}
