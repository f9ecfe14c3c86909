package io.wfe.benchmarks.engine;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills a store with copies of the one workflow that it has.
 */
final class Clones {

	private static final String WORKFLOWS = """
			INSERT INTO {schema}.workflows (id, name, root_workflow_id, definition_id, version, description, reference,
				status, data, next_execution, create_time, complete_time, last_heartbeat_at)
			SELECT 'copy-' || lpad(n::text, 31, '0'), 'copy-' || lpad(n::text, 9, '0'), w.root_workflow_id,
				w.definition_id, w.version, w.description, w.reference, w.status, w.data,
				w.next_execution + CASE WHEN w.next_execution > 0 THEN n ELSE 0 END,
				w.create_time - n * interval '1 second', w.complete_time - n * interval '1 second',
				w.last_heartbeat_at
			FROM generate_series(1, ?) AS n CROSS JOIN (SELECT * FROM {schema}.workflows ORDER BY id LIMIT 1) AS w
			""";

	private static final String POINTERS = """
			INSERT INTO {schema}.execution_pointers (id, workflow_id, step_id, active, status, sleep_until,
				start_time, end_time, event_name, event_key, event_published, step_name, position)
			SELECT 'copy-' || lpad(n::text, 28, '0') || '-' || p.position, 'copy-' || lpad(n::text, 31, '0'),
				p.step_id, p.active, p.status, p.sleep_until, p.start_time, p.end_time, p.event_name, p.event_key,
				p.event_published, p.step_name, p.position
			FROM generate_series(1, ?) AS n CROSS JOIN (SELECT * FROM {schema}.execution_pointers) AS p
			""";

	private static final String SUBSCRIPTIONS = """
			INSERT INTO {schema}.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
				event_key, subscribe_as_of)
			SELECT 'copy-' || lpad(n::text, 31, '0'), 'copy-' || lpad(n::text, 31, '0'), s.step_id,
				'copy-' || lpad(n::text, 28, '0') || '-' || p.position, s.event_name, s.event_key || n,
				s.subscribe_as_of
			FROM generate_series(1, ?) AS n CROSS JOIN (SELECT * FROM {schema}.event_subscriptions) AS s
			JOIN {schema}.execution_pointers p ON p.id = s.execution_pointer_id
			""";

	private Clones() {
	}

	static void fill(JdbcClient jdbc, String schema, int count) {
		for (String sql : new String[] { SUBSCRIPTIONS, POINTERS, WORKFLOWS }) {
			// The references are right in the end
			jdbc.sql("ALTER TABLE " + schema + ".execution_pointers DISABLE TRIGGER ALL").update();
			jdbc.sql(sql.replace("{schema}", schema)).param(count).update();
			jdbc.sql("ALTER TABLE " + schema + ".execution_pointers ENABLE TRIGGER ALL").update();
		}
	}

}
