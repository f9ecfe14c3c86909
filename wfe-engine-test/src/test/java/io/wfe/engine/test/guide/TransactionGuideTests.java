package io.wfe.engine.test.guide;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The README's service: its row and its workflow are committed together.
 */
@ExtendWith(PostgresExtension.class)
class TransactionGuideTests {

	@Test
	void workflowStartsIfAndOnlyIfTheRowIsCommitted(TestDatabase database) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(DataSource.class, () -> pool(database));
			context.register(Application.class, Checkout.class, Fulfilment.class);
			context.refresh();
			context.getBean(JdbcClient.class).sql("CREATE TABLE orders (id text PRIMARY KEY)").update();
			Checkout checkout = context.getBean(Checkout.class);
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = checkout.place(new Order("order-7", 60, "book"));
			assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> checkout.place(new Order("order-7", 60, "book")));
			host.publishEvent("parcel-scanned", "order-7", "Berlin");
			assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(host.persistence().countWorkflows()).singleElement()
				.satisfies((count) -> assertThat(count.count()).isOne());
		}
	}

	private static HikariDataSource pool(TestDatabase database) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.jdbcUrl());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		return pool;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Application {

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcClient jdbcClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		PersistenceProvider provider(DataSource dataSource, JdbcTransactionManager transactionManager) {
			return PostgresPersistenceProvider.builder(dataSource).transactionManager(transactionManager).build();
		}

		@Bean(initMethod = "start", destroyMethod = "close")
		WorkflowHost workflowHost(PersistenceProvider provider, List<Workflow<?>> workflows) {
			WorkflowHost.Builder builder = WorkflowHost.builder(provider);
			workflows.forEach(builder::workflow);
			return builder.build();
		}

	}

}
