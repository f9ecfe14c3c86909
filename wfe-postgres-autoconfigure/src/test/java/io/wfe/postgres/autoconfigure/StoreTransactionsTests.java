package io.wfe.postgres.autoconfigure;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for how the store takes part in transactions of an application.
 */
class StoreTransactionsTests {

	private static final TestDatabase application = TestPostgres.createDatabase();

	private static final TestDatabase store = TestPostgres.createDatabase();

	private static final ApplicationContextRunner jdbc = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues(Databases.ofApplication(application));

	private static final ApplicationContextRunner jpa = jdbc
		.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
		.withUserConfiguration(Entities.class);

	@BeforeAll
	static void createTable() {
		Databases.jdbc(application).execute("CREATE TABLE application_order (id text PRIMARY KEY)");
	}

	@AfterAll
	static void drop() {
		application.close();
		store.close();
	}

	static Stream<Arguments> sharedDataSources() {
		String autoCommit = "spring.datasource.hikari.auto-commit=false";
		return Stream.of(Arguments.of("JDBC", jdbc),
				Arguments.of("JDBC, lazy connections",
						jdbc.withPropertyValues("spring.datasource.connection-fetch=lazy")),
				Arguments.of("JDBC without auto-commit", jdbc.withPropertyValues(autoCommit)),
				Arguments.of("JDBC, transaction-aware",
						jdbc.withBean(DataSource.class,
								() -> new TransactionAwareDataSourceProxy(Databases.dataSource(application)))),
				Arguments.of("JPA", jpa), Arguments.of("JPA without auto-commit", jpa.withPropertyValues(autoCommit,
						"spring.jpa.properties.hibernate.connection.provider_disables_autocommit=true")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("sharedDataSources")
	void storeIsPartOfTransactionOfApplication(String name, ApplicationContextRunner runner) {
		runner.run((context) -> {
			assertThat(context.getBeansOfType(JpaTransactionManager.class)).hasSize(name.startsWith("JPA") ? 1 : 0);
			assertWorkflowIsCommittedWithOrder(context);
			assertWorkflowIsRolledBackWithOrder(context);
			assertCommandsAndPurgeCommitNothingOfApplication(context);
			assertWhatHandlersWriteIsCommitted(context);
		});
	}

	private static void assertWorkflowIsCommittedWithOrder(ApplicationContext context) {
		String order = order();
		String id = context.getBean(TransactionTemplate.class).execute((status) -> {
			insert(context, order);
			String created = create(context);
			assertThat(Databases.hasWorkflow(application, created)).isFalse();
			return created;
		});
		assertThat(hasOrder(order)).isTrue();
		assertThat(Databases.hasWorkflow(application, id)).isTrue();
	}

	private static void assertWorkflowIsRolledBackWithOrder(ApplicationContext context) {
		String order = order();
		String id = context.getBean(TransactionTemplate.class).execute((status) -> {
			status.setRollbackOnly();
			insert(context, order);
			return create(context);
		});
		assertThat(hasOrder(order)).isFalse();
		assertThat(Databases.hasWorkflow(application, id)).isFalse();
	}

	private static void assertCommandsAndPurgeCommitNothingOfApplication(ApplicationContext context) {
		String order = order();
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
			insert(context, order);
			processCommand(context, 1, () -> {
			});
			context.getBean(PersistenceProvider.class).purgeWorkflows(WorkflowStatus.COMPLETE, Databases.later(), 1);
			assertThat(hasOrder(order)).isFalse();
			status.setRollbackOnly();
		});
		assertThat(hasOrder(order)).isFalse();
	}

	private static void assertWhatHandlersWriteIsCommitted(ApplicationContext context) {
		for (int batchSize : new int[] { 1, 10 }) {
			String order = order();
			processCommand(context, batchSize, () -> insert(context, order));
			assertThat(hasOrder(order)).isTrue();
		}
	}

	static Stream<Arguments> poolsOfStore() {
		return Stream.of(Arguments.of("JDBC", jdbc, false), Arguments.of("JPA", jpa, false),
				Arguments.of("JDBC, same database", jdbc, true));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("poolsOfStore")
	void poolOfStoreIsIndependentOfTransactionOfApplication(String name, ApplicationContextRunner runner,
			boolean sameDatabase) {
		TestDatabase database = sameDatabase ? application : store;
		runner.withPropertyValues(Databases.ofStore(database)).run((context) -> {
			String order = order();
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				insert(context, order);
				return create(context);
			});
			assertThat(hasOrder(order)).isFalse();
			assertThat(Databases.hasWorkflow(database, id)).as(name).isTrue();
		});
	}

