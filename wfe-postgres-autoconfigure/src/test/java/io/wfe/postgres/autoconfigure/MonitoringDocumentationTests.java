package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import io.wfe.postgres.EveryOperation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.autoconfigure.metrics.WfePostgresMetricsAutoConfiguration;
import io.wfe.postgres.observation.PersistenceOutcome;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/monitoring.md} are what is registered.
 */
@ExtendWith(PostgresExtension.class)
class MonitoringDocumentationTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "monitoring.md");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final ApplicationContextRunner contextRunner;

	MonitoringDocumentationTests(TestDatabase database) {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WfePostgresAutoConfiguration.class, WfePostgresMetricsAutoConfiguration.class,
							MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
							CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.retention.completed-workflows=30d",
					"wfe.postgres.retention.terminated-workflows=30d", "wfe.postgres.retention.processed-events=30d",
					"wfe.postgres.retention.errors=30d", "wfe.postgres.retention.interval=1s");
	}

	@Test
	void tablesNameAllMetersWithTheirTags() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			PostgresPersistenceProvider provider = context.getBean(PostgresPersistenceProvider.class);
			Set<List<String>> active = new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
			// Its meter is there only while a call goes on
			provider.callExclusively("test", () -> {
				registry.find("wfe.persistence.active").longTaskTimers().forEach((timer) -> active.add(row(timer)));
				return true;
			});
			EveryOperation.callOn(provider);
			Awaitility.await()
				.untilAsserted(() -> assertThat(registry.find("wfe.retention.deleted").counters()).hasSize(4));
			Set<List<String>> registered = registry.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().matches("(wfe|hikaricp)\\..*"))
				.map(MonitoringDocumentationTests::row)
				.collect(Collectors.toSet());
			registered.addAll(active);
			assertThat(table("meter").stream().map((cells) -> cells.subList(0, 4)).toList())
				.containsExactlyInAnyOrderElementsOf(registered);
			assertTagsAreThoseOfTable(registry);
		});
	}

	private static List<String> row(Meter meter) {
		Meter.Id id = meter.getId();
		String tags = id.getTags()
			.stream()
			.map(Tag::getKey)
			.sorted()
			.map((key) -> "`" + key + "`")
			.collect(Collectors.joining(", "));
		boolean timed = id.getType() == Meter.Type.TIMER || id.getType() == Meter.Type.LONG_TASK_TIMER
				|| id.getName().endsWith(".age");
		return List.of("`" + id.getName() + "`", id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '), tags,
				timed ? "seconds" : "");
	}

	private static void assertTagsAreThoseOfTable(MeterRegistry registry) throws IOException {
		Map<String, Set<String>> registered = new TreeMap<>();
		registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().matches("(wfe|hikaricp)\\..*"))
			.flatMap((id) -> id.getTags().stream())
			.forEach((tag) -> registered.computeIfAbsent(tag.getKey(), (key) -> new TreeSet<>()).add(tag.getValue()));
		registered.put("outcome",
				Arrays.stream(PersistenceOutcome.values())
					.map(PersistenceOutcome::value)
					.collect(Collectors.toCollection(TreeSet::new)));
		Map<String, Set<String>> documented = new TreeMap<>();
		for (List<String> cells : table("tag")) {
			Set<String> values = CODE.matcher(cells.get(1))
				.results()
				.map((match) -> match.group(1))
				.filter((value) -> !value.startsWith("wfe.postgres."))
				.collect(Collectors.toCollection(TreeSet::new));
			documented.put(cells.get(0).replace("`", ""), values);
		}
		assertThat(documented).isEqualTo(registered);
	}

	/**
	 * Returns the cells of the rows of the table whose first column has a name.
	 */
	private static List<List<String>> table(String firstColumn) throws IOException {
		List<String> lines = Files.readAllLines(DOCUMENT);
		int header = 0;
		while (!lines.get(header).startsWith("| " + firstColumn + " |")) {
			header++;
		}
		return lines.subList(header + 2, lines.size())
			.stream()
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList())
			.toList();
	}

}
