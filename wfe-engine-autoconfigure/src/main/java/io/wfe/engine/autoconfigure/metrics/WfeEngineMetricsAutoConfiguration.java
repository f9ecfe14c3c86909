package io.wfe.engine.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.WfeEngineStoresAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the gauges of the workflow host.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WfeEngineAutoConfiguration.class, WfeEngineStoresAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class WfeEngineMetricsAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(WorkflowHost.class)
	HostMeters wfeHostMeters(WorkflowHost host) {
		return new HostMeters(host, StoreRegistry.DEFAULT);
	}

	@Bean
	@ConditionalOnBean({ WorkflowHosts.class, StoreRegistry.class })
	MetersOfHosts wfeMetersOfHosts(WorkflowHosts hosts, StoreRegistry stores,
			ObjectProvider<MeterRegistry> registries) {
		return new MetersOfHosts(hosts, stores, registries);
	}

}
