package io.wfe.postgres.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wfe.core.model.Event;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.wfe.postgres.autoconfigure.RetentionStore.NOW;
import static io.wfe.postgres.autoconfigure.RetentionStore.OLD;
import static io.wfe.postgres.autoconfigure.RetentionStore.RECENT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeRetention}.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class WfeRetentionTests {

	private static final String[] EVERYTHING = { "wfe.postgres.retention.completed-workflows=30d",
			"wfe.postgres.retention.terminated-workflows=30d", "wfe.postgres.retention.processed-events=30d",
			"wfe.postgres.retention.errors=30d" };

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	private final RetentionStore store;

	WfeRetentionTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.retention.interval=1s", "wfe.postgres.hikari.maximum-pool-size=1",
					"wfe.postgres.hikari.connection-timeout=5000");
		this.store = new RetentionStore(database);
	}

	@AfterEach
	void noThreadIsLeft() {
		this.store.close();
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void keepsEverythingUnlessSet() {
		this.store.addOfEachKind(OLD);
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(WfeRetention.class).isRunning()).isFalse();
			assertThat(threads()).isEmpty();
		});
		assertThat(this.store.stored()).containsExactly("COMPLETE", "RUNNABLE", "SUSPENDED", "TERMINATED", "error",
				"processed", "unprocessed");
	}

	@ParameterizedTest
	@CsvSource({ "completed-workflows, COMPLETE", "terminated-workflows, TERMINATED", "processed-events, processed",
			"errors, error" })
	void deletesWhatIsOlderAndNothingElse(String property, String deleted) {
		this.store.addOfEachKind(OLD);
		this.store.addOfEachKind(RECENT);
		List<String> expected = new ArrayList<>(this.store.stored());
		expected.remove(deleted);
		this.contextRunner.withPropertyValues("wfe.postgres.retention." + property + "=30d")
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(this.store.stored()).isEqualTo(expected)));
	}

	@Test
	void goesOnWithWhatBecomesTooOld() {
		this.contextRunner.withPropertyValues(EVERYTHING).run((context) -> {
			for (int i = 0; i < 3; i++) {
				this.store.event(OLD, true);
				Awaitility.await().untilAsserted(() -> assertThat(this.store.stored()).isEmpty());
			}
		});
	}

	@Test
	void worksInTransactionsOfSharedDataSource() {
		this.store.addOfEachKind(OLD);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(this.database))
			.withPropertyValues(EVERYTHING)
			.withPropertyValues("wfe.postgres.retention.interval=1s", "spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.maximum-pool-size=1")
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC))
			.run((context) -> Awaitility.await()
				.untilAsserted(
						() -> assertThat(this.store.stored()).containsExactly("RUNNABLE", "SUSPENDED", "unprocessed")));
	}

	@Test
	void withoutClockUsesThatOfSystem() {
		this.store.event(Instant.now().minus(Duration.ofHours(1)), true);
		Event kept = this.store.event(Instant.now().minus(Duration.ofMinutes(1)), true);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(this.database))
			.withPropertyValues("wfe.postgres.retention.interval=1s", "wfe.postgres.retention.processed-events=30m")
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(this.store.stored()).containsExactly("processed")));
		assertThat(this.store.provider().getEvent(kept.id()).id()).isEqualTo(kept.id());
	}

	@Test
	void saysInOneLineWhatWasDeleted(CapturedOutput output) {
		this.store.addOfEachKind(OLD);
		this.store.event(OLD, true);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(output)
					.contains("deleted from the workflow store: 1 completed-workflows, 1 terminated-workflows, "
							+ "2 processed-events, 1 errors")));
		assertThat(output).containsOnlyOnce("The retention has deleted");
	}

	@Test
	void countsWhatWasDeleted() {
		this.store.event(OLD, true);
		this.store.event(OLD, true);
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
		String held = this.store.workflow(WorkflowStatus.COMPLETE, OLD);
		this.store.workflow(WorkflowStatus.COMPLETE, OLD.plusSeconds(1));
		this.store.jdbc().execute("CREATE TABLE orders (workflow_id text REFERENCES wfc.workflows (id))");
		this.store.jdbc().update("INSERT INTO orders VALUES (?)", held);
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
				this.store.jdbc().execute("DROP TABLE orders");
				Awaitility.await().untilAsserted(() -> assertThat(this.store.stored()).isEmpty());
			});
		assertThat(output).containsOnlyOnce("WARN").contains("refer to them by a foreign key: " + held + ".");
	}

	@Test
	void needsNoMicrometer() {
		this.store.event(OLD, true);
		this.contextRunner.withPropertyValues(EVERYTHING)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(RetentionListener.class);
				Awaitility.await().untilAsserted(() -> assertThat(this.store.stored()).isEmpty());
			});
	}

	@Test
	void failureIsLoggedOnceWithWhatToDoAndDoesNotEndSchedule(CapturedOutput output) {
		this.store.addOfEachKind(OLD);
		this.store.jdbc().execute("ALTER TABLE wfc.events RENAME TO events_away");
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
					assertThat(this.store.provider().getErrors("workflow")).isEmpty();
					assertThat(output).contains("WARN")
						.contains("could not delete from the workflow store: processed-events. It tries again")
						.contains("wfe.postgres.retention.processed-events");
				});
				assertThat(runs.await(1, TimeUnit.MINUTES)).isTrue();
				assertThat(output).containsOnlyOnce("WARN").doesNotContain("can delete again");
				this.store.jdbc().execute("ALTER TABLE wfc.events_away RENAME TO events");
				Awaitility.await()
					.untilAsserted(() -> assertThat(output)
						.containsOnlyOnce("The retention of the workflow store can delete again"));
				Awaitility.await()
					.untilAsserted(() -> assertThat(this.store.stored()).containsExactly("RUNNABLE", "SUSPENDED",
							"unprocessed"));
			});
	}

	@Test
	void whenOtherNodeDeletesThenLeavesItToThat() {
		this.store.event(OLD, true);
		this.store.transaction().executeWithoutResult((status) -> {
			this.store.provider().callExclusively("retention", () -> 0);
			this.contextRunner.withPropertyValues(EVERYTHING)
				.run((context) -> Awaitility.await()
					.during(500, TimeUnit.MILLISECONDS)
					.untilAsserted(() -> assertThat(this.store.stored()).containsExactly("processed")));
		});
		this.contextRunner.withPropertyValues(EVERYTHING)
			.run((context) -> Awaitility.await().untilAsserted(() -> assertThat(this.store.stored()).isEmpty()));
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
			this.store.event(OLD, true);
			Awaitility.await().untilAsserted(() -> assertThat(this.store.stored()).isEmpty());
		});
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void closingWaitsForCurrentBatchAndNotForMore(CapturedOutput output) {
		Event event = this.store.event(OLD, true);
		List<CompletableFuture<Void>> closed = new ArrayList<>();
		this.contextRunner.withPropertyValues(EVERYTHING).run((context) -> {
			this.store.transaction().executeWithoutResult((status) -> {
				this.store.jdbc().execute("LOCK TABLE wfc.events IN SHARE MODE");
				Awaitility.await().untilAsserted(() -> assertThat(waiting()).isOne());
				closed.add(CompletableFuture.runAsync(() -> context.getSourceApplicationContext().close()));
				Awaitility.await()
					.during(300, TimeUnit.MILLISECONDS)
					.until(() -> !closed.get(0).isDone() && threads().size() == 1);
			});
			assertThat(closed.get(0)).succeedsWithin(Duration.ofSeconds(10));
		});
		assertThat(this.store.provider().getEvents(event.eventName(), event.eventKey(), NOW)).isEmpty();
		assertThat(output).doesNotContain("could not delete");
	}

	private int waiting() {
		Integer result = this.store.jdbc()
			.queryForObject("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'wfc.events'::regclass",
					Integer.class);
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
