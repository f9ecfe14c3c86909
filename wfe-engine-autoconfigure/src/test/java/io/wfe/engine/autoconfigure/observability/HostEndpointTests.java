package io.wfe.engine.autoconfigure.observability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;
import io.wfe.actuator.endpoint.DefinitionDescriptor;
import io.wfe.actuator.endpoint.EventRequest;
import io.wfe.actuator.endpoint.HostsDescriptor;
import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.endpoint.WfeEngineEndpointAutoConfiguration;
import io.wfe.engine.autoconfigure.observability.Orders.Order;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.endpoint.WfePostgresEndpointAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WfeEngineEndpointAutoConfiguration}.
 */
@ExtendWith(PostgresExtension.class)
class HostEndpointTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
				WfePostgresEndpointAutoConfiguration.class, WfeEngineAutoConfiguration.class,
				WfeEngineEndpointAutoConfiguration.class, WfeEndpointAutoConfiguration.class))
		.withBean(Orders.class)
		.withBean(Orders.Parcels.class)
		.withPropertyValues("management.endpoints.web.exposure.include=wfe");

	private final ApplicationContextRunner inMemory = this.withoutStore.withBean(PersistenceProvider.class,
			InMemoryPersistenceProvider::new);

	@Test
	void storeAndHostAddToOneReport(TestDatabase database) {
		this.withoutStore.withPropertyValues("wfe.postgres.url=" + database.uri()).run((context) -> {
			WfeEndpoint endpoint = context.getBean(WfeEndpoint.class);
			assertThat(endpoint.report().parts()).containsOnlyKeys("schemaVersion", "host");
			String id = context.getBean(WorkflowHost.class).status().id();
			assertThat(endpoint.findHosts().hosts()).extracting(HostsDescriptor.HostDescriptor::id).containsExactly(id);
		});
	}

	@Test
	@SuppressWarnings("unchecked")
	void reportTellsWhatTheHostIsDoing() {
		this.inMemory.run((context) -> {
			Orders orders = context.getBean(Orders.class);
			String id = context.getBean(WorkflowHost.class).startWorkflow("order", new Order("1", true, false));
			orders.entered.await();
			Map<String, Object> host = (Map<String, Object>) Objects
				.requireNonNull(context.getBean(WfeEndpoint.class).report().parts().get("host"));
			assertThat(host).containsEntry("running", true).containsEntry("executing", true).containsEntry("owned", 1);
			List<Map<String, Object>> steps = (List<Map<String, Object>>) Objects.requireNonNull(host.get("steps"));
			assertThat(steps).singleElement()
				.satisfies((step) -> assertThat(step).containsEntry("workflow", id)
					.containsEntry("definition", "order")
					.containsEntry("step", "reserve")
					.containsKey("age"));
			orders.opened.countDown();
		});
	}

	@Test
	void definitionsHaveTheirDiagram() {
		this.inMemory.run((context) -> {
			WfeEndpoint endpoint = context.getBean(WfeEndpoint.class);
			assertThat(endpoint.findDefinitions(null).definitions()).extracting(DefinitionDescriptor::id)
				.containsExactly("order", "parcel");
			assertThat(endpoint.findDefinitions("order").definitions()).singleElement().satisfies((order) -> {
				assertThat(order.version()).isOne();
				assertThat(order.description()).isEqualTo("Ships an order");
				assertThat(order.steps()).isGreaterThanOrEqualTo(4);
				assertThat(order.diagram()).startsWith("flowchart").contains("reserve", "invoice");
			});
			assertThat(endpoint.findDefinitions("unknown").definitions()).isEmpty();
		});
	}

	@Test
	void commandsReachStepAndListenersOfTheHostAtOnce() {
		Told told = new Told();
		this.inMemory.withBean(WorkflowListener.class, () -> told)
			.withPropertyValues("wfe.engine.lease-duration=1h")
			.run((context) -> {
				WfeEndpoint endpoint = context.getBean(WfeEndpoint.class);
				Orders orders = context.getBean(Orders.class);
				WorkflowHost host = context.getBean(WorkflowHost.class);
				String id = host.startWorkflow("order", new Order("1", true, false));
				orders.entered.await();
				assertThat(endpoint.terminate(id).status()).isEqualTo(WorkflowStatus.TERMINATED);
				assertThat(told.events).contains("terminated " + id);
				// Its step was interrupted, or it would be waited for
				host.stop();
				assertThat(orders.opened.getCount()).isOne();
				assertThatExceptionOfType(WorkflowStateException.class).isThrownBy(() -> endpoint.suspend(id))
					.withMessage("Workflow instance '" + id + "' is TERMINATED and cannot be suspended");
				assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> endpoint.retry("unknown"));
			});
	}

	@Test
	void publishedEventIsDeliveredAndFailedStepIsRetried() {
		this.inMemory.withPropertyValues("wfe.engine.poll-interval=1h").run((context) -> {
			WfeEndpoint endpoint = context.getBean(WfeEndpoint.class);
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = host.startWorkflow("order", new Order("1", false, true));
			endpoint.publishEvent(new EventRequest("paid", "1", "\"cash\"", null));
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.SUSPENDED);
			// It may have failed again before the answer
			assertThat(endpoint.retry(id).id()).isEqualTo(id);
			Awaitility.await()
				.atMost(SOON)
				.untilAsserted(() -> assertThat(endpoint.getWorkflow(id, false).errors()).hasSize(2));
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.SUSPENDED);
			assertThat(endpoint.resume(id).id()).isEqualTo(id);
		});
	}

	/**
	 * Notes what it is told.
	 */
	private static final class Told implements WorkflowListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void terminated(WorkflowInstance workflow) {
			this.events.add("terminated " + workflow.id());
		}

	}

}
