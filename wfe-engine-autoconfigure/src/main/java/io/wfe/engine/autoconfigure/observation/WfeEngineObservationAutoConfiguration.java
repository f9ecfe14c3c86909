package io.wfe.engine.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.wfe.core.persistence.StoreRegistry;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.WorkflowHostBuilderCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the observations of the workflow host.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = WfeEngineAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
public final class WfeEngineObservationAutoConfiguration {

	/**
	 * Before the customizers of the application, which may set another observer.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WorkflowHostBuilderCustomizer wfeObservationCustomizer(ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<EngineObservationConvention> conventions) {
		EngineObservationConvention convention = conventions.getIfUnique(DocumentedConvention::new);
		return new ObservationCustomizer(registries, convention);
	}

	/**
	 * Lets the host of each store be observed.
	 */
	private record ObservationCustomizer(ObjectProvider<ObservationRegistry> registries,
			EngineObservationConvention convention) implements WorkflowHostBuilderCustomizer {

		@Override
		public void customize(WorkflowHost.Builder builder) {
			customize(builder, StoreRegistry.DEFAULT);
		}

		@Override
		public void customize(WorkflowHost.Builder builder, String store) {
			this.registries
				.ifUnique((registry) -> builder.observer(new EngineObserver(registry, this.convention, store)));
		}

	}

	/**
	 * The names that are documented.
	 */
	private static final class DocumentedConvention implements EngineObservationConvention {

	}

}
