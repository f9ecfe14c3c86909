package io.wfe.postgres.setup;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions of an application with a workflow in them, as the page about setups shows
 * them.
 */
class TransactionSetupTests extends SetupTest {

	@Test
	void entityAndWorkflowAreStoredTogether() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.withUserConfiguration(Jpa.class)
			.run((context) -> {
				context.getBean(Articles.class).add(new Article("book"));
				TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
				transaction.executeWithoutResult((status) -> {
					context.getBean(Articles.class).add(new Article("pen"));
					status.setRollbackOnly();
				});
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				assertThat(jdbc.queryForList("SELECT id FROM article", String.class)).containsExactly("book");
				assertThat(context.getBean(PersistenceProvider.class).getRunnableInstances(LATER)).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listenerAfterCommitCreatesWorkflow(boolean autoCommit) {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit)
			.withBean(Shipments.class)
			.run((context) -> {
				context.getBean(TransactionTemplate.class)
					.executeWithoutResult((status) -> context.publishEvent(new OrderPlaced("order-7")));
				assertThat(new JdbcTemplate(PostgresUrl.parse(this.database.uri()).createDataSource())
					.queryForList("SELECT name FROM wfc.workflows", String.class)).containsExactly("order-7");
			});
	}

	@Service
	static class Articles {

		private final EntityManager entityManager;

		private final PersistenceProvider store;

		Articles(EntityManager entityManager, PersistenceProvider store) {
			this.entityManager = entityManager;
			this.store = store;
		}

		@Transactional
		public String add(Article article) {
			this.entityManager.persist(article);
			return this.store.createNewWorkflow(WorkflowInstance.create("review", 1, NullNode.getInstance()));
		}

	}

	@Component
	static class Shipments {

		private final PersistenceProvider store;

		Shipments(PersistenceProvider store) {
			this.store = store;
		}

		@TransactionalEventListener // after the commit, which is the default
		void on(OrderPlaced order) {
			this.store.createNewWorkflow(WorkflowInstance.create("shipment", 1, NullNode.getInstance())
				.toBuilder()
				.name(order.id())
				.build());
		}

	}

	record OrderPlaced(String id) {

	}

	@Entity
	@Table(name = "article")
	static class Article {

		@Id
		private String id;

		protected Article() {
			this("");
		}

		Article(String id) {
			this.id = id;
		}

		String id() {
			return this.id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Article.class)
	static class Jpa {

		@Bean
		Articles articles(EntityManagerFactory entityManagerFactory, PersistenceProvider store) {
			return new Articles(SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory), store);
		}

	}

}
