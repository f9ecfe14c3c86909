package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.metrics.WfePostgresMetricsAutoConfiguration;
import io.wfe.postgres.autoconfigure.metrics.WfePostgresMetricsProperties;
import io.wfe.postgres.observation.DefaultPersistenceObservationConvention;
import io.wfe.postgres.observation.PersistenceObservationConvention;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresMetricsAutoConfiguration}, and for the observations that
 * {@link WfePostgresAutoConfiguration} sets up.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class WfeMetricsTests {

	private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

	private static final String THREAD = "wfe-metrics";

	private static final AutoConfigurations STORE = AutoConfigurations.of(WfePostgresAutoConfiguration.class,
			WfePostgresMetricsAutoConfiguration.class);

	private static final AutoConfigurations METRICS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ObservationAutoConfiguration.class);

	private final TestDatabase database;

	private final ApplicationContextRunner withoutMetrics;

	private final ApplicationContextRunner contextRunner;

	WfeMetricsTests(TestDatabase database) {
		this.database = database;
		this.withoutMetrics = new ApplicationContextRunner().withConfiguration(STORE)
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.metrics.sample-interval=1s", "wfe.postgres.hikari.maximum-pool-size=2",
					"wfe.postgres.hikari.connection-timeout=1000")
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
		this.contextRunner = this.withoutMetrics.withConfiguration(METRICS);
	}

	@BeforeEach
	void dropStore() {
		Databases.jdbc(this.database).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@AfterEach
	void noThreadIsLeft() {
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void gaugesShowHowFarBehindWorkIs() {
		this.contextRunner.run((context) -> {
			awaitGauge(context, "wfe.backlog.age", 0, "type", "workflow");
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			provider.createNewWorkflow(Databases.workflow().toBuilder().createTime(NOW.minusSeconds(3600)).build());
			provider.createEvent(event().toBuilder().eventTime(NOW.minusSeconds(7200)).build());
			provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e", NOW.minusSeconds(10800)));
			awaitGauge(context, "wfe.backlog.age", 3600, "type", "workflow");
			awaitGauge(context, "wfe.backlog.age", 7200, "type", "event");
			awaitGauge(context, "wfe.backlog.age", 10800, "type", "command");
		});
	}

	@Test
	void gaugeShowsHowLongAHostHasRunAnInstance() {
		this.contextRunner.run((context) -> {
			awaitGauge(context, "wfe.owned.age", 0);
			context.getBean(PersistenceProvider.class).registerHost("host", "host", "1", Duration.ofHours(1));
			Databases.jdbc(this.database)
				.update("UPDATE wfc.hosts SET busy_since = ?", Timestamp.from(NOW.minusSeconds(600)));
			awaitGauge(context, "wfe.owned.age", 600);
			awaitGauge(context, "wfe.backlog.age", 0, "type", "workflow");
		});
	}

	@Test
	void gaugesShowHowMuchThereIs() {
		this.contextRunner.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			Stream
				.of(WorkflowStatus.RUNNABLE, WorkflowStatus.SUSPENDED, WorkflowStatus.SUSPENDED,
						WorkflowStatus.COMPLETE, WorkflowStatus.TERMINATED)
				.forEach((status) -> provider
					.createNewWorkflow(Databases.workflow().toBuilder().status(status).build()));
			provider.createEvent(event());
			provider.createEvent(event().toBuilder().processed(true).build());
			// Not due, and pending nevertheless
			provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e", NOW.plusSeconds(1)));
			awaitGauge(context, "wfe.workflows", 1, "status", "runnable");
			awaitGauge(context, "wfe.workflows", 2, "status", "suspended");
			awaitGauge(context, "wfe.workflows", 1, "status", "complete");
			awaitGauge(context, "wfe.workflows", 1, "status", "terminated");
			awaitGauge(context, "wfe.events.unprocessed", 1);
			awaitGauge(context, "wfe.commands.pending", 1);
		});
	}

	@Test
	void readingGaugesAsksNothingOfDatabase() {
		this.contextRunner.withPropertyValues("wfe.postgres.metrics.sample-interval=1d").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(gauge(context, "wfe.workflows", "status", "runnable")).isNaN();
			assertThat(registry.find("wfe.persistence").tag("operation", "estimateSize").timer()).isNull();
		});
	}

	@Test
	void whenStoreCannotBeReadThenGaugesHaveNoValueUntilItCan(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			awaitGauge(context, "wfe.commands.pending", 0);
			Databases.jdbc(this.database).execute("ALTER TABLE wfc.events RENAME TO away");
			Awaitility.await().untilAsserted(() -> assertThat(gauge(context, "wfe.commands.pending")).isNaN());
			awaitFailures(context, 5);
			assertThat(output).containsOnlyOnce("WARN")
				.containsPattern("The metrics of the workflow store have no values until it can be read again: "
						+ "Could not [a-z ]+ \\(SQLSTATE 42P01\\)")
				.doesNotContain("\tat ");
			Databases.jdbc(this.database).execute("ALTER TABLE wfc.away RENAME TO events");
			awaitGauge(context, "wfe.commands.pending", 0);
			assertThat(output).containsOnlyOnce("The metrics of the workflow store have values again");
		});
	}

	private static void awaitFailures(ApplicationContext context, int count) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					registry.get("wfe.persistence").tags("operation", "getBacklog", "outcome", "error").timer().count())
				.isGreaterThan(count));
	}

	@Test
	void whenDatabaseIsDownThenGaugesComeWithIt(@TempDir Path directory, CapturedOutput output) throws IOException {
		try (OwnServer server = new OwnServer(directory)) {
			this.contextRunner
				.withPropertyValues("wfe.postgres.url=" + server.jdbcUrl(), "wfe.postgres.username=postgres",
						"wfe.postgres.password=", "wfe.postgres.startup=lazy")
				.run((context) -> {
					Awaitility.await()
						.untilAsserted(
								() -> assertThat(output).contains("metrics of the workflow store have no values"));
					assertThat(gauge(context, "wfe.commands.pending")).isNaN();
					server.start();
					awaitGauge(context, "wfe.commands.pending", 0);
				});
		}
	}

	@Test
	void threadRunsFromStartToStopOfContext() {
		this.contextRunner.run((context) -> {
			awaitGauge(context, "wfe.commands.pending", 0);
			assertThat(threads()).hasSize(1);
			ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
			lifecycle.stop();
			Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
			assertThat(gauge(context, "wfe.commands.pending")).isNaN();
			lifecycle.start();
			awaitGauge(context, "wfe.commands.pending", 0);
		});
	}

	@Test
	void closingDoesNotWaitForDatabaseAndSaysNothing(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=1",
					"wfe.postgres.hikari.connection-timeout=60000")
			.run((context) -> {
				awaitGauge(context, "wfe.commands.pending", 0);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(PostgresPersistenceProvider.class).callExclusively("test", () -> {
					Awaitility.await().until(() -> registry.get("hikaricp.connections.pending").gauge().value() > 0);
					long start = System.nanoTime();
					context.getSourceApplicationContext().stop();
					assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
					return true;
				});
			});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void poolOfStoreIsReported() {
		this.contextRunner.withPropertyValues("wfe.postgres.hikari.pool-name=orders").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("hikaricp.connections.max").tag("pool", "orders").gauge().value()).isEqualTo(2);
			context.getBean(PersistenceProvider.class).countWorkflows();
			assertThat(registry.get("hikaricp.connections.usage").tag("pool", "orders").timer().count()).isPositive();
		});
	}

	@Test
	void poolThatReportsElsewhereIsLeftAlone() {
		MetricsTrackerFactory own = (name, stats) -> new IMetricsTracker() {
		};
		this.contextRunner.withBean(WfeHikariCustomizer.class, () -> (config) -> config.setMetricsTrackerFactory(own))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("hikaricp.connections").gauge())
				.isNull());
	}

	@Test
	void sharedPoolIsLeftToSpringBoot() {
		new ApplicationContextRunner().withConfiguration(STORE)
			.withConfiguration(METRICS)
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(this.database))
			.withPropertyValues("wfe.postgres.metrics.sample-interval=1s")
			.run((context) -> {
				awaitGauge(context, "wfe.commands.pending", 0);
				assertThat(context.getBean(MeterRegistry.class).find("hikaricp.connections").gauge()).isNull();
			});
	}

	@Test
	void conventionIsBean() {
		this.contextRunner
			.withBean(PersistenceObservationConvention.class, () -> new DefaultPersistenceObservationConvention() {

				@Override
				public String getName() {
					return "store";
				}

			})
			.run((context) -> {
				context.getBean(PersistenceProvider.class).countWorkflows();
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("store").tag("operation", "countWorkflows").timer().count()).isOne();
				assertThat(registry.find("wfe.persistence").timer()).isNull();
			});
	}

	@Test
	void callsCanBeLeftOutByProperty() {
		this.contextRunner.withPropertyValues("management.observations.enable.wfe=false").run((context) -> {
			context.getBean(PersistenceProvider.class).countWorkflows();
			assertThat(context.getBean(MeterRegistry.class).find("wfe.persistence").timer()).isNull();
		});
	}

	@Test
	void severalRegistriesAreAllBound() {
		this.withoutMetrics.withBean("one", MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("two", MeterRegistry.class, SimpleMeterRegistry::new)
			.withConfiguration(METRICS)
			.run((context) -> {
				for (String name : List.of("one", "two")) {
					MeterRegistry registry = context.getBean(name, MeterRegistry.class);
					assertThat(registry.find("wfe.workflows").gauges()).hasSize(WorkflowStatus.values().length);
					assertThat(registry.find("hikaricp.connections").gauge()).isNotNull();
				}
			});
	}

	@Test
	void withoutRegistryThereIsNothing() {
		this.withoutMetrics.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
			.doesNotHaveBean(WfePostgresMetricsAutoConfiguration.class)
			.doesNotHaveBean(WfePostgresMetricsProperties.class)
			.doesNotHaveBean(ObservationRegistry.class));
	}

	@Test
	void withoutMicrometerThereIsNothingAndNobodyComplains(CapturedOutput output) {
		this.withoutMetrics.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).hasSingleBean(PersistenceProvider.class)
				.doesNotHaveBean(WfePostgresMetricsAutoConfiguration.class);
			assertThat(threads()).isEmpty();
		});
		assertThat(output).doesNotContain("WARN").doesNotContain("micrometer");
	}

	private static void awaitGauge(ApplicationContext context, String name, double value, String... tags) {
		Awaitility.await().untilAsserted(() -> assertThat(gauge(context, name, tags)).isEqualTo(value));
	}

	private static double gauge(ApplicationContext context, String name, String... tags) {
		return context.getBean(MeterRegistry.class).get(name).tags(tags).gauge().value();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(THREAD::equals).toList();
	}

	private static Event event() {
		return Event.create("n", "k", JsonNodeFactory.instance.nullNode());
	}

}
