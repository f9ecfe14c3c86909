package io.wfe.postgres.autoconfigure;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for how the store takes part in transactions of an application, and for
 * {@link StoreTransactionManagers}.
 */
class StoreTransactionsTests {

	private static final TestDatabase application = TestPostgres.createDatabase();

	private static final TestDatabase store = TestPostgres.createDatabase();

	private final ApplicationContextRunner withoutTransactionManager = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues(Databases.ofApplication(application));

	private final ApplicationContextRunner contextRunner = this.withoutTransactionManager
		.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class));

	private final ApplicationContextRunner jpa = this.contextRunner
		.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
		.withUserConfiguration(Entities.class);

	private final String orderId = UUID.randomUUID().toString();

	@BeforeAll
	static void createTable() {
		Databases.jdbc(application).execute("CREATE TABLE application_order (id text PRIMARY KEY)");
	}

	@AfterAll
	static void drop() {
		application.close();
		store.close();
	}

	@Test
	void commitsWithTransactionOfApplication() {
		this.contextRunner.run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> orderAndWorkflow(context));
			assertThat(hasOrder()).isTrue();
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void rollsBackWithTransactionOfApplication() {
		this.contextRunner.run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return orderAndWorkflow(context);
			});
			assertThat(hasOrder()).isFalse();
			assertThat(Databases.hasWorkflow(application, id)).isFalse();
		});
	}

	@Test
	void isSeenByOthersOnlyAfterCommit() {
		this.contextRunner.run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				String created = orderAndWorkflow(context);
				assertThat(Databases.hasWorkflow(application, created)).isFalse();
				return created;
			});
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void commitsWithTransactionalMethod() {
		this.contextRunner.withBean(Orders.class).run((context) -> {
			String id = context.getBean(Orders.class).place(this.orderId, false);
			assertThat(hasOrder()).isTrue();
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void rollsBackWithTransactionalMethod() {
		this.contextRunner.withBean(Orders.class).run((context) -> {
			long before = workflows(application);
			assertThatExceptionOfType(OrderException.class)
				.isThrownBy(() -> context.getBean(Orders.class).place(this.orderId, true));
			assertThat(hasOrder()).isFalse();
			assertThat(workflows(application)).isEqualTo(before);
		});
	}

	@Test
	void joinsTransactionWhenApplicationFetchesConnectionsLazily() {
		this.contextRunner.withPropertyValues("spring.datasource.connection-fetch=lazy").run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return orderAndWorkflow(context);
			});
			assertThat(hasOrder()).isFalse();
			assertThat(Databases.hasWorkflow(application, id)).isFalse();
		});
	}

	@Test
	void withJpaUsesTransactionManagerOfApplication() {
		this.jpa.run((context) -> {
			assertThat(context).hasSingleBean(JpaTransactionManager.class);
			String id = context.getBean(TransactionTemplate.class).execute((status) -> entityAndWorkflow(context));
			assertThat(hasOrder()).isTrue();
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void withJpaRollsBackWithTransactionOfApplication(boolean autoCommit) {
		this.jpa
			.withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit,
					"spring.jpa.properties.hibernate.connection.provider_disables_autocommit=" + !autoCommit)
			.run((context) -> {
				String id = context.getBean(TransactionTemplate.class).execute((status) -> {
					status.setRollbackOnly();
					return entityAndWorkflow(context);
				});
				assertThat(hasOrder()).isFalse();
				assertThat(Databases.hasWorkflow(application, id)).isFalse();
			});
	}

	@Test
	void withJpaTransactionsOfStoreItselfDoNotCommitThatOfApplication() {
		this.jpa.run((context) -> {
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				persistEntity(context);
				context.getBean(PersistenceProvider.class)
					.purgeWorkflows(WorkflowStatus.COMPLETE, Databases.later(), 1);
				status.setRollbackOnly();
			});
			assertThat(hasOrder()).isFalse();
		});
	}

	@Test
	void withJpaCommandsAreProcessedInTransactionOfApplication() {
		this.jpa.run((context) -> {
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				persistEntity(context);
				processCommand(context);
			});
			assertThat(hasOrder()).isTrue();
		});
	}

	@Test
	void withJpaCommandsAreProcessedInBatches() {
		this.jpa.run((context) -> {
			processCommand(context, 10, () -> persistEntity(context));
			assertThat(hasOrder()).isTrue();
		});
	}

	@Test
	void withJpaTransactionsOfStoreItselfCommitWhatHandlersWrite() {
		this.jpa.run((context) -> {
			processCommand(context, 1, () -> persistEntity(context));
			assertThat(hasOrder()).isTrue();
		});
	}

	@Test
	void withJpaPoolOfStoreIsIndependentOfTransactionOfApplication() {
		this.jpa.withPropertyValues(Databases.ofStore(store)).run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return entityAndWorkflow(context);
			});
			assertThat(hasOrder()).isFalse();
			assertThat(Databases.hasWorkflow(store, id)).isTrue();
		});
	}

	@Test
	void poolOfStoreIsIndependentOfTransactionOfApplication() {
		this.contextRunner.withPropertyValues(Databases.ofStore(store)).run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return orderAndWorkflow(context);
			});
			assertThat(hasOrder()).isFalse();
			assertThat(Databases.hasWorkflow(store, id)).isTrue();
		});
	}

	@Test
	void poolOfStoreIsIndependentEvenInSameDatabase() {
		this.contextRunner.withPropertyValues(Databases.ofStore(application)).run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return orderAndWorkflow(context);
			});
			assertThat(hasOrder()).isFalse();
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void poolOfStoreIsNotLeftToManagerOfSomethingElse() {
		this.withoutTransactionManager.withPropertyValues(Databases.ofStore(store))
			.withBean(CountingTransactionManager.class, CountingTransactionManager::new)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean(CountingTransactionManager.class).begun()).isZero();
			});
	}

	@Test
	void sharedDataSourceIsLeftToManagerThatDoesNotTellWhatItManages() {
		this.withoutTransactionManager.withBean(CountingTransactionManager.class, CountingTransactionManager::new)
			.run((context) -> {
				context.getBean(PersistenceProvider.class).processCommands(Databases.later(), (command) -> {
				});
				assertThat(context.getBean(CountingTransactionManager.class).begun()).isPositive();
			});
	}

	@Test
	void sharedDataSourceIsNotLeftToManagerOfOneOtherResource() {
		this.withoutTransactionManager.withBean(BrokerTransactionManager.class, BrokerTransactionManager::new)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean(BrokerTransactionManager.class).begun()).isZero();
			});
	}

	@Test
	void withoutTransactionManagerHasOneOfItsOwn() {
		this.withoutTransactionManager.run((context) -> {
			assertThat(context).doesNotHaveBean(PlatformTransactionManager.class);
			processCommand(context);
		});
	}

	@Test
	void qualifiedTransactionManagerGoesBeforeOthers() {
		this.withoutTransactionManager.withUserConfiguration(QualifiedTransactionManager.class, TwoManagers.class)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean("workflowTransactionManager", CountingJdbcTransactionManager.class).begun())
					.isPositive();
			});
	}

	@Test
	void qualifiedTransactionManagerManagesQualifiedDataSource() {
		this.withoutTransactionManager.withUserConfiguration(QualifiedDataSourceAndManager.class).run((context) -> {
			processCommand(context);
			assertThat(context.getBean("workflowTransactionManager", CountingJdbcTransactionManager.class).begun())
				.isPositive();
		});
	}

	@Test
	void whenSeveralTransactionManagersAreQualifiedThenFailureNamesThem() {
		this.withoutTransactionManager
			.withUserConfiguration(QualifiedTransactionManager.class, AnotherQualifiedTransactionManager.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("workflowTransactionManager")
				.hasMessageContaining("anotherWorkflowTransactionManager"));
	}

	@Test
	void whenSeveralTransactionManagersManageDataSourceThenFailureSaysWhatToDo() {
		this.withoutTransactionManager.withUserConfiguration(TwoManagers.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("2 transaction managers")
				.hasMessageContaining("@WfeTransactionManager")
				.hasMessageContaining("@Primary"));
	}

	@Test
	void whenSeveralTransactionManagersManageDataSourceThenPrimaryIsUsed() {
		this.withoutTransactionManager.withUserConfiguration(TwoManagers.class, PrimaryTransactionManager.class)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean("primaryTransactionManager", CountingJdbcTransactionManager.class).begun())
					.isPositive();
			});
	}

	@Test
	void ofSeveralTransactionManagersUsesThatOfItsDataSource() {
		this.withoutTransactionManager.withUserConfiguration(ManagerOfItsDataSource.class, ManagerOfAnother.class)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean("itsTransactionManager", CountingJdbcTransactionManager.class).begun())
					.isPositive();
			});
	}

	@Test
	void primaryTransactionManagerOfAnotherDataSourceIsNotUsed() {
		this.withoutTransactionManager
			.withUserConfiguration(ManagerOfItsDataSource.class, PrimaryManagerOfAnother.class)
			.run((context) -> {
				processCommand(context);
				assertThat(context.getBean("itsTransactionManager", CountingJdbcTransactionManager.class).begun())
					.isPositive();
			});
	}

	@Test
	void transactionManagerOfWhatProxyDelegatesToIsNotUsed() {
		this.withoutTransactionManager.withUserConfiguration(ManagerBehindProxy.class).run((context) -> {
			processCommand(context);
			assertThat(context.getBean("itsTransactionManager", CountingJdbcTransactionManager.class).begun()).isZero();
		});
	}

	@Test
	void transactionManagerOfTransactionAwareProxyIsUsed() {
		this.withoutTransactionManager.withUserConfiguration(ManagerOfTransactionAwareProxy.class).run((context) -> {
			processCommand(context);
			assertThat(context.getBean("itsTransactionManager", CountingJdbcTransactionManager.class).begun())
				.isPositive();
		});
	}

	@Test
	void joinsTransactionThroughTransactionAwareProxy() {
		this.withoutTransactionManager.withUserConfiguration(ManagerOfTransactionAwareProxy.class).run((context) -> {
			String id = new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).execute((status) -> {
				status.setRollbackOnly();
				return context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			});
			assertThat(Databases.hasWorkflow(application, id)).isFalse();
		});
	}

	@Test
	void sharedPoolWithoutAutoCommitLosesNoWriteOutsideTransaction() {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void sharedPoolWithoutAutoCommitLosesNoTables() {
		Databases.jdbc(application).execute("DROP SCHEMA IF EXISTS no_auto_commit CASCADE");
		this.contextRunner
			.withPropertyValues("spring.datasource.hikari.auto-commit=false", "wfe.postgres.schema=no_auto_commit")
			.run((context) -> assertThat(Databases.hasTable(application, "no_auto_commit.workflows")).isTrue());
	}

	@Test
	void sharedPoolWithoutAutoCommitRollsBackWithTransactionOfApplication() {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			String id = context.getBean(TransactionTemplate.class).execute((status) -> {
				status.setRollbackOnly();
				return orderAndWorkflow(context);
			});
			assertThat(Databases.hasWorkflow(application, id)).isFalse();
		});
	}

	private String orderAndWorkflow(ApplicationContext context) {
		context.getBean(JdbcTemplate.class).update("INSERT INTO application_order (id) VALUES (?)", this.orderId);
		return context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
	}

	private String entityAndWorkflow(ApplicationContext context) {
		persistEntity(context);
		return context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
	}

	private void persistEntity(ApplicationContext context) {
		EntityManager entityManager = SharedEntityManagerCreator
			.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
		entityManager.persist(new ApplicationOrder(this.orderId));
		entityManager.flush();
	}

	private boolean hasOrder() {
		return Boolean.TRUE.equals(Databases.jdbc(application)
			.queryForObject("SELECT EXISTS (SELECT FROM application_order WHERE id = ?)", Boolean.class, this.orderId));
	}

	private static long workflows(TestDatabase database) {
		Long count = Databases.jdbc(database).queryForObject("SELECT count(*) FROM wfc.workflows", Long.class);
		return (count != null) ? count : 0;
	}

	private static void processCommand(ApplicationContext context) {
		processCommand(context, 1, () -> {
		});
	}

	/**
	 * Handles a command, which takes a transaction: its deletion and what the handler
	 * writes are one.
	 */
	private static void processCommand(ApplicationContext context, int batchSize, Runnable handler) {
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
		public String place(String orderId, boolean refused) {
			this.jdbcTemplate.update("INSERT INTO application_order (id) VALUES (?)", orderId);
			String id = this.provider.createNewWorkflow(Databases.workflow());
			if (refused) {
				throw new OrderException();
			}
			return id;
		}

	}

	/**
	 * A failure of the application.
	 */
	static class OrderException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	/**
	 * Manages nothing that it tells of, as a manager of several resources does.
	 */
	static class CountingTransactionManager extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient AtomicInteger begun = new AtomicInteger();

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			// Has nothing to commit
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			// Has nothing to roll back
		}

		int begun() {
			return this.begun.get();
		}

	}

	/**
	 * Manages one resource, which is no data source.
	 */
	static class BrokerTransactionManager extends CountingTransactionManager implements ResourceTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		public Object getResourceFactory() {
			return this;
		}

	}

	/**
	 * Counts the transactions of a data source.
	 */
	static class CountingJdbcTransactionManager extends JdbcTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient AtomicInteger begun = new AtomicInteger();

		CountingJdbcTransactionManager(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
			super.doBegin(transaction, definition);
		}

		int begun() {
			return this.begun.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = ApplicationOrder.class)
	static class Entities {

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedTransactionManager {

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		CountingJdbcTransactionManager workflowTransactionManager(DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherQualifiedTransactionManager {

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		CountingJdbcTransactionManager anotherWorkflowTransactionManager(DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSourceAndManager {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource workflowDataSource() {
			return PostgresUrl.parse(store.uri()).createDataSource();
		}

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		CountingJdbcTransactionManager workflowTransactionManager(@WfeDataSource DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		JdbcTransactionManager oneTransactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTransactionManager otherTransactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryTransactionManager {

		@Bean
		@Primary
		CountingJdbcTransactionManager primaryTransactionManager(DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerOfItsDataSource {

		@Bean
		CountingJdbcTransactionManager itsTransactionManager(DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerBehindProxy {

		private final DataSource target = Databases.dataSource(application);

		@Bean
		DataSource dataSource() {
			return new LazyConnectionDataSourceProxy(this.target);
		}

		@Bean
		CountingJdbcTransactionManager itsTransactionManager() {
			return new CountingJdbcTransactionManager(this.target);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerOfTransactionAwareProxy {

		@Bean
		DataSource dataSource() {
			return new TransactionAwareDataSourceProxy(Databases.dataSource(application));
		}

		@Bean
		CountingJdbcTransactionManager itsTransactionManager(DataSource dataSource) {
			return new CountingJdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerOfAnother {

		@Bean
		JdbcTransactionManager anotherTransactionManager() {
			return new JdbcTransactionManager(Databases.dataSource(store));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryManagerOfAnother {

		@Bean
		@Primary
		JdbcTransactionManager anotherTransactionManager() {
			return new JdbcTransactionManager(Databases.dataSource(store));
		}

	}

}
