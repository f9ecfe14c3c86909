package io.wfe.postgres.slice;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.AutoConfigureDataJpa;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresTest} with JPA. The testing guide shows it.
 */
@WfePostgresTest(properties = { "spring.config.name=shop", "spring.jpa.hibernate.ddl-auto=update" })
@AutoConfigureDataJpa
class ArticleTests {

	@Autowired
	ArticleRepository articles;

	@Autowired
	PersistenceProvider provider;

	@Autowired
	TestClock clock;

	@Autowired
	PlatformTransactionManager transactionManager;

	@AfterEach
	void deleteArticles() {
		this.articles.deleteAll();
	}

	@RepeatedTest(2) // finds nothing of the first time
	void articleAndWorkflowAreStoredTogether() {
		assertThat(this.articles.count()).isZero();
		order(false);
		assertThat(this.articles.count()).isOne();
		assertThat(this.provider.getRunnableInstances(this.clock.instant())).hasSize(1);
	}

	@Test
	void articleAndWorkflowAreRolledBackTogether() {
		order(true);
		assertThat(this.articles.count()).isZero();
		assertThat(this.provider.getRunnableInstances(this.clock.instant())).isEmpty();
	}

	private void order(boolean rollBack) {
		new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
			this.articles.save(new Article("book"));
			this.provider.createNewWorkflow(WorkflowInstance.create("order", 1, NullNode.getInstance()));
			if (rollBack) {
				status.setRollbackOnly();
			}
		});
	}

}
