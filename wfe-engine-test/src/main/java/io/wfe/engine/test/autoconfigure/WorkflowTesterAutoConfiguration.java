package io.wfe.engine.test.autoconfigure;

import java.time.Clock;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.WorkflowTesterBuilder;
import io.wfe.postgres.test.DatabaseTime;
import io.wfe.postgres.test.TestClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for {@link WorkflowTester}, whose host takes the place of the
 * application's.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration",
				"io.wfe.postgres.test.autoconfigure.TestStoreAutoConfiguration" },
		beforeName = "io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration")
@Import(TesterHosts.Registrar.class)
public final class WorkflowTesterAutoConfiguration {

	private static final String ACTIVITY_WORKERS = "wfeActivityWorkers";

	private static final String TEST_DATA_SOURCE = "wfeTestDataSource";

	/**
	 * Not closed with the context: its database may be gone by then.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	WorkflowTester wfeWorkflowTester(WorkflowHost.Builder host, ObjectProvider<TesterTime> time) {
		WorkflowTesterBuilder builder = WorkflowTester.builder(host);
		time.ifAvailable((told) -> builder.storeTime(told.setter()));
		return builder.build();
	}

	@Bean(destroyMethod = "")
	WorkflowHost wfeTesterHost(WorkflowTester tester) {
		return tester.host();
	}

	/**
	 * The tester runs the workflows of all stores.
	 */
	@Bean(TesterHosts.BEAN_NAME)
	@ConditionalOnMissingBean(WorkflowHosts.class)
	TesterHosts wfeTesterHosts(WorkflowHost host, Environment environment) {
		return new TesterHosts(host, environment);
	}

	/**
	 * Once all singletons are there: workflows may depend on the host.
	 */
	@Bean
	SmartInitializingSingleton wfeTesterWorkflows(WorkflowHost host, ObjectProvider<Workflow<?>> workflows) {
		return () -> workflows.orderedStream().forEach(host::register);
	}

	/**
	 * They have threads, and would do what the test wants to do.
	 */
	@Bean
	static BeanDefinitionRegistryPostProcessor wfeTesterWithoutWorkers() {
		return new BeanDefinitionRegistryPostProcessor() {

			@Override
			public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
				if (registry.containsBeanDefinition(ACTIVITY_WORKERS)) {
					registry.removeBeanDefinition(ACTIVITY_WORKERS);
				}
			}

		};
	}

	/**
	 * A store in memory, if there is no other.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(PersistenceProvider.class)
	static class MemoryConfiguration {

		@Bean
		@Primary
		SliceClock wfeTesterClock() {
			return new SliceClock();
		}

		@Bean
		TesterTime wfeTesterTime(SliceClock clock) {
			return new TesterTime(clock::set);
		}

		@Bean
		MemoryStore wfeTesterStore(SliceClock clock) {
			return new MemoryStore(clock);
		}

		@Bean
		PersistenceProvider wfeTesterPersistenceProvider(MemoryStore store) {
			return store.provider();
		}

	}

	/**
	 * The database of the test, which is nobody else's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "io.wfe.postgres.test.DatabaseTime")
	@ConditionalOnBean(name = TEST_DATA_SOURCE)
	static class PostgresConfiguration {

		@Bean
		TesterTime wfeTesterTime(DataSource dataSource, TestClock clock) {
			DatabaseTime database = DatabaseTime.ofTestsOnly(dataSource);
			return new TesterTime((time) -> {
				database.set(time);
				clock.setInstant(time);
			});
		}

	}

}
