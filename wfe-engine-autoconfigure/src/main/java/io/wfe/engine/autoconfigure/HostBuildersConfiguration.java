package io.wfe.engine.autoconfigure;

import java.util.Map;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * What the host of the default store and those of named stores have in common.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WfeEngineProperties.class)
@ImportRuntimeHints(WfeEngineRuntimeHints.class)
final class HostBuildersConfiguration {

	@Bean
	HostBuilders wfeHostBuilders(ConfigurableListableBeanFactory beans, Environment environment,
			WfeEngineProperties properties, @WfeJsonMapper ObjectProvider<JsonMapper> jsonMapper,
			ApplicationEventPublisher publisher) {
		return new HostBuilders(beans, environment, properties, jsonMapper, publisher);
	}

	/**
	 * Depends on the hosts, so that it has stopped before they are destroyed.
	 */
	@Bean
	ActivityWorkers wfeActivityWorkers(ConfigurableListableBeanFactory beanFactory, @Nullable WorkflowHost ofDefault,
			@Nullable WorkflowHosts all, @Nullable StoreRegistry registry, WfeEngineProperties properties,
			Environment environment) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("wfe-activity-");
		executor.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
		executor.setDaemon(true);
		ActivityWorkers workers = new ActivityWorkers(beanFactory, () -> hosts(ofDefault, all), executor,
				properties.stopTimeout());
		if (registry != null) {
			registry.addListener(workers);
		}
		return workers;
	}

	private static Map<String, WorkflowHost> hosts(@Nullable WorkflowHost ofDefault, @Nullable WorkflowHosts all) {
		if (all != null) {
			return all.all();
		}
		return (ofDefault != null) ? Map.of(StoreRegistry.DEFAULT, ofDefault) : Map.of();
	}

	@Bean
	WorkflowPlacement wfeWorkflowPlacement(ConfigurableListableBeanFactory beans, WfeEngineProperties properties) {
		return new WorkflowPlacement(beans, properties);
	}

}
