package io.wfe.postgres.test.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the database of a test, its clean-up and its clock. Names what
 * it does not depend on: the provider, whose own tests use this module, and the modules
 * of Spring Boot that an application may not have.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration",
		beforeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				TestStoreAutoConfiguration.STORE })
public final class TestStoreAutoConfiguration {

	static final String STORE = "io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration";

	private static final String DATA_SOURCE = "wfeTestDataSource";

	private static final String QUALIFIER = "io.wfe.postgres.autoconfigure.WfeDataSource";

	/**
	 * Makes the store use the database of the test, whatever the application has set.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanFactoryPostProcessor wfeTestDataSourceQualifier(ConfigurableEnvironment environment) {
		return (beanFactory) -> {
			NamedTestStores.use(beanFactory, environment, DATA_SOURCE);
			if (beanFactory.getBeanDefinition(DATA_SOURCE) instanceof AbstractBeanDefinition definition) {
				definition.addQualifier(new AutowireCandidateQualifier(QUALIFIER));
			}
		};
	}

	/**
	 * Not dropped with the context, which is closed when its server may be gone already.
	 */
	@Bean(destroyMethod = "")
	@Lazy
	TestDatabase wfeTestDatabase() {
		return TestPostgres.createDatabase();
	}

	@Bean(DATA_SOURCE)
	@Primary
	HikariDataSource wfeTestDataSource(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<TestDatabase> database) {
		TestStoreAddress container = TestStoreAddress.ofContainer(beanFactory);
		TestStoreAddress address = (container != null) ? container : TestStoreAddress.of(database.getObject());
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setPoolName("wfe-test");
		dataSource.setJdbcUrl(address.jdbcUrl());
		dataSource.setUsername(address.username());
		dataSource.setPassword(address.password());
		return dataSource;
	}

	@Bean
	@Primary
	TestClock wfeTestClock() {
		return new TestClock();
	}

	@Bean
	@Lazy
	TestStoreCleanup wfeTestStoreCleanup(ConfigurableListableBeanFactory beanFactory, DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> transactionManager) {
		return new TestStoreCleanup(beanFactory, dataSource,
				transactionManager.getIfUnique(() -> new JdbcTransactionManager(dataSource)));
	}

}
