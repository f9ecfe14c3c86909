package io.wfe.postgres.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wfe.core.model.Event;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.Retention;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeRetention} and {@link RetentionPurge}.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class WfeRetentionTests {

	private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	private static final Instant OLD = NOW.minus(Duration.ofDays(31));

	private static final Instant RECENT = NOW.minus(Duration.ofDays(29));

	private static final String[] EVERYTHING = { "wfe.postgres.retention.completed-workflows=30d",
			"wfe.postgres.retention.terminated-workflows=30d", "wfe.postgres.retention.processed-events=30d",
			"wfe.postgres.retention.errors=30d" };

	private static final Retention KEEPS_NOTHING_OLD = new Retention(Duration.ofDays(30), Duration.ofDays(30),
			Duration.ofDays(30), Duration.ofDays(30), Duration.ofHours(1));

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final PostgresPersistenceProvider store;

	WfeRetentionTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.retention.interval=1s", "wfe.postgres.hikari.maximum-pool-size=1",
					"wfe.postgres.hikari.connection-timeout=5000");
		SimpleDriverDataSource dataSource = Databases.dataSource(database);
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.store = PostgresPersistenceProvider.builder(dataSource).build();
	}

	@BeforeEach
	void createStore() {
		this.store.ensureStoreExists();
		this.store.truncateAll();
	}

	@AfterEach
	void noThreadIsLeft() {
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void keepsEverythingUnlessSet() {
		storeOfEachKind(OLD);
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(WfeRetention.class).isRunning()).isFalse();
			assertThat(threads()).isEmpty();
		});
		assertThat(stored()).containsExactly("COMPLETE", "RUNNABLE", "SUSPENDED", "TERMINATED", "error", "processed",
				"unprocessed");
	}

	@ParameterizedTest
	@CsvSource({ "completed-workflows, COMPLETE", "terminated-workflows, TERMINATED", "processed-events, processed",
			"errors, error" })
	void deletesWhatIsOlderAndNothingElse(String property, String deleted) {
		storeOfEachKind(OLD);
		storeOfEachKind(RECENT);
		List<String> expected = new ArrayList<>(stored());
		expected.remove(deleted);
		this.contextRunner.withPropertyValues("wfe.postgres.retention." + property + "=30d")
			.run((context) -> Awaitility.await().untilAsserted(() -> assertThat(stored()).isEqualTo(expected)));
	}

	@Test
	void goesOnWithWhatBecomesTooOld() {
		this.contextRunner.withPropertyValues(EVERYTHING).run((context) -> {
			for (int i = 0; i < 3; i++) {
				event(OLD, true);
				Awaitility.await().untilAsserted(() -> assertThat(stored()).isEmpty());
			}
		});
	}

	@Test
	void worksInTransactionsOfSharedDataSource() {
		storeOfEachKind(OLD);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(this.database))
			.withPropertyValues(EVERYTHING)
			.withPropertyValues("wfe.postgres.retention.interval=1s", "spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.maximum-pool-size=1")
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC))
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(stored()).containsExactly("RUNNABLE", "SUSPENDED", "unprocessed")));
	}

	@Test
	void withoutClockUsesThatOfSystem() {
		event(Instant.now().minus(Duration.ofHours(1)), true);
		Event kept = event(Instant.now().minus(Duration.ofMinutes(1)), true);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(this.database))
			.withPropertyValues("wfe.postgres.retention.interval=1s", "wfe.postgres.retention.processed-events=30m")
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(stored()).containsExactly("processed")));
		assertThat(this.store.getEvent(kept.id()).id()).isEqualTo(kept.id());
	}

	@Test
	void saysInOneLineWhatWasDeleted(CapturedOutput output) {
		storeOfEachKind(OLD);
		event(OLD, true);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(output)
					.contains("deleted from the workflow store: 1 completed-workflows, 1 terminated-workflows, "
							+ "2 processed-events, 1 errors")));
		assertThat(output).containsOnlyOnce("The retention has deleted");
	}

	@Test
	void countsWhatWasDeleted() {
		event(OLD, true);
		event(OLD, true);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await()
					.ignoreException(MeterNotFoundException.class)
					.untilAsserted(() -> assertThat(
							registry.get("wfe.retention.deleted").tag("what", "processed-events").counter().count())
						.isEqualTo(2));
				Awaitility.await()
					.ignoreException(MeterNotFoundException.class)
					.untilAsserted(() -> assertThat(
							registry.get("wfe.retention.deleted").tag("what", "errors").counter().count())
						.isZero());
			});
	}

	@Test
	void countsWhatForeignKeysOfApplicationHold(CapturedOutput output) {
		String held = workflow(WorkflowStatus.COMPLETE, OLD);
		workflow(WorkflowStatus.COMPLETE, OLD.plusSeconds(1));
		this.jdbc.execute("CREATE TABLE orders (workflow_id text REFERENCES wfc.workflows (id))");
		this.jdbc.update("INSERT INTO orders VALUES (?)", held);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await()
					.ignoreException(MeterNotFoundException.class)
					.untilAsserted(() -> assertThat(
							registry.get("wfe.retention.skipped").tag("what", "completed-workflows").counter().count())
						.isGreaterThanOrEqualTo(2));
				assertThat(registry.get("wfe.retention.deleted").tag("what", "completed-workflows").counter().count())
					.isOne();
				assertThat(registry.get("wfe.retention.skipped").tag("what", "terminated-workflows").counter().count())
					.isZero();
				this.jdbc.execute("DROP TABLE orders");
				Awaitility.await().untilAsserted(() -> assertThat(stored()).isEmpty());
			});
		assertThat(output).containsOnlyOnce("WARN").contains("refer to them by a foreign key: " + held + ".");
	}

	@Test
	void goesOnBehindBatchThatIsHeld() {
		this.jdbc.execute("CREATE TABLE orders (workflow_id text REFERENCES wfc.workflows (id))");
		for (int i = 0; i < 120; i++) {
			this.jdbc.update("INSERT INTO orders VALUES (?)", workflow(WorkflowStatus.COMPLETE, OLD));
		}
		workflow(WorkflowStatus.COMPLETE, OLD.plusSeconds(1));
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> false);
		assertThat(stored()).hasSize(120);
		assertThat(batches).startsWith(0, 1).hasSizeLessThan(30);
		this.jdbc.execute("DROP TABLE orders");
	}

	@Test
	void needsNoMicrometer() {
		event(OLD, true);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(RetentionListener.class);
				Awaitility.await().untilAsserted(() -> assertThat(stored()).isEmpty());
			});
	}

	@Test
	void failureIsLoggedOnceWithWhatToDoAndDoesNotEndSchedule(CapturedOutput output) {
		storeOfEachKind(OLD);
		this.jdbc.execute("ALTER TABLE wfc.events RENAME TO events_away");
		CountDownLatch runs = new CountDownLatch(3);
		RetentionListener listener = (store, what, count) -> {
			if (what.equals("errors")) {
				runs.countDown();
			}
		};
		this.contextRunner.withPropertyValues(EVERYTHING)
			.withBean("runs", RetentionListener.class, () -> listener)
			.run((context) -> {
				// The others are not held up
				Awaitility.await().untilAsserted(() -> {
					assertThat(this.store.getErrors("workflow")).isEmpty();
					assertThat(output).contains("WARN")
						.contains("could not delete from the workflow store: processed-events. It tries again")
						.contains("wfe.postgres.retention.processed-events");
				});
				assertThat(runs.await(1, TimeUnit.MINUTES)).isTrue();
				assertThat(output).containsOnlyOnce("WARN").doesNotContain("can delete again");
				this.jdbc.execute("ALTER TABLE wfc.events_away RENAME TO events");
				Awaitility.await()
					.untilAsserted(() -> assertThat(output)
						.containsOnlyOnce("The retention of the workflow store can delete again"));
				Awaitility.await()
					.untilAsserted(() -> assertThat(stored()).containsExactly("RUNNABLE", "SUSPENDED", "unprocessed"));
			});
	}

	@Test
	void whenOtherNodeDeletesThenLeavesItToThat() {
		event(OLD, true);
		this.transaction.executeWithoutResult((status) -> {
			this.store.callExclusively("retention", () -> 0);
			this.contextRunner.withPropertyValues(EVERYTHING)
				.run((context) -> Awaitility.await()
					.during(500, TimeUnit.MILLISECONDS)
					.untilAsserted(() -> assertThat(stored()).containsExactly("processed")));
		});
		this.contextRunner.withPropertyValues(EVERYTHING)
			.run((context) -> Awaitility.await().untilAsserted(() -> assertThat(stored()).isEmpty()));
	}

	@Test
	void threadRunsFromStartToStopOfContext() {
		this.contextRunner.withPropertyValues(EVERYTHING).run((context) -> {
			Awaitility.await()
				.untilAsserted(() -> assertThat(threads()).singleElement()
					.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue()));
			ConfigurableApplicationContext application = context.getSourceApplicationContext();
			application.stop();
			Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
			application.start();
			event(OLD, true);
			Awaitility.await().untilAsserted(() -> assertThat(stored()).isEmpty());
		});
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void closingWaitsForCurrentBatchAndNotForMore(CapturedOutput output) {
		Event event = event(OLD, true);
		List<CompletableFuture<Void>> closed = new ArrayList<>();
		this.contextRunner.withPropertyValues(EVERYTHING).run((context) -> {
			this.transaction.executeWithoutResult((status) -> {
				this.jdbc.execute("LOCK TABLE wfc.events IN SHARE MODE");
				Awaitility.await().untilAsserted(() -> assertThat(waiting()).isOne());
				closed.add(CompletableFuture.runAsync(() -> context.getSourceApplicationContext().close()));
				Awaitility.await()
					.during(300, TimeUnit.MILLISECONDS)
					.until(() -> !closed.get(0).isDone() && threads().size() == 1);
			});
			assertThat(closed.get(0)).succeedsWithin(Duration.ofSeconds(10));
		});
		assertThat(this.store.getEvents(event.eventName(), event.eventKey(), NOW)).isEmpty();
		assertThat(output).doesNotContain("could not delete");
	}

	@Test
	void deletesInBatchesUntilOneIsNotFull() {
		for (int i = 0; i < 5; i++) {
			event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> false);
		// Those of workflows, of events, of errors
		assertThat(batches).containsExactly(0, 0, 2, 2, 1, 0);
		assertThat(stored()).isEmpty();
	}

	@Test
	void endsWithBudgetAndGoesOnInNextRun() {
		for (int i = 0; i < 5; i++) {
			event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		RetentionPurge purge = purge(2, Duration.ZERO, batches);
		purge.run(() -> false);
		assertThat(batches).containsExactly(0, 0, 2, 0);
		purge.run(() -> false);
		purge.run(() -> false);
		assertThat(stored()).isEmpty();
	}

	@Test
	void endsAfterBatchWhenStopping() {
		for (int i = 0; i < 5; i++) {
			event(OLD, true);
		}
		List<Integer> batches = new ArrayList<>();
		purge(2, Duration.ofMinutes(1), batches).run(() -> batches.contains(2));
		assertThat(batches).containsExactly(0, 0, 2);
	}

	@Test
	void workflowThatIsBeingResumedSurvives() {
		String id = workflow(WorkflowStatus.COMPLETE, OLD);
		String other = workflow(WorkflowStatus.COMPLETE, OLD);
		List<Integer> batches = new ArrayList<>();
		this.transaction.executeWithoutResult((status) -> {
			resume(id);
			runOnOtherNode(batches);
		});
		runOnOtherNode(batches);
		assertThat(this.store.getWorkflowInstance(id).status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(this.store.getWorkflowInstance(id).executionPointers()).hasSize(1);
		assertThat(this.store.getWorkflowInstances(List.of(other))).isEmpty();
	}

	@Test
	void workflowsThatAreResumedMeanwhileSurvive() {
		for (int round = 0; round < 5; round++) {
			List<String> ids = IntStream.range(0, 200)
				.mapToObj((index) -> workflow(WorkflowStatus.COMPLETE, OLD.plusMillis(index)))
				.toList();
			List<Integer> batches = new ArrayList<>();
			CompletableFuture<Void> purging = CompletableFuture
				.runAsync(() -> purge(3, Duration.ofMinutes(1), batches).run(() -> false));
			List<String> resumed = new ArrayList<>();
			// From the other end, so that they meet
			for (int i = ids.size() - 1; i >= 0; i--) {
				if (resume(ids.get(i))) {
					resumed.add(ids.get(i));
				}
			}
			assertThat(purging).succeedsWithin(Duration.ofMinutes(1));
			assertThat(this.store.getWorkflowInstances(ids)).extracting(WorkflowInstance::id)
				.containsExactlyInAnyOrderElementsOf(resumed);
			assertThat(this.store.getWorkflowInstances(ids))
				.allSatisfy((instance) -> assertThat(instance.executionPointers()).hasSize(1));
			assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ids.size() - resumed.size());
			assertThat(resumed).isNotEmpty();
		}
	}

	/**
	 * Runs in a thread of its own, which does not take part in the transaction of this
	 * one.
	 */
	private void runOnOtherNode(List<Integer> batches) {
		assertThat(CompletableFuture.runAsync(() -> purge(10, Duration.ofMinutes(1), batches).run(() -> false)))
			.succeedsWithin(Duration.ofSeconds(10));
	}

	private RetentionPurge purge(int batchSize, Duration budget, List<Integer> batches) {
		return new RetentionPurge(KEEPS_NOTHING_OLD, () -> this.store, Clock.fixed(NOW, ZoneOffset.UTC),
				(store, what, count) -> batches.add(count), batchSize, budget, "wfe.postgres");
	}

	private boolean resume(String id) {
		try {
			this.store.persistWorkflow(this.store.getWorkflowInstance(id)
				.toBuilder()
				.status(WorkflowStatus.RUNNABLE)
				.completeTime(null)
				.build());
			return true;
		}
		catch (WorkflowNotFoundException ex) {
			return false;
		}
	}

	private void storeOfEachKind(Instant time) {
		for (WorkflowStatus status : WorkflowStatus.values()) {
			workflow(status, time);
		}
		event(time, true);
		event(time, false);
		this.store.persistErrors(List.of(new ExecutionError(time, "workflow", "pointer", "message")));
	}

	private String workflow(WorkflowStatus status, @Nullable Instant completeTime) {
		return this.store.createNewWorkflow(Databases.workflow()
			.toBuilder()
			.status(status)
			.completeTime(completeTime)
			.executionPointers(List.of(ExecutionPointer.create(0)))
			.build());
	}

	private Event event(Instant time, boolean processed) {
		Event event = Event.create("event", "key", JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.eventTime(time)
			.processed(processed)
			.build();
		this.store.createEvent(event);
		return event;
	}

	/**
	 * Tells of what kinds the stored rows are, sorted.
	 */
	private List<String> stored() {
		return this.jdbc.queryForList("""
				SELECT upper(status) AS kind FROM wfc.workflows
				UNION ALL SELECT CASE WHEN is_processed THEN 'processed' ELSE 'unprocessed' END FROM wfc.events
				UNION ALL SELECT 'error' FROM wfc.execution_errors
				""", String.class).stream().map(Objects::requireNonNull).sorted().toList();
	}

	private int waiting() {
		Integer result = this.jdbc.queryForObject(
				"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'wfc.events'::regclass", Integer.class);
		return (result != null) ? result : -1;
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> WfeRetention.THREAD_NAME.equals(thread.getName()))
			.toList();
	}

}
