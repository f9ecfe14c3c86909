package io.wfe.engine.autoconfigure;

import java.util.Map;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.UserTasks;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the workflow engine on any store.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration",
		"io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "wfe.engine.enabled", matchIfMissing = true)
@ConditionalOnBean(PersistenceProvider.class)
@Import(HostBuildersConfiguration.class)
public final class WfeEngineAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ActivityClient wfeActivityClient(WorkflowHost host) {
		return host.activities();
	}

	@Bean
	@ConditionalOnMissingBean
	UserTasks wfeUserTasks(WorkflowHost host) {
		return host.userTasks();
	}

	/**
	 * What the properties and the beans say of a host. A new one each time, for an
	 * application that builds a host of its own.
	 */
	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	WorkflowHost.Builder wfeWorkflowHostBuilder(PersistenceProvider provider, HostBuilders builders) {
		return builders.create(provider, StoreRegistry.DEFAULT);
	}

	/**
	 * The host, unless the application has one of its own, which it starts and stops
	 * itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(WorkflowHost.class)
	static class HostConfiguration {

		@Bean
		WorkflowHost wfeWorkflowHost(WorkflowHost.Builder builder) {
			return builder.build();
		}

		@Bean
		WorkflowRegistrar wfeWorkflowRegistrar(WorkflowHost host, ObjectProvider<Map<String, Workflow<?>>> workflows,
				WorkflowPlacement placement) {
			return new WorkflowRegistrar(host, workflows, placement, StoreRegistry.DEFAULT);
		}

		@Bean
		WorkflowHostLifecycle wfeWorkflowHostLifecycle(WorkflowHost host, WorkflowRegistrar registrar,
				Environment environment) {
			return new WorkflowHostLifecycle(new RegisteredHost(host, registrar,
					new HostStart(StoreProperties.isLazy(environment, StoreRegistry.DEFAULT))));
		}

	}

}
