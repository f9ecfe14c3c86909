package io.wfe.engine.autoconfigure;

import java.time.Duration;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.health.WfeEngineHealthContributorAutoConfiguration;
import io.wfe.engine.autoconfigure.metrics.WfeEngineMetricsAutoConfiguration;
import io.wfe.engine.autoconfigure.observation.WfeEngineObservationAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Applications with several stores.
 */
final class StoresRunner {

	private StoresRunner() {
	}

	static ApplicationContextRunner create() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
						WfePostgresAutoConfiguration.class, WfePostgresStoresAutoConfiguration.class,
						WfePostgresHealthContributorAutoConfiguration.class, WfeEngineAutoConfiguration.class,
						WfeEngineStoresAutoConfiguration.class, WfeEngineHealthContributorAutoConfiguration.class,
						WfeHealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
						WfeEngineMetricsAutoConfiguration.class, WfeEngineObservationAutoConfiguration.class,
						ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));
	}

	static void complete(WorkflowHost host, String id) {
		WorkflowStatus status = host.awaitWorkflow(id, Duration.ofMinutes(1)).status();
		if (status != WorkflowStatus.COMPLETE) {
			throw new AssertionError("Is " + status);
		}
	}

	/**
	 * Three steps that count themselves in the data.
	 */
	static class Steps implements Workflow<ObjectNode> {

		private final String id;

		Steps(String id) {
			this.id = id;
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			for (String step : new String[] { "one", "two", "three" }) {
				workflow.then(step, (context) -> {
					ObjectNode data = context.data().deepCopy();
					context.data(data.put("steps", data.path("steps").asInt(0) + 1));
					return ExecutionResult.next();
				});
			}
		}

	}

}
