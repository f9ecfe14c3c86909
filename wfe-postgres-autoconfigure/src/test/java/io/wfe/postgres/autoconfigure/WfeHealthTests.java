package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthProperties;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfePostgresHealthContributorAutoConfiguration}.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class WfeHealthTests {

	private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

	private static final String SECRET = "s3cret";

	private final ApplicationContextRunner anywhere = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
				WfePostgresHealthContributorAutoConfiguration.class, WfeHealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner;

	private final JdbcTemplate jdbc;

	WfeHealthTests(TestDatabase database) {
		this.jdbc = Databases.jdbc(database);
		this.contextRunner = this.anywhere.withPropertyValues(Databases.ofStore(database))
			.withBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
	}

	@BeforeEach
	void dropStore() {
		this.jdbc.execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	private static Health health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean("wfeHealthContributor", HealthIndicator.class).health());
	}

	/**
	 * Stores a workflow, an event and a command that have been due for 1, 2 and 3 hours.
	 */
	private static void fill(ApplicationContext context) {
		PersistenceProvider provider = context.getBean(PersistenceProvider.class);
		provider.createNewWorkflow(Databases.workflow().toBuilder().createTime(NOW.minusSeconds(3600)).build());
		provider.createEvent(Event.create("n", "k", JsonNodeFactory.instance.nullNode())
			.toBuilder()
			.eventTime(NOW.minusSeconds(7200))
			.build());
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e", NOW.minusSeconds(10800)));
	}

	@Test
	void emptyStoreIsUp() {
		this.contextRunner.run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnly(entry("schemaVersion", 2), entry("workflowAge", "PT0S"),
					entry("eventAge", "PT0S"), entry("commandAge", "PT0S"));
		});
	}

	@Test
	void agesAreDetailsAndWithoutLimitsChangeNothing() {
		this.contextRunner.run((context) -> {
			fill(context);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnly(entry("schemaVersion", 2), entry("workflowAge", "PT1H"),
					entry("eventAge", "PT2H"), entry("commandAge", "PT3H"));
		});
	}

	@Test
	void stepThatTakesLongIsADetailAndNotOverdue() {
		this.contextRunner.withPropertyValues("wfe.postgres.health.max-workflow-age=1s").run((context) -> {
			health(context);
			context.getBean(PersistenceProvider.class).registerHost("host", "host", "1", Duration.ofHours(1));
			this.jdbc.update("UPDATE wfc.hosts SET busy_since = ?", Timestamp.from(NOW.minusSeconds(600)));
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).contains(entry("workflowAge", "PT0S"), entry("ownedAge", "PT10M"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "workflow, 1h", "event, 2h", "command, 3h" })
	void whenSomethingIsDueForLongerThanItsLimitThenItIsNamedAndStatusChanges(String kind, String age) {
		String property = "wfe.postgres.health.max-" + kind + "-age=";
		this.contextRunner.withPropertyValues(property + age).run((context) -> {
			fill(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
		this.contextRunner.withPropertyValues(property + "59m").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("overdue", List.of(kind)).containsKey("eventAge");
		});
		this.contextRunner.withPropertyValues(property + "59m", "wfe.postgres.health.status=out-of-service")
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE));
	}

	@Test
	void whenColumnIsMissingThenItIsNamed() {
		this.contextRunner.run((context) -> {
			this.jdbc.execute("ALTER TABLE wfc.workflows DROP COLUMN last_heartbeat_at");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("error")).asString()
				.contains("workflows.last_heartbeat_at timestamp with time zone");
		});
	}

	@Test
	void whenTablesGoAndComeThenSoDoesHealth() {
		this.contextRunner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			dropStore();
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("error")).asString()
				.contains("Schema 'wfc' has none of the tables");
			context.getBean(PersistenceProvider.class).ensureStoreExists();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void storeWhoseTablesOthersManageIsUpWithoutHistory() {
		this.contextRunner.run((context) -> this.jdbc.execute("DROP TABLE wfc.wfe_databasechangelog"));
		this.contextRunner.withPropertyValues("wfe.postgres.initialize-schema=validate")
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void whenServerCannotBeReachedThenDownWithoutTellingUrlOrPassword(CapturedOutput output) {
		this.anywhere
			.withPropertyValues("wfe.postgres.url=postgres://nobody:" + SECRET + "@localhost:1/shop",
					"wfe.postgres.initialize-schema=never")
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsOnlyKeys("error");
				assertThat(health.toString()).doesNotContain(SECRET, "nobody", "localhost", "shop", "jdbc:");
				assertThat(output).doesNotContain(SECRET);
			});
	}

	@Test
	void whenServerDoesNotAnswerThenDownInTimeAndOneQuestionIsOpen() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			this.anywhere
				.withPropertyValues("wfe.postgres.url=postgres://nobody:" + SECRET + "@localhost:"
						+ silent.getLocalPort() + "/shop", "wfe.postgres.initialize-schema=never",
						"wfe.postgres.health.timeout=200ms")
				.run((context) -> {
					Instant start = Instant.now();
					for (int i = 0; i < 3; i++) {
						Health health = health(context);
						assertThat(health.getStatus()).isEqualTo(Status.DOWN);
						assertThat(health.getDetails()).containsOnly(entry("error",
								"The store has not answered within 200 ms (wfe.postgres.health.timeout)"));
					}
					assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
					assertThat(healthThreads()).hasSize(1).allMatch(Thread::isDaemon);
				});
		}
	}

	@Test
	void whenApplicationClosesThenThreadOfHealthEnds() {
		Awaitility.await().untilAsserted(() -> assertThat(healthThreads()).isEmpty());
		this.contextRunner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(healthThreads()).hasSize(1);
		});
		Awaitility.await().untilAsserted(() -> assertThat(healthThreads()).isEmpty());
	}

	private static List<Thread> healthThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("wfe-postgres-health"))
			.toList();
	}

	@Test
	void isPartOfNoProbe() {
		this.anywhere
			.withConfiguration(AutoConfigurations.of(HealthEndpointAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
					AvailabilityHealthContributorAutoConfiguration.class))
			.withBean(ApplicationAvailabilityBean.class)
			.withPropertyValues("wfe.postgres.url=postgres://localhost:1/shop", "wfe.postgres.initialize-schema=never",
					"wfe.postgres.health.timeout=200ms", "management.endpoint.health.probes.enabled=true",
					"management.endpoint.health.show-details=always")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(status(endpoint.health())).isEqualTo(Status.DOWN);
				assertThat(status(endpoint.healthForPath("wfe"))).isEqualTo(Status.DOWN);
				assertThat(status(endpoint.healthForPath("liveness"))).isEqualTo(Status.UP);
				assertThat(status(endpoint.healthForPath("readiness"))).isEqualTo(Status.UP);
				assertThat(endpoint.healthForPath("liveness", "wfe")).isNull();
				assertThat(endpoint.healthForPath("readiness", "wfe")).isNull();
			});
	}

	private static Status status(@Nullable HealthDescriptor health) {
		return Objects.requireNonNull(health).getStatus();
	}

	@Test
	void whenSeveralClocksThenTimeIsThatOfNode() {
		this.contextRunner.withBean("other", Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
			.run((context) -> {
				fill(context);
				assertThat(health(context).getDetails()).containsEntry("workflowAge", "PT0S");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.wfe.enabled=false", "management.health.defaults.enabled=false" })
	void whenDisabledThenIsNotThere(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
				.doesNotHaveBean(HealthIndicator.class)
				.doesNotHaveBean(WfePostgresHealthProperties.class));
	}

	@Test
	void whenStoreIsDisabledThenIsNotThere() {
		this.contextRunner.withPropertyValues("wfe.postgres.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void backsOffFromHealthOfApplication() {
		this.contextRunner.withBean("wfeHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).hasSingleBean(HealthIndicator.class)
				.doesNotHaveBean("wfeHealthContributor"));
	}

	@Test
	void withoutModuleIsNotThere(CapturedOutput output) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasSingleBean(PersistenceProvider.class)
				.doesNotHaveBean(WfePostgresHealthProperties.class)
				.doesNotHaveBean("wfeHealthContributor"));
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	private static Map.Entry<String, Object> entry(String key, Object value) {
		return Map.entry(key, value);
	}

}
