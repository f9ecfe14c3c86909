package io.wfe.engine.autoconfigure;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.TestDatabase;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/**
 * Applications with the engine and its starter's store.
 */
final class EngineRunner {

	private EngineRunner() {
	}

	/**
	 * Returns an application that shares its data source with the engine.
	 */
	static ApplicationContextRunner sharing(TestDatabase database) {
		return withoutDatabase()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					TransactionAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + database.jdbcUrl(),
					"spring.datasource.username=" + database.username(),
					"spring.datasource.password=" + database.password());
	}

	/**
	 * Returns an application whose engine has a connection pool of its own.
	 */
	static ApplicationContextRunner own(TestDatabase database) {
		return withoutDatabase().withPropertyValues("wfe.postgres.url=" + database.uri());
	}

	/**
	 * Returns an application whose store is in memory.
	 */
	static ApplicationContextRunner inMemory() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfeEngineAutoConfiguration.class))
			.withBean(InMemoryPersistenceProvider.class);
	}

	/**
	 * Returns an application that knows no database yet.
	 */
	static ApplicationContextRunner withoutDatabase() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
						WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class));
	}

}
