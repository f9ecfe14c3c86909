package io.wfe.postgres.setup;

import java.time.Instant;

import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterEach;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application with a data source of its own, and another database.
 */
abstract class SetupTest {

	static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	final TestDatabase database = TestPostgres.createDatabase();

	final TestDatabase other = TestPostgres.createDatabase();

	final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password());

	@AfterEach
	void dropDatabases() {
		this.database.close();
		this.other.close();
	}

	static JdbcTemplate jdbc(TestDatabase database) {
		return new JdbcTemplate(PostgresUrl.parse(database.uri()).createDataSource());
	}

}
