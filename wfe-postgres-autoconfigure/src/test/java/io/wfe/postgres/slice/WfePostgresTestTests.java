package io.wfe.postgres.slice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresTest}. What a test leaves behind, its second repetition
 * finds.
 */
@WfePostgresTest(properties = "spring.config.name=shop")
class WfePostgresTestTests {

	@Autowired
	PostgresPersistenceProvider provider;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	TestClock clock;

	@Autowired
	TestDatabase database;

	@Test
	void onlyStoreAndDatabaseAreStarted(@Autowired ConfigurableApplicationContext context) {
		AssertableApplicationContext assertable = AssertableApplicationContext.get(() -> context);
		assertThat(assertable).hasSingleBean(PersistenceProvider.class)
			.hasSingleBean(DataSource.class)
			.hasSingleBean(JdbcClient.class)
			.doesNotHaveBean(Shop.class)
			.doesNotHaveBean(Courier.class)
			.doesNotHaveBean(ApplicationRunner.class)
			.doesNotHaveBean(ArticleRepository.class)
			.doesNotHaveBean(EntityManagerFactory.class);
	}

	@Test
	void databaseIsThatOfTestWithTablesOfApplication(@Autowired ShopApplication application) {
		assertThat(application).isNotNull();
		assertThat(this.jdbc.sql("SELECT current_database()").query(String.class).single())
			.isEqualTo(this.database.name());
		assertThat(this.jdbc.sql("SELECT count(*) FROM application_by_liquibase").query(Long.class).single()).isZero();
	}

	@RepeatedTest(2)
	void storeIsEmptiedAfterTest() {
		assertThat(workflows()).isZero();
		assertThat(this.provider.nextDefinitionSequence("order")).isEqualTo(1);
		create();
		assertThat(TestTransaction.isActive()).isFalse();
		assertThat(CompletableFuture.supplyAsync(this::workflows)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1L);
	}

	@RepeatedTest(2)
	@Transactional
	void transactionalTestIsRolledBack() {
		assertThat(workflows()).isZero();
		this.jdbc.sql("INSERT INTO application_by_liquibase (id) VALUES ('rolled back')").update();
		create();
		assertThat(workflows()).isEqualTo(1);
		assertThat(CompletableFuture.supplyAsync(this::workflows)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0L);
	}

	@RepeatedTest(2)
	@Transactional
	void whenTestCommitsItsTransactionThenStoreIsEmptied() {
		assertThat(workflows()).isZero();
		create();
		TestTransaction.flagForCommit();
		TestTransaction.end();
		TestTransaction.start();
		assertThat(workflows()).isEqualTo(1);
	}

	@RepeatedTest(2)
	void clockStandsStillAndIsResetBeforeTest(@Autowired Clock injected) {
		assertThat(injected).isSameAs(this.clock);
		Instant start = Instant.parse("2050-01-01T12:00:00Z");
		assertThat(this.clock.instant()).isEqualTo(start);
		this.clock.advance(Duration.ofHours(1));
		assertThat(injected.instant()).isEqualTo(start.plus(Duration.ofHours(1)));
	}

	@Nested
	class NestedClass {

		@RepeatedTest(2)
		void isEmptiedAfter() {
			assertThat(workflows()).isZero();
			create();
		}

		@Test
		void sharesContext(@Autowired ApplicationContext context) {
			assertThat(context.getBean(TestDatabase.class)).isSameAs(WfePostgresTestTests.this.database);
		}

		@Nested
		@Transactional
		class TransactionalClass {

			@RepeatedTest(2)
			void isRolledBack() {
				assertThat(workflows()).isZero();
				assertThat(TestTransaction.isActive()).isTrue();
				create();
			}

		}

	}

	private String create() {
		return this.provider
			.createNewWorkflow(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode()));
	}

	private long workflows() {
		return this.jdbc.sql("SELECT count(*) FROM wfc.workflows").query(Long.class).single();
	}

}
