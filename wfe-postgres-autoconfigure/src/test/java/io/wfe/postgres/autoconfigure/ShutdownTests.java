package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what uses the store when the application stops still can.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class ShutdownTests {

	private final TestDatabase database;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	ShutdownTests(TestDatabase database) {
		this.database = database;
		SimpleDriverDataSource dataSource = Databases.dataSource(database);
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	@BeforeEach
	void empty() {
		this.jdbc.execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void beansUseStoreUntilTheyAreDestroyed(boolean ownPool) {
		LastWords[] bean = new LastWords[1];
		runner(ownPool).withPropertyValues("wfe.postgres.retention.errors=30d")
			.withBean(LastWords.class)
			.run((context) -> bean[0] = context.getBean(LastWords.class));
		assertThat(bean[0].retentionWasRunning).isFalse();
		assertThat(List.of(Objects.requireNonNull(bean[0].stopped), Objects.requireNonNull(bean[0].destroyed)))
			.allSatisfy((id) -> assertThat(Databases.hasWorkflow(this.database, id)).isTrue());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cleanUpThatHangsIsWaitedForNoLongerThanPhase(boolean ownPool, CapturedOutput output) {
		PersistenceProvider store = PostgresPersistenceProvider.builder(Databases.dataSource(this.database)).build();
		store.ensureStoreExists();
		String event = store.createEvent(Event.create("name", "key", JsonNodeFactory.instance.nullNode())
			.toBuilder()
			.eventTime(Instant.EPOCH)
			.processed(true)
			.build());
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.execute("LOCK TABLE wfc.events IN SHARE MODE");
			runner(ownPool)
				.withPropertyValues("wfe.postgres.retention.processed-events=30d", "wfe.postgres.retention.interval=1s",
						"spring.lifecycle.timeout-per-shutdown-phase=300ms")
				.run((context) -> {
					Awaitility.await().until(() -> waiting() == 1);
					assertThat(close(context)).succeedsWithin(Duration.ofSeconds(10));
					Awaitility.await().until(() -> !retentionIsRunning());
				});
		});
		Awaitility.await().until(() -> waiting() == 0);
		assertThat(store.getEvent(event).processed()).isTrue();
		assertThat(output).doesNotContain("could not delete");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void commandsOnExecutorAreHandledBeforePoolCloses(boolean ownPool) {
		assertCommandIsHandled(runner(ownPool).withBean(ExecutorFirst.class));
	}

	@Test
	void interruptedThreadLeavesCommandsThatAreNotClaimedYet() {
		runner(true).run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			for (int i = 0; i < 3; i++) {
				provider.scheduleCommand(command("id-" + i, i));
			}
			provider.processCommands(Databases.later(), (command) -> Thread.currentThread().interrupt());
			assertThat(Thread.interrupted()).isTrue();
			assertThat(commands()).containsExactly("id-1", "id-2");
		});
	}

	private void assertCommandIsHandled(ApplicationContextRunner runner) {
		CountDownLatch handling = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		runner.run((context) -> {
			context.getBean(PersistenceProvider.class).scheduleCommand(command("id", 0));
			CompletableFuture<Void> handled = context.getBean(Worker.class).process((command) -> {
				handling.countDown();
				assertThat(endsInTime(goOn)).isTrue();
			});
			assertThat(handling.await(10, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = close(context);
			Awaitility.await()
				.during(300, TimeUnit.MILLISECONDS)
				.until(() -> context.getSourceApplicationContext().isClosed() && !closed.isDone());
			goOn.countDown();
			assertThat(handled).succeedsWithin(Duration.ofSeconds(10));
			assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		});
		assertThat(commands()).isEmpty();
	}

	private static ScheduledCommand command(String data, long millis) {
		return ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, data, Instant.ofEpochMilli(millis));
	}

	private List<String> commands() {
		return this.jdbc.queryForList("SELECT data FROM wfc.scheduled_commands ORDER BY data", String.class);
	}

	private static boolean endsInTime(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private int waiting() {
		Integer result = this.jdbc.queryForObject("""
				SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock'
				""", Integer.class);
		return (result != null) ? result : -1;
	}

	private static boolean retentionIsRunning() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> WfeRetention.THREAD_NAME.equals(thread.getName()));
	}

	private static CompletableFuture<Void> close(AssertableApplicationContext context) {
		return CompletableFuture.runAsync(() -> context.getSourceApplicationContext().close());
	}

	private ApplicationContextRunner runner(boolean ownPool) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class,
					TaskExecutionAutoConfiguration.class, WfePostgresAutoConfiguration.class));
		return ownPool ? runner.withPropertyValues(Databases.ofStore(this.database))
				: runner
					.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
							DataSourceTransactionManagerAutoConfiguration.class))
					.withPropertyValues(Databases.ofApplication(this.database));
	}

	/**
	 * Writes a workflow when it is stopped, and another when it is destroyed.
	 */
	static class LastWords implements SmartLifecycle, DisposableBean {

		private final PersistenceProvider provider;

		private @Nullable String stopped;

		private @Nullable String destroyed;

		private boolean retentionWasRunning = true;

		private boolean running;

		LastWords(PersistenceProvider provider) {
			this.provider = provider;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.stopped = this.provider.createNewWorkflow(Databases.workflow());
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

		@Override
		public void destroy() {
			this.destroyed = this.provider.createNewWorkflow(Databases.workflow());
			this.retentionWasRunning = retentionIsRunning();
		}

	}

	/**
	 * Handles commands on an executor of the application.
	 */
	abstract static class Worker {

		private final PersistenceProvider provider;

		private final AsyncTaskExecutor executor;

		Worker(PersistenceProvider provider, AsyncTaskExecutor executor) {
			this.provider = provider;
			this.executor = executor;
		}

		CompletableFuture<Void> process(Consumer<ScheduledCommand> handler) {
			return this.executor.submitCompletable(() -> this.provider.processCommands(Databases.later(), handler));
		}

	}

	static class ExecutorFirst extends Worker {

		ExecutorFirst(AsyncTaskExecutor executor, PersistenceProvider provider) {
			super(provider, executor);
		}

	}

}
