package io.wfe.postgres.test.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionManager;

/**
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the transactions of a test, where neither Spring Boot nor the
 * application provides them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TestStoreAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" },
		beforeName = { "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
				TestStoreAutoConfiguration.STORE })
public final class TestStoreTransactionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TransactionManager.class)
	JdbcTransactionManager wfeTestTransactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

}
