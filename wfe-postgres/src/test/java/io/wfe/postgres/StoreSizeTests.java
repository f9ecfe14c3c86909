package io.wfe.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.core.model.WorkflowStatus;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresPersistenceProvider#estimateSize()}, which metrics ask for all
 * the time: it takes as long on a large store as on a small one.
 */
class StoreSizeTests {

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).withoutTables().open();

	private static final RecordingTemplate jdbc = new RecordingTemplate(store.dataSource());

	/**
	 * Holds few rows.
	 */
	private static final PostgresPersistenceProvider small = provider("small");

	/**
	 * Holds many rows, and is analyzed.
	 */
	private static final PostgresPersistenceProvider large = provider("large");

	/**
	 * Holds many rows, which are analyzed but not vacuumed, and of all statuses
	 * everywhere.
	 */
	private static final PostgresPersistenceProvider scattered = provider("scattered");

	/**
	 * Holds many rows that the planner does not know of.
	 */
	private static final PostgresPersistenceProvider unknown = provider("unknown");

	private static PostgresPersistenceProvider provider(String schema) {
		return PostgresPersistenceProvider.builder(store.dataSource())
			.schema(schema)
			.tablePrefix("p_")
			.jdbcOperations(jdbc)
			.build();
	}

	/**
	 * What is rare is last in its table: a plan that looks for it there reads all.
	 */
	@BeforeAll
	static void fill() {
		small.ensureStoreExists();
		fill("small", 3, 2, 1, 10_000, 5, 10_000);
		large.ensureStoreExists();
		fill("large", 120_000, 40_000, 20_000, 10, 60_000, 50_000);
		// Not all is visible to all while somebody looks, as autovacuum does
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
			jdbc.execute("VACUUM ANALYZE large.p_workflows, large.p_events, large.p_scheduled_commands");
			return isAllVisible("large");
		});
		scattered.ensureStoreExists();
		withoutAutovacuum("scattered");
		fill("scattered", 60_000, 30_000, 12_000, 100, 30_000, 30_000);
		jdbc.execute("ANALYZE scattered.p_workflows, scattered.p_events, scattered.p_scheduled_commands");
		unknown.ensureStoreExists();
		withoutAutovacuum("unknown");
		fill("unknown", 0, 10_001, 0, 20_000, 0, 0);
	}

	private static boolean isAllVisible(String schema) {
		return Boolean.TRUE.equals(jdbc.queryForObject("""
				SELECT bool_and(relallvisible = relpages) FROM pg_class
				WHERE relnamespace = ?::regnamespace AND relname IN ('p_workflows', 'p_events', 'p_scheduled_commands')
				""", Boolean.class, schema));
	}

	private static void withoutAutovacuum(String schema) {
		for (String table : List.of("workflows", "events", "scheduled_commands")) {
			jdbc.execute("ALTER TABLE " + schema + ".p_" + table + " SET (autovacuum_enabled = false)");
		}
	}

	private static void fill(String schema, int complete, int runnable, int suspended, int terminated, int unprocessed,
			int commands) {
		jdbc.update("""
				INSERT INTO %1$s.p_workflows (id, name, definition_id, version, status, next_execution, create_time)
				SELECT status || i, status || i, 'd', 1, status, CASE WHEN status = 'Runnable' THEN i END, now()
				FROM (VALUES ('Complete', ?), ('Runnable', ?), ('Suspended', ?), ('Terminated', ?)) AS s (status, rows)
				CROSS JOIN LATERAL generate_series(1, rows) AS i
				ORDER BY CASE WHEN '%1$s' = 'scattered' THEN md5(status || i) END
				""".formatted(schema), complete, runnable, suspended, terminated);
		jdbc.update("""
				INSERT INTO %s.p_events (id, event_name, event_key, event_time, is_processed)
				SELECT 'e' || i, 'n', 'k', now() - i * interval '1 second', i > ?
				FROM generate_series(1, 2 * ?) AS i
				""".formatted(schema), unprocessed, unprocessed);
		jdbc.update("""
				INSERT INTO %s.p_scheduled_commands (command_name, data, execute_time)
				SELECT 'ProcessEvent', 'd' || i, i FROM generate_series(1, ?) AS i
				""".formatted(schema), commands);
	}

	@Test
	void smallNumbersAreExact() {
		assertThat(small.estimateSize())
			.isEqualTo(new StoreSize(Map.of(WorkflowStatus.COMPLETE, 3L, WorkflowStatus.RUNNABLE, 2L,
					WorkflowStatus.SUSPENDED, 1L, WorkflowStatus.TERMINATED, 10_000L), 5L, 10_000L));
	}

	@Test
	void largeNumbersAreEstimated() {
		StoreSize size = large.estimateSize();
		assertThat(size.workflows()).containsOnlyKeys(WorkflowStatus.values());
		assertThat(size.workflows().get(WorkflowStatus.COMPLETE)).isCloseTo(120_000L, Percentage.withPercentage(5));
		assertThat(size.workflows().get(WorkflowStatus.RUNNABLE)).isCloseTo(40_000L, Percentage.withPercentage(10));
		assertThat(size.workflows().get(WorkflowStatus.SUSPENDED)).isCloseTo(20_000L, Percentage.withPercentage(10));
		assertThat(size.workflows().get(WorkflowStatus.TERMINATED)).isEqualTo(10);
		assertThat(size.unprocessedEvents()).isCloseTo(60_000L, Percentage.withPercentage(5));
		assertThat(size.pendingCommands()).isCloseTo(50_000L, Percentage.withPercentage(5));
	}

	@Test
	void whatWasNeverAnalyzedIsAtLeastWhatWasCounted() {
		assertThat(unknown.estimateSize()).isEqualTo(
				new StoreSize(Map.of(WorkflowStatus.RUNNABLE, 10_000L, WorkflowStatus.TERMINATED, 10_000L), 0L, 0L));
	}

	@Test
	void sizeOfLargeStoreIsReadFromStartsOfIndexes() {
		JsonNode plan = plan(large);
		assertThat(plan.findValuesAsString("Index Name")).contains("p_idx_workflows_status", "p_idx_events_unprocessed",
				"p_idx_scheduled_commands_execute_time");
		assertThat(rows(plan)).as(plan::toPrettyString).isNotEmpty().allMatch((rows) -> rows <= 10_001);
		JsonNode top = plan.required(0).required("Plan");
		assertThat(top.required("Shared Hit Blocks").asInt() + top.required("Shared Read Blocks").asInt())
			.as(plan::toPrettyString)
			.isLessThan(400);
	}

	/**
	 * Where a number is close to what is counted, the server may as well look at all.
	 */
	@Test
	void sizeOfStoreThatIsNotVacuumedTakesNoMoreRows() {
		JsonNode plan = plan(scattered);
		assertThat(rows(plan)).as(plan::toPrettyString).isNotEmpty().allMatch((rows) -> rows <= 12_000);
	}

	private static JsonNode plan(PostgresPersistenceProvider provider) {
		jdbc.queries.clear();
		provider.estimateSize();
		// The other one reads the catalog only
		assertThat(jdbc.queries).hasSize(2);
		assertThat(jdbc.queries.get(1)).contains("pg_stats").doesNotContain("FROM \"");
		String json = jdbc.queryForObject("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + jdbc.queries.get(0),
				String.class);
		return new JsonMapper().readTree(Objects.requireNonNull(json));
	}

	/**
	 * Returns how many rows each look at a table of the store has taken.
	 */
	private static List<Integer> rows(JsonNode plan) {
		List<Integer> result = new ArrayList<>();
		for (JsonNode node : plan.findParents("Relation Name")) {
			if (node.required("Relation Name").asString().startsWith("p_")) {
				result.add(node.required("Actual Rows").asInt() + node.path("Rows Removed by Filter").asInt(0));
			}
		}
		return result;
	}

}
