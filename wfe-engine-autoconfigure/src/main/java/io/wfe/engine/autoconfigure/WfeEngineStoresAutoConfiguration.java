package io.wfe.engine.autoconfigure;

import java.util.Map;

import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@linkplain EnableAutoConfiguration Auto-configuration} for the hosts of named stores.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WfeEngineAutoConfiguration.class,
		afterName = "io.wfe.postgres.autoconfigure.WfePostgresStoresAutoConfiguration")
@ConditionalOnBooleanProperty(name = "wfe.engine.enabled", matchIfMissing = true)
@ConditionalOnBean(StoreRegistry.class)
@ConditionalOnMissingBean(WorkflowHosts.class)
@Import({ HostBuildersConfiguration.class, NamedHostRegistrar.class })
public final class WfeEngineStoresAutoConfiguration {

	@Bean(HostsOfStores.BEAN_NAME)
	HostsOfStores wfeHostsOfStores(HostBuilders builders, WorkflowPlacement placement, StoreRegistry registry,
			Environment environment, ConfigurableListableBeanFactory beans, ObjectProvider<WorkflowHost> ofDefault,
			ObjectProvider<Map<String, Workflow<?>>> workflows) {
		return new HostsOfStores(builders, placement, registry, environment, beans, ofDefault, workflows);
	}

}
