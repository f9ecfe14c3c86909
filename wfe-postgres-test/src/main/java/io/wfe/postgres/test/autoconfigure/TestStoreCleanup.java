package io.wfe.postgres.test.autoconfigure;

import java.lang.reflect.Method;

import javax.sql.DataSource;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.StoreRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;

/**
 * Empties the store after a test.
 */
final class TestStoreCleanup {

	private static final Logger logger = LoggerFactory.getLogger(TestStoreCleanup.class);

	private static final int TIMEOUT_SECONDS = 10;

	private final ConfigurableListableBeanFactory beanFactory;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	TestStoreCleanup(ConfigurableListableBeanFactory beanFactory, DataSource dataSource,
			PlatformTransactionManager transactionManager) {
		this.beanFactory = beanFactory;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(transactionManager);
	}

	/**
	 * Truncates the tables of each store that is known to be in the database of the test.
	 */
	void run() {
		for (String name : this.beanFactory.getBeanNamesForType(PersistenceProvider.class)) {
			if (isAutoConfigured(name)) {
				truncate(this.beanFactory.getBean(name));
			}
			else {
				logger.warn("The bean '{}' is not emptied after a test, because its database may be any: "
						+ "make the test @Transactional, or clean up after it", name);
			}
		}
	}

	private boolean isAutoConfigured(String name) {
		if (this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getBeanDefinition(name).hasAttribute(StoreRegistry.class.getName())) {
			return true;
		}
		if (this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition) {
			MethodMetadata factoryMethod = definition.getFactoryMethodMetadata();
			return factoryMethod != null
					&& TestStoreAutoConfiguration.STORE.equals(factoryMethod.getDeclaringClassName());
		}
		return false;
	}

	/**
	 * Fails rather than wait for ever for a transaction that a test has left open. Calls
	 * the provider by name, because this module cannot depend on it.
	 */
	private void truncate(Object provider) {
		Method truncateAll = ReflectionUtils.findMethod(provider.getClass(), "truncateAll");
		if (truncateAll == null) {
			throw new IllegalStateException(provider.getClass().getName() + " has no method truncateAll()");
		}
		try {
			this.transaction.executeWithoutResult((status) -> {
				this.jdbc.execute("SET LOCAL lock_timeout = '" + TIMEOUT_SECONDS + "s'");
				ReflectionUtils.invokeMethod(truncateAll, provider);
			});
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The workflow store cannot be emptied after the test; does a thread that "
					+ "the test has started still use it in a transaction?", ex);
		}
	}

}
