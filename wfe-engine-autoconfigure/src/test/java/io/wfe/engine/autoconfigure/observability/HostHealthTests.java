package io.wfe.engine.autoconfigure.observability;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wfe.actuator.autoconfigure.health.WfeHealthContributorAutoConfiguration;
import io.wfe.core.InvalidValueException;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.HostStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.health.WfeEngineHealthContributorAutoConfiguration;
import io.wfe.engine.autoconfigure.observability.Orders.Order;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.autoconfigure.health.WfePostgresHealthContributorAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WfeEngineHealthContributorAutoConfiguration}.
 */
@ExtendWith(PostgresExtension.class)
class HostHealthTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
				WfePostgresHealthContributorAutoConfiguration.class, WfeEngineAutoConfiguration.class,
				WfeEngineHealthContributorAutoConfiguration.class, WfeHealthContributorAutoConfiguration.class))
		.withBean(Orders.class)
		.withBean(Orders.Parcels.class);

	private final ApplicationContextRunner inMemory = this.withoutStore.withBean(PersistenceProvider.class,
			InMemoryPersistenceProvider::new);

	private static Health health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean("wfeHealthContributor", HealthIndicator.class).health());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> host(Health health) {
		return (Map<String, Object>) Objects.requireNonNull(health.getDetails().get("host"));
	}

	@Test
	void storeAndHostAreOneHealth(TestDatabase database) {
		this.withoutStore.withPropertyValues("wfe.postgres.url=" + database.uri()).run((context) -> {
			Health health = health(context);
			HostStatus status = context.getBean(WorkflowHost.class).status();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("schemaVersion", "workflowAge", "eventAge", "commandAge",
					"host");
			assertThat(host(health)).containsEntry("id", status.id())
				.containsEntry("running", true)
				.containsEntry("executing", true)
				.containsEntry("owned", 0)
				.containsEntry("places", status.places())
				.containsEntry("stuckSteps", 0L)
				.containsKey("leaseRenewed")
				.doesNotContainKey("problem");
		});
	}

	@Test
	void hostThatRunsNothingIsUp() {
		this.inMemory.withPropertyValues("wfe.engine.execute=false").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(host(health(context))).containsEntry("executing", false).doesNotContainKey("leaseRenewed");
		});
	}

	@Test
	void hostThatWasStoppedIsOutOfService() {
		this.inMemory.run((context) -> {
			context.getBean(WorkflowHost.class).stop();
			assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(host(health(context))).containsEntry("problem", "The host is not running");
		});
	}

	@Test
	void hostThatCannotRenewItsLeaseIsDownAndUpAgainAfterwards() {
		AtomicBoolean broken = new AtomicBoolean();
		this.withoutStore
			.withBean(PersistenceProvider.class, () -> Failing.store(new InMemoryPersistenceProvider(), broken))
			.withPropertyValues("wfe.engine.lease-duration=300ms")
			.run((context) -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				broken.set(true);
				Awaitility.await()
					.atMost(SOON)
					.untilAsserted(() -> assertThat(host(health(context))).extractingByKey("problem")
						.isEqualTo("The host could not renew its lease in time, so others may run its workflows"));
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				broken.set(false);
				Awaitility.await()
					.atMost(SOON)
					.untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
			});
	}

	@Test
	void hostWhoseStoreFailsIsDownBeforeItsLeaseIsOver() {
		AtomicBoolean broken = new AtomicBoolean();
		this.withoutStore
			.withBean(PersistenceProvider.class, () -> Failing.store(new InMemoryPersistenceProvider(), broken))
			.withPropertyValues("wfe.engine.lease-duration=10m", "wfe.engine.poll-interval=50ms")
			.run((context) -> {
				broken.set(true);
				Awaitility.await()
					.atMost(SOON)
					.untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
				assertThat(host(health(context))).containsEntry("problem", "The host cannot use its store");
			});
	}

	@ParameterizedTest
	@CsvSource({ "down, DOWN", "out-of-service, OUT_OF_SERVICE" })
	void stepThatRunsTooLongIsStuck(String property, Status expected) {
		this.inMemory.withPropertyValues("wfe.engine.health.max-step-age=1s", "wfe.engine.health.status=" + property)
			.run((context) -> {
				Orders orders = context.getBean(Orders.class);
				context.getBean(WorkflowHost.class).startWorkflow("order", new Order("1", true, false));
				orders.entered.await();
				assertThat(host(health(context))).containsEntry("owned", 1);
				Awaitility.await()
					.atMost(SOON)
					.untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(expected));
				assertThat(host(health(context))).containsEntry("stuckSteps", 1L)
					.containsEntry("problem", "Steps run for longer than PT1S (wfe.engine.health.max-step-age)");
				orders.opened.countDown();
				Awaitility.await()
					.atMost(SOON)
					.untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
			});
	}

	@Test
	void withoutLimitNoStepIsStuck() {
		this.inMemory.run((context) -> {
			Orders orders = context.getBean(Orders.class);
			context.getBean(WorkflowHost.class).startWorkflow("order", new Order("1", true, false));
			orders.entered.await();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			orders.opened.countDown();
		});
	}

	@Test
	void limitThatMakesNoSenseIsRefused() {
		this.inMemory.withPropertyValues("wfe.engine.health.max-step-age=-1s")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidValueException.class)
				.rootCause()
				.hasMessageContaining("wfe.engine.health.max-step-age"));
	}

	@Test
	void isNotThereWithoutItsModuleOrIfDisabled() {
		this.inMemory.withPropertyValues("management.health.wfe.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(WorkflowHost.class)
				.doesNotHaveBean(HealthIndicator.class));
		this.inMemory.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasSingleBean(WorkflowHost.class)
				.doesNotHaveBean("wfeHealthContributor"));
	}

}
