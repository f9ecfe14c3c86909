package io.wfe.actuator.autoconfigure.health;

import java.util.List;

import io.wfe.actuator.autoconfigure.ConditionalOnNamedStores;
import io.wfe.actuator.health.NamedStoreHealth;
import io.wfe.actuator.health.StoresHealth;
import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.actuator.health.WfeHealthIndicator;
import io.wfe.core.persistence.StoreRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the health of WFE, {@code wfe}. The auto-configurations of
 * contributions come before it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("wfe")
@Conditional(WfeHealthContributorAutoConfiguration.OnContributions.class)
public final class WfeHealthContributorAutoConfiguration {

	/**
	 * With one store its health is that of WFE. Once there are several, each is a
	 * component of it.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "wfeHealthContributor", "wfeHealthIndicator" })
	HealthContributor wfeHealthContributor(ObjectProvider<WfeHealthContribution> contributions,
			ObjectProvider<NamedStoreHealth> named, ObjectProvider<StoreRegistry> registries,
			ObjectProvider<HealthContributorRegistry> published) {
		List<WfeHealthContribution> ofDefault = contributions.orderedStream().toList();
		HealthIndicator alone = new WfeHealthIndicator(ofDefault);
		StoreRegistry registry = registries.getIfUnique();
		if (registry == null) {
			return alone;
		}
		StoresHealth all = new StoresHealth(ofDefault, named.orderedStream().toList(), registry);
		if (ofDefault.isEmpty() || !registry.stores().isEmpty()) {
			return all;
		}
		registry.addListener(new FirstStoreListener(published, all));
		return alone;
	}

	/**
	 * Some part knows something.
	 */
	static final class OnContributions extends AnyNestedCondition {

		OnContributions() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(WfeHealthContribution.class)
		static class OfDefaultStore {

		}

		@ConditionalOnNamedStores
		@ConditionalOnBean(NamedStoreHealth.class)
		static class OfNamedStores {

		}

	}

}
