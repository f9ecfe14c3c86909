package io.wfe.engine.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * What the host of the default store and those of named stores have in common.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WfeEngineProperties.class)
@ImportRuntimeHints(WfeEngineRuntimeHints.class)
final class HostBuildersConfiguration {

	@Bean
	HostBuilders wfeHostBuilders(ConfigurableListableBeanFactory beans, Environment environment,
			WfeEngineProperties properties, @WfeJsonMapper ObjectProvider<JsonMapper> jsonMapper) {
		return new HostBuilders(beans, environment, properties, jsonMapper);
	}

	@Bean
	WorkflowPlacement wfeWorkflowPlacement(ConfigurableListableBeanFactory beans, WfeEngineProperties properties) {
		return new WorkflowPlacement(beans, properties);
	}

}
