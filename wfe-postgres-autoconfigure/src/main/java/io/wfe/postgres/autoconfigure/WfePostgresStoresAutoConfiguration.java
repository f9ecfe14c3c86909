package io.wfe.postgres.autoconfigure;

import io.wfe.actuator.autoconfigure.endpoint.WfeEndpointAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@linkplain EnableAutoConfiguration Auto-configuration} for the named workflow stores,
 * {@code wfe.postgres.stores.<name>.*}. A {@code PersistenceProvider} bean of the
 * application replaces the default store, and none of these.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WfePostgresAutoConfiguration.class, before = WfeEndpointAutoConfiguration.class)
@Conditional(WfePostgresStoresAutoConfiguration.OnStores.class)
@Import({ NamedStoreRegistrar.class, DatabaseInitializationDependencyConfigurer.class })
@ImportRuntimeHints(WfePostgresRuntimeHints.class)
public final class WfePostgresStoresAutoConfiguration {

	@Bean(WfeStores.BEAN_NAME)
	WfeStores wfeStores(ConfigurableListableBeanFactory beans, Environment environment,
			@WfeTransactionManager ObjectProvider<PlatformTransactionManager> wfeTransactionManager,
			ObjectProvider<WfeDatabase> defaultDatabase, ObjectProvider<WfePostgresProperties> defaultProperties) {
		return new WfeStores(new NamedStoreFactory(beans, environment, wfeTransactionManager),
				new StoreTables(defaultDatabase, defaultProperties));
	}

	@Bean
	ReplacedStoreNote wfeReplacedStoreNote(ConfigurableListableBeanFactory beans, Environment environment) {
		return new ReplacedStoreNote(beans, environment);
	}

	/**
	 * There is a default store, or one that has a name.
	 */
	static final class OnStores extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			boolean match = environment.getProperty(StoreNames.DEFAULT_PREFIX + ".enabled", Boolean.class, true)
					|| !StoreNames.of(environment).isEmpty();
			return new ConditionOutcome(match, ConditionMessage.forCondition("Workflow stores")
				.because(match ? "there may be some" : "the default one is disabled and none has a name"));
		}

	}

}
