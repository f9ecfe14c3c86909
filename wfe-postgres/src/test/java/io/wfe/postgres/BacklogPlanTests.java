package io.wfe.postgres;

import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading the backlog, which health checks and metrics do all the time, takes as long on
 * a large store as on a small one.
 */
class BacklogPlanTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@ParameterizedTest
	@ValueSource(ints = { 0, 50_000, 99_000 })
	void backlogOfLargeStoreIsReadFromStartsOfIndexes(int done) {
		try (TestStore store = TestStore.builder().connections(1).open()) {
			RecordingTemplate jdbc = new RecordingTemplate(store.dataSource());
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(store.dataSource())
				.jdbcOperations(jdbc)
				.build();
			fill(jdbc, done);
			assertThat(provider.getBacklog(NOW).oldestDueWorkflow()).isEqualTo(NOW.minusSeconds(200_000 - done - 1));
			assertThat(jdbc.queries).hasSize(1);
			JsonNode plan = explain(jdbc, jdbc.queries.get(0));
			// There are few hosts
			assertThat(plan.findParents("Node Type")).isNotEmpty()
				.filteredOn((node) -> node.required("Node Type").asString().equals("Seq Scan"))
				.allMatch((node) -> node.required("Relation Name").asString().equals("hosts"));
			assertThat(plan.findValuesAsString("Index Name")).contains("idx_events_unprocessed",
					"idx_scheduled_commands_execute_time");
			JsonNode top = plan.required(0).required("Plan");
			assertThat(top.required("Shared Hit Blocks").asInt() + top.required("Shared Read Blocks").asInt())
				.as(() -> "blocks of " + plan.toPrettyString())
				.isLessThan(400);
		}
	}

	/**
	 * 100,000 rows in each table. What is not due is older than what is, as it comes to
	 * be in a store that keeps what is done: a plan that passes over it reads nearly all.
	 */
	private static void fill(JdbcTemplate jdbc, int done) {
		jdbc.update("""
				INSERT INTO wfc.workflows (id, name, definition_id, version, status, next_execution, create_time)
				SELECT to_char(i, 'FM000000'), 'n' || i, 'd', 1,
					CASE WHEN i <= ? THEN 'Complete' ELSE 'Runnable' END,
					CASE WHEN i % 10 = 0 THEN 1767200000000 + i ELSE 0 END,
					timestamptz '2026-01-01 00:00:00Z' - (200000 - i) * interval '1 second'
				FROM generate_series(1, 100000) AS i
				""", done);
		jdbc.update("""
				INSERT INTO wfc.events (id, event_name, event_key, event_time, is_processed)
				SELECT 'e' || i, 'n', 'k', timestamptz '2025-12-30 00:00:00Z' + i * interval '1 second', i <= ?
				FROM generate_series(1, 100000) AS i
				""", done);
		jdbc.execute("""
				INSERT INTO wfc.scheduled_commands (command_name, data, execute_time)
				SELECT 'ProcessEvent', 'd' || i, 1767200000000 + i FROM generate_series(1, 100000) AS i
				""");
		jdbc.execute("ANALYZE wfc.workflows, wfc.events, wfc.scheduled_commands");
	}

	private static JsonNode explain(JdbcTemplate jdbc, String query) {
		jdbc.execute("SET plan_cache_mode = force_generic_plan");
		StringBuilder numbered = new StringBuilder();
		int count = 0;
		for (String part : query.split("\\?", -1)) {
			numbered.append((count > 0) ? "$" + count : "").append(part);
			count++;
		}
		jdbc.execute("PREPARE backlog (bigint, bigint, bigint, timestamptz, timestamptz, bigint) AS " + numbered);
		long millis = NOW.toEpochMilli();
		String plan = jdbc.queryForObject("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE backlog (" + millis + ", "
				+ millis + ", " + millis + ", '" + NOW + "', '" + NOW + "', " + millis + ")", String.class);
		return new JsonMapper().readTree(Objects.requireNonNull(plan));
	}

}
