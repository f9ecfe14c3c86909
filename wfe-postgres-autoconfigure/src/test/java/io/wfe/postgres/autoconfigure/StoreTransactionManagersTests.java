package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreTransactionManagers}.
 */
class StoreTransactionManagersTests {

	private static final TestDatabase application = TestPostgres.createDatabase();

	private static final TestDatabase store = TestPostgres.createDatabase();

	private static final String NONE = "";

	private static final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues(Databases.ofApplication(application));

	@AfterAll
	static void drop() {
		application.close();
		store.close();
	}

	static Stream<Arguments> managers() {
		return Stream.of(used("the qualified one before others", "qualified", Qualified.class, Two.class),
				used("the qualified one of the qualified data source", "qualified", QualifiedDataSourceToo.class),
				used("the primary one of two", "primary", Two.class, PrimaryOne.class),
				used("that of its data source", "its", Its.class, OfAnother.class),
				used("that of its data source, not a primary one of another", "its", Its.class, PrimaryOfAnother.class),
				used("not that of what a proxy delegates to", NONE, BehindProxy.class),
				used("that of a transaction-aware proxy", "its", OfTransactionAwareProxy.class),
				used("none of one other resource", NONE, OfBroker.class));
	}

	private static Arguments used(String rule, String expected, Class<?>... configurations) {
		return Arguments.of(rule, expected, configurations);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("managers")
	void storeUses(String rule, String expected, Class<?>[] configurations) {
		runner.withUserConfiguration(configurations).run((context) -> {
			StoreTransactionsTests.processCommand(context, 1, () -> {
			});
			List<String> used = context.getBeansOfType(Counted.class)
				.entrySet()
				.stream()
				.filter((manager) -> manager.getValue().begun().get() > 0)
				.map((manager) -> manager.getKey())
				.toList();
			assertThat(used).as(rule).isEqualTo(expected.equals(NONE) ? List.of() : List.of(expected));
		});
	}

	@Test
	void sharedDataSourceIsLeftToManagerThatDoesNotTellWhatItManages() {
		runner.withBean(OfSeveralResources.class).run((context) -> {
			context.getBean(PersistenceProvider.class).processCommands(Databases.later(), (command) -> {
			});
			assertThat(context.getBean(OfSeveralResources.class).begun()).hasPositiveValue();
		});
	}

	@Test
	void poolOfStoreIsNotLeftToManagerOfSomethingElse() {
		runner.withPropertyValues(Databases.ofStore(store)).withBean(OfSeveralResources.class).run((context) -> {
			StoreTransactionsTests.processCommand(context, 1, () -> {
			});
			assertThat(context.getBean(OfSeveralResources.class).begun()).hasValue(0);
		});
	}

	@Test
	void withoutTransactionManagerHasOneOfItsOwn() {
		runner.run((context) -> {
			assertThat(context).doesNotHaveBean(PlatformTransactionManager.class);
			StoreTransactionsTests.processCommand(context, 1, () -> {
			});
		});
	}

	@Test
	void whenSeveralTransactionManagersAreQualifiedThenFailureNamesThem() {
		runner.withUserConfiguration(Qualified.class, QualifiedToo.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("qualified")
				.hasMessageContaining("another"));
	}

	@Test
	void whenSeveralTransactionManagersManageDataSourceThenFailureSaysWhatToDo() {
		runner.withUserConfiguration(Two.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("2 transaction managers")
				.hasMessageContaining("@WfeTransactionManager")
				.hasMessageContaining("@Primary"));
	}

	/**
	 * Counts the transactions that a manager begins.
	 */
	interface Counted {

		AtomicInteger begun();

	}

	/**
	 * Manages nothing that it tells of, as a manager of several resources does.
	 */
	static class OfSeveralResources extends AbstractPlatformTransactionManager implements Counted {

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

		@Override
		public AtomicInteger begun() {
			return this.begun;
		}

	}

	/**
	 * Manages one resource, which is no data source.
	 */
	static class OfBroker extends OfSeveralResources implements ResourceTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		public Object getResourceFactory() {
			return this;
		}

	}

	/**
	 * Manages a data source.
	 */
	static class OfDataSource extends JdbcTransactionManager implements Counted {

		private static final long serialVersionUID = 1L;

		private final transient AtomicInteger begun = new AtomicInteger();

		OfDataSource(DataSource dataSource) {
			super(dataSource);
			addListener(new TransactionExecutionListener() {

				@Override
				public void beforeBegin(TransactionExecution transaction) {
					OfDataSource.this.begun.incrementAndGet();
				}

			});
		}

		@Override
		public AtomicInteger begun() {
			return this.begun;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		OfDataSource qualified(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedToo {

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		OfDataSource another(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSourceToo {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource workflowDataSource() {
			return PostgresUrl.parse(store.uri()).createDataSource();
		}

		@Bean(defaultCandidate = false)
		@WfeTransactionManager
		OfDataSource qualified(@WfeDataSource DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		OfDataSource one(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

		@Bean
		OfDataSource other(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOne {

		@Bean
		@Primary
		OfDataSource primary(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Its {

		@Bean
		OfDataSource its(DataSource dataSource) {
			return new OfDataSource(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfAnother {

		@Bean
		OfDataSource another() {
			return new OfDataSource(Databases.dataSource(store));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfAnother {

		@Bean
		@Primary
		OfDataSource another() {
			return new OfDataSource(Databases.dataSource(store));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BehindProxy {

		private final DataSource target = Databases.dataSource(application);

		@Bean
		DataSource dataSource() {
			return new LazyConnectionDataSourceProxy(this.target);
		}

		@Bean
		OfDataSource its() {
			return new OfDataSource(this.target);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Its.class)
	static class OfTransactionAwareProxy {

		@Bean
		DataSource dataSource() {
			return new TransactionAwareDataSourceProxy(Databases.dataSource(application));
		}

	}

}
