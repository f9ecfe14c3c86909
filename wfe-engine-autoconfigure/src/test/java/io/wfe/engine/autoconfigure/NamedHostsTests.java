package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.StoresRunner.Steps;
import io.wfe.engine.autoconfigure.event.WorkflowEvent;
import io.wfe.postgres.autoconfigure.WfeStoreOptions;
import io.wfe.postgres.autoconfigure.WfeStores;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the hosts of several stores.
 */
@ExtendWith(PostgresExtension.class)
class NamedHostsTests {

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	NamedHostsTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = StoresRunner.create()
			.withUserConfiguration(Workflows.class)
			.withPropertyValues("wfe.postgres.url=" + database.uri(), "wfe.postgres.stores.orders.schema=orders",
					"wfe.engine.stores.orders.workflows=by-property", "wfe.engine.poll-interval=50ms");
	}

	@BeforeEach
	void drop() {
		for (String schema : new String[] { "wfc", "orders", "acme" }) {
			new JdbcTemplate(new SimpleDriverDataSource(new Driver(), this.database.jdbcUrl(), this.database.username(),
					this.database.password()))
				.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
		}
	}

	@Test
	void workflowRunsOnTheStoreThatPropertyOrAnnotationNames() {
		this.contextRunner.run((context) -> {
			WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
			WorkflowHost orders = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					WorkflowHost.class, "orders");
			assertThat(hosts.all()).containsOnlyKeys("default", "orders").containsEntry("orders", orders);
			assertThat(context.getBean(WorkflowHost.class)).isSameAs(hosts.get("default"));
			assertThat(orders.definitions()).extracting(WorkflowDefinition::id)
				.containsExactly("by-annotation", "by-property", "everywhere");
			assertThat(hosts.get("default").definitions()).extracting(WorkflowDefinition::id)
				.containsExactly("everywhere", "nothing-said");
			StoresRunner.complete(orders, orders.startWorkflow("by-property", null));
			assertThat(
					context.getBean(MeterRegistry.class).get("wfe.host.leased").tag("store", "orders").gauge().value())
				.isOne();
			context.getSourceApplicationContext().stop();
			assertThat(orders.isRunning()).isFalse();
		});
	}

	@Test
	void eventsAndObservationsSayTheStore() {
		List<WorkflowEvent> events = new CopyOnWriteArrayList<>();
		this.contextRunner
			.withInitializer((context) -> context.addApplicationListener((PayloadApplicationEvent<?> event) -> {
				if (event.getPayload() instanceof WorkflowEvent told) {
					events.add(told);
				}
			}))
			.run((context) -> {
				for (String store : List.of("default", "orders")) {
					WorkflowHost host = context.getBean(WorkflowHosts.class).get(store);
					String id = host.startWorkflow("everywhere", null);
					StoresRunner.complete(host, id);
					Awaitility.await()
						.untilAsserted(() -> assertThat(events).filteredOn((event) -> event.workflow().id().equals(id))
							.hasSize(8)
							.allSatisfy((event) -> assertThat(event.store()).isEqualTo(store)));
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					for (String meter : List.of("wfe.persistence", "wfe.start", "wfe.pass", "wfe.step")) {
						assertThat(registry.get(meter).tag("store", store).timers()).isNotEmpty();
					}
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "wfe.engine.stores.orders.workflows=no-such, no-such", "wfe.postgres.enabled=false, nothingSaid" })
	void whenWorkflowCannotBePlacedThenStartFails(String property, String named) {
		this.contextRunner.withPropertyValues(property, "wfe.postgres.stores.orders.url=" + this.database.uri())
			.run((context) -> assertThat(context).getFailure().hasMessageContaining(named));
	}

	@Test
	void hostComesAndGoesWithItsStore() {
		this.contextRunner.run((context) -> {
			WfeStores stores = context.getBean(WfeStores.class);
			WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
			stores.register("acme", WfeStoreOptions.schema("acme"));
			WorkflowHost acme = hosts.get("acme");
			assertThat(acme.definitions()).extracting(WorkflowDefinition::id).containsExactly("everywhere");
			StoresRunner.complete(acme, acme.startWorkflow("everywhere", null));
			stores.remove("acme");
			assertThat(acme.isRunning()).isFalse();
			assertThatIllegalArgumentException().isThrownBy(() -> hosts.get("acme"));
		});
	}

	@Test
	void busyStoreLeavesThreadsToOthers() {
		Signals blocking = new Signals(3);
		this.contextRunner.withBean("blocking", Workflow.class, () -> blocking)
			.withPropertyValues("wfe.engine.max-concurrent-workflows=4")
			.run((context) -> {
				WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
				for (int i = 0; i < 12; i++) {
					hosts.get("default").startWorkflow("signals", null);
				}
				// Three of four places, so that the fourth start has to wait
				assertThat(blocking.stepRuns.await(30, TimeUnit.SECONDS)).isTrue();
				WorkflowHost orders = hosts.get("orders");
				StoresRunner.complete(orders, orders.startWorkflow("by-property", null));
				assertThat(hosts.get("default").status().owned()).isEqualTo(3);
				blocking.goOn.countDown();
			});
	}

	/** The pool of a store must not be closed before its host has stopped. */
	@Test
	void applicationThatStopsWaitsForTheStepsOfNamedStores() {
		Signals blocking = new Signals(3);
		this.contextRunner.withBean("blocking", Workflow.class, () -> blocking)
			.withPropertyValues("wfe.engine.stores.orders.workflows=by-property,signals")
			.run((context) -> {
				WorkflowHost orders = context.getBean(WorkflowHosts.class).get("orders");
				for (int i = 0; i < 3; i++) {
					orders.startWorkflow("signals", null);
				}
				assertThat(blocking.stepRuns.await(30, TimeUnit.SECONDS)).isTrue();
				CompletableFuture<Void> stopped = new CompletableFuture<>();
				new Thread(() -> {
					context.getSourceApplicationContext().stop();
					stopped.complete(null);
				}).start();
				assertThat(stopped).failsWithin(Duration.ofSeconds(1));
				blocking.goOn.countDown();
				assertThat(stopped).succeedsWithin(Duration.ofMinutes(1));
				assertThat(orders.isRunning()).isFalse();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Workflows {

		@Bean
		Steps nothingSaid() {
			return new Steps("nothing-said");
		}

		@Bean
		Steps byProperty() {
			return new Steps("by-property");
		}

		@Bean
		@WorkflowStore("orders")
		Steps byAnnotation() {
			return new Steps("by-annotation");
		}

		@Bean
		@WorkflowStore("*")
		Steps everywhere() {
			return new Steps("everywhere");
		}

	}

}