	@Test
	void storeIsPartOfTransactionalMethod() {
		jdbc.withBean(Orders.class).run((context) -> {
			Orders orders = context.getBean(Orders.class);
			String placed = order();
			String id = orders.place(placed, false);
			assertThat(hasOrder(placed)).isTrue();
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
			String refused = order();
			assertThatExceptionOfType(OrderException.class).isThrownBy(() -> orders.place(refused, true))
				.satisfies((ex) -> assertThat(Databases.hasWorkflow(application, ex.workflowId)).isFalse());
			assertThat(hasOrder(refused)).isFalse();
		});
	}

	@Test
	void sharedPoolWithoutAutoCommitLosesNeitherTablesNorWrites() {
		jdbc.withPropertyValues("spring.datasource.hikari.auto-commit=false", "wfe.postgres.schema=no_auto_commit")
			.run((context) -> {
				String id = create(context);
				assertThat(Databases.jdbc(application)
					.queryForList("SELECT id FROM no_auto_commit.workflows", String.class)).containsExactly(id);
			});
	}

	private static String order() {
		return UUID.randomUUID().toString();
	}

	private static void insert(ApplicationContext context, String order) {
		EntityManagerFactory factory = context.getBeanProvider(EntityManagerFactory.class).getIfAvailable();
		if (factory == null) {
			context.getBean(JdbcTemplate.class).update("INSERT INTO application_order (id) VALUES (?)", order);
			return;
		}
		EntityManager entityManager = SharedEntityManagerCreator.createSharedEntityManager(factory);
		entityManager.persist(new ApplicationOrder(order));
		entityManager.flush();
	}

	private static String create(ApplicationContext context) {
		return context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
	}

	private static boolean hasOrder(String order) {
		return Boolean.TRUE.equals(Databases.jdbc(application)
			.queryForObject("SELECT EXISTS (SELECT FROM application_order WHERE id = ?)", Boolean.class, order));
	}

	/**
	 * Handles a command, which takes a transaction: its deletion and what the handler
	 * writes are one.
	 */
	static void processCommand(ApplicationContext context, int batchSize, Runnable handler) {
		PersistenceProvider provider = context.getBean(PersistenceProvider.class);
		String data = UUID.randomUUID().toString();
		AtomicInteger handled = new AtomicInteger();
		provider.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, data, Databases.later()));
		provider.processCommands(Databases.later(), batchSize, (command) -> {
			if (command.data().equals(data)) {
				handled.incrementAndGet();
				handler.run();
			}
		});
		assertThat(handled).hasValue(1);
	}

	/**
	 * A service of the application.
	 */
	static class Orders {

		private final JdbcTemplate jdbcTemplate;

		private final PersistenceProvider provider;

		Orders(JdbcTemplate jdbcTemplate, PersistenceProvider provider) {
			this.jdbcTemplate = jdbcTemplate;
			this.provider = provider;
		}

		@Transactional
		public String place(String order, boolean refused) {
			this.jdbcTemplate.update("INSERT INTO application_order (id) VALUES (?)", order);
			String id = this.provider.createNewWorkflow(Databases.workflow());
			if (refused) {
				throw new OrderException(id);
			}
			return id;
		}

	}

	/**
	 * A failure of the application.
	 */
	static class OrderException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String workflowId;

		OrderException(String workflowId) {
			this.workflowId = workflowId;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = ApplicationOrder.class)
	static class Entities {

	}

}
