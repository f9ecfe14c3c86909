package io.wfe.engine.autoconfigure.observability;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.engine.autoconfigure.metrics.WfeEngineMetricsAutoConfiguration;
import io.wfe.engine.autoconfigure.observability.Orders.Order;
import io.wfe.engine.autoconfigure.observation.WfeEngineObservationAutoConfiguration;
import io.wfe.postgres.Documentation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of the engine in {@code docs/monitoring.md} are what is registered.
 */
class MonitoringDocumentationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Documentation DOCUMENT = Documentation.of("docs/monitoring.md");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfeEngineAutoConfiguration.class,
				WfeEngineMetricsAutoConfiguration.class, WfeEngineObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withBean(PersistenceProvider.class, InMemoryPersistenceProvider::new)
		.withBean(Orders.class)
		.withBean(Orders.Parcels.class);

	@Test
	void tablesNameAllMetersWithTheirTagsAndOutcomes() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			WorkflowHost host = context.getBean(WorkflowHost.class);
			Orders orders = context.getBean(Orders.class);
			Set<List<String>> registered = new TreeSet<>(Comparator.comparing(List::toString));
			String id = host.startWorkflow(StartWorkflow.of("order").data(new Order("1", true, true)).name("first"));
			host.startWorkflow(StartWorkflow.of("order").data(Order.of("1")).name("first").ifAbsent());
			orders.entered.await();
			assertThat(gauge(registry, "wfe.host.leased")).isOne();
			assertThat(gauge(registry, "wfe.host.owned")).isOne();
			assertThat(gauge(registry, "wfe.host.places")).isGreaterThan(1);
			assertThat(gauge(registry, "wfe.host.step.age")).isPositive();
			registered.addAll(rows(registry));
			orders.opened.countDown();
			host.publishEvent("unheard", "1", "cash");
			Awaitility.await()
				.atMost(SOON)
				.until(() -> !host.persistence().getSubscriptions("paid", "1", Instant.now().plus(SOON)).isEmpty());
			host.publishEvent("paid", "1", "cash");
			assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.SUSPENDED);
			Awaitility.await()
				.atMost(SOON)
				.untilAsserted(() -> assertThat(registry.find("wfe.delivery").timers()).hasSize(2));
			registered.addAll(rows(registry));
			// They are there only while something runs
			registered
				.add(List.of("`wfe.start.active`", "long task timer", "`definition`, `outcome`, `store`", "seconds"));
			registered.add(List.of("`wfe.delivery.active`", "long task timer", "`outcome`, `store`", "seconds"));
			assertThat(DOCUMENT.rows("wfe\\.(start|pass|step|delivery|host|events\\.delivered)[a-z.]*")
				.stream()
				.map((cells) -> cells.subList(0, 4))
				.toList()).containsExactlyInAnyOrderElementsOf(registered);
			host.stop();
			assertThat(gauge(registry, "wfe.host.leased")).isZero();
			assertOutcomesAreDocumented(registry);
		});
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get(name).gauge().value();
	}

	private static Set<List<String>> rows(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("wfe."))
			.map(MonitoringDocumentationTests::row)
			.collect(Collectors.toSet());
	}

	private static List<String> row(Meter.Id id) {
		String tags = id.getTags()
			.stream()
			.map(Tag::getKey)
			.sorted()
			.map((key) -> "`" + key + "`")
			.collect(Collectors.joining(", "));
		boolean timed = id.getType() == Meter.Type.TIMER || id.getType() == Meter.Type.LONG_TASK_TIMER
				|| id.getName().endsWith(".age") || id.getName().endsWith(".lag");
		return List.of("`" + id.getName() + "`", id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '), tags,
				timed ? "seconds" : "");
	}

	private static void assertOutcomesAreDocumented(MeterRegistry registry) {
		Map<String, Set<String>> documented = new TreeMap<>();
		DOCUMENT.text()
			.lines()
			.filter((line) -> line.startsWith("| `outcome` of "))
			.map((line) -> CODE.matcher(line).results().map((match) -> match.group(1)).toList())
			.forEach((codes) -> documented.put(codes.get(1), Set.copyOf(codes.subList(2, codes.size()))));
		assertThat(documented).hasSize(4);
		registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getType() == Meter.Type.TIMER && documented.containsKey(id.getName()))
			.forEach((id) -> assertThat(documented.get(id.getName())).contains(id.getTag("outcome")));
	}

}
