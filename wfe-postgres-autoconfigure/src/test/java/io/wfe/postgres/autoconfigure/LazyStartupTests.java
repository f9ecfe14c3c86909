package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.SchemaSql;
import io.wfe.postgres.StoreSchemaException;
import io.wfe.postgres.TestStore;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code wfe.postgres.startup=lazy}.
 */
@ExtendWith(PostgresExtension.class)
class LazyStartupTests {

	private final TestDatabase database;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
		.withPropertyValues("wfe.postgres.startup=lazy");

	LazyStartupTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void empty() {
		Databases.jdbc(this.database).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@Test
	void applicationStartsWhileServerIsDownAndWorksOnceItIsUp(@TempDir Path directory) throws IOException {
		try (OwnServer server = new OwnServer(directory)) {
			this.contextRunner
				.withPropertyValues("wfe.postgres.url=" + server.jdbcUrl(), "wfe.postgres.username=postgres")
				.run((context) -> assertWorksOnceUp(context.getBean(PersistenceProvider.class), server));
		}
	}

	@Test
	void applicationThatSharesDataSourceStartsWhileServerIsDownAndWorksOnceItIsUp(@TempDir Path directory)
			throws IOException {
		try (OwnServer server = new OwnServer(directory)) {
			this.contextRunner
				.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
						DataSourceTransactionManagerAutoConfiguration.class))
				.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(), "spring.datasource.username=postgres")
				.run((context) -> assertWorksOnceUp(context.getBean(PersistenceProvider.class), server));
		}
	}

	private static void assertWorksOnceUp(PersistenceProvider provider, OwnServer server) throws IOException {
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> provider.createNewWorkflow(Databases.workflow()))
				.withMessageContaining("SQLSTATE 08001");
		}
		server.start();
		List<CompletableFuture<String>> created = concurrently(8,
				() -> provider.createNewWorkflow(Databases.workflow()));
		assertThat(created).allSatisfy((id) -> assertThat(provider.getWorkflowInstance(id.join()).id()).isNotEmpty());
	}

	@Test
	void doesNotConnectAtStartup() {
		this.contextRunner.withPropertyValues(Databases.ofStore(this.database)).run((context) -> {
			HikariDataSource pool = (HikariDataSource) context.getBean(WfeDatabase.class).dataSource();
			assertThat(pool.isRunning()).isFalse();
			assertThat(Databases.hasSchema(this.database, "wfc")).isFalse();
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			assertThat(Databases.hasWorkflow(this.database, id)).isTrue();
		});
	}

	@Test
	void validatesOnFirstUseUntilTablesAreThere() {
		this.contextRunner.withPropertyValues(Databases.ofStore(this.database))
			.withPropertyValues("wfe.postgres.initialize-schema=validate")
			.run((context) -> {
				PersistenceProvider provider = context.getBean(PersistenceProvider.class);
				assertThatExceptionOfType(StoreSchemaException.class)
					.isThrownBy(() -> provider.createNewWorkflow(Databases.workflow()))
					.withMessageContaining("Schema 'wfc' has none of the tables");
				Databases.jdbc(this.database).execute(SchemaSql.of("wfc", ""));
				String id = provider.createNewWorkflow(Databases.workflow());
				assertThat(Databases.hasWorkflow(this.database, id)).isTrue();
			});
	}

	@Test
	void initializeSchemaNeverLeavesDatabaseAloneOnFirstUseToo() {
		this.contextRunner.withPropertyValues(Databases.ofStore(this.database))
			.withPropertyValues("wfe.postgres.initialize-schema=never")
			.run((context) -> {
				PersistenceProvider provider = context.getBean(PersistenceProvider.class);
				assertThatExceptionOfType(PersistenceException.class)
					.isThrownBy(() -> provider.createNewWorkflow(Databases.workflow()))
					.withMessageContaining("SQLSTATE 42P01");
				assertThat(Databases.hasSchema(this.database, "wfc")).isFalse();
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void initializesOnceForAllCallersAndAgainAfterFailures(int failures) {
		AtomicInteger attempts = new AtomicInteger();
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource)
				.initializeOnFirstUse((store) -> {
					if (attempts.incrementAndGet() <= failures) {
						throw new IllegalStateException("not yet");
					}
					store.ensureStoreExists();
					// A statement of the initializer itself
					store.truncateAll();
				})
				.build();
			for (int i = 0; i < failures; i++) {
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> provider.createNewWorkflow(Databases.workflow()))
					.withMessage("not yet");
			}
			assertThat(concurrently(8, () -> provider.createNewWorkflow(Databases.workflow())))
				.allSatisfy((id) -> assertThat(Databases.hasWorkflow(empty.database(), id.join())).isTrue());
			assertThat(attempts).hasValue(failures + 1);
		}
	}

	@Test
	void initializesOutsideOfTransactionOfCaller() {
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = lazy(dataSource);
			String id = inTransaction(dataSource, true, provider);
			assertThat(Databases.hasTable(empty.database(), "wfc.workflows")).isTrue();
			assertThat(Databases.hasWorkflow(empty.database(), id)).isFalse();
		}
	}

	@Test
	void whenTransactionOfCallerHoldsOnlyConnectionThenItFailsAndCanBeRepeated() {
		try (TestStore empty = TestStore.builder().connections(1).withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = lazy(dataSource);
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> inTransaction(dataSource, false, provider))
				.withMessageContaining("repeat the transaction")
				.withMessageContaining("give the pool another connection");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> Databases.hasTable(empty.database(), "wfc.workflows"));
			assertThat(Databases.hasWorkflow(empty.database(), inTransaction(dataSource, false, provider))).isTrue();
		}
	}

	@Test
	void withOneConnectionInitializesForCallerWithoutTransaction() {
		try (TestStore empty = TestStore.builder().connections(1).withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = lazy(dataSource);
			provider.processCommands(Databases.later(), 10, (command) -> {
			});
			assertThat(Databases.hasWorkflow(empty.database(), inTransaction(dataSource, false, provider))).isTrue();
		}
	}

	@Test
	void initializesOnThreadOfCallerWithoutTransaction() {
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			RoutingDataSource routing = new RoutingDataSource(dataSource);
			PostgresPersistenceProvider provider = lazy(routing);
			String id = routing.call(() -> provider.createNewWorkflow(Databases.workflow()));
			assertThat(Databases.hasWorkflow(empty.database(), id)).isTrue();
		}
	}

	@Test
	void whenAnotherThreadFindsNoDataSourceThenTheStoreSaysWhatToDo() {
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			RoutingDataSource routing = new RoutingDataSource(dataSource);
			PostgresPersistenceProvider provider = lazy(routing);
			assertThatExceptionOfType(StoreSchemaException.class)
				.isThrownBy(() -> routing.call(() -> inTransaction(routing, false, provider)))
				.withMessageContaining("the DataSource gives no connection")
				.withMessageContaining("use the store first outside of a transaction");
			assertThat(routing.call(() -> provider.countWorkflows())).isEmpty();
			String id = routing.call(() -> inTransaction(routing, false, provider));
			assertThat(Databases.hasWorkflow(empty.database(), id)).isTrue();
		}
	}

	@Test
	void whenAnotherThreadFailsThenTheStoreSaysWhatToDo() {
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource)
				.initializeOnFirstUse((store) -> {
					throw new IllegalStateException("no tenant");
				})
				.build();
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> inTransaction(dataSource, false, provider))
				.withMessageContaining("use the store outside of a transaction first")
				.withRootCauseInstanceOf(IllegalStateException.class);
		}
	}

	@Test
	void whenNoThreadCanBeStartedThenNobodyWaits() {
		AtomicBoolean refuses = new AtomicBoolean();
		ThreadLocal<Boolean> threads = new InheritableThreadLocal<>() {

			@Override
			protected Boolean childValue(Boolean parent) {
				if (refuses.get()) {
					throw new IllegalStateException("no more threads");
				}
				return parent;
			}

		};
		threads.set(true);
		try (TestStore empty = TestStore.builder().withoutTables().open()) {
			DataSource dataSource = empty.dataSource();
			PostgresPersistenceProvider provider = lazy(dataSource);
			new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult((status) -> {
				refuses.set(true);
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(PersistenceException.class)
						.isThrownBy(() -> provider.createNewWorkflow(Databases.workflow()))
						.withMessageContaining("no second thread could be started")
						.withMessageContaining("use the store outside of a transaction first")
						.withRootCauseInstanceOf(IllegalStateException.class);
				}
				refuses.set(false);
				assertThat(provider.createNewWorkflow(Databases.workflow())).isNotEmpty();
			});
		}
		finally {
			threads.remove();
		}
	}

	private static PostgresPersistenceProvider lazy(DataSource dataSource) {
		return PostgresPersistenceProvider.builder(dataSource)
			.initializeOnFirstUse(PostgresPersistenceProvider::ensureStoreExists)
			.build();
	}

	private static String inTransaction(DataSource dataSource, boolean rollback, PersistenceProvider provider) {
		return new TransactionTemplate(new JdbcTransactionManager(dataSource)).execute((status) -> {
			if (rollback) {
				status.setRollbackOnly();
			}
			return provider.createNewWorkflow(Databases.workflow());
		});
	}

	private static List<CompletableFuture<String>> concurrently(int threads, Supplier<String> action) {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<CompletableFuture<String>> results = IntStream.range(0, threads)
				.mapToObj((i) -> CompletableFuture.supplyAsync(action, executor))
				.toList();
			CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new)).join();
			return results;
		}
		finally {
			executor.shutdown();
		}
	}

	/**
	 * Knows where to go only on a thread that says so.
	 */
	private static final class RoutingDataSource extends AbstractRoutingDataSource {

		private final ThreadLocal<String> key = new ThreadLocal<>();

		RoutingDataSource(DataSource target) {
			setTargetDataSources(Map.of("here", target));
			afterPropertiesSet();
		}

		@Override
		protected @Nullable Object determineCurrentLookupKey() {
			return this.key.get();
		}

		<T> T call(Supplier<T> action) {
			this.key.set("here");
			try {
				return action.get();
			}
			finally {
				this.key.remove();
			}
		}

	}

}
