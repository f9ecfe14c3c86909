package io.wfe.postgres;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills the tables with rows of a store that has been used for long: nearly all is done
 * and kept. Many rows have the same time, name and key, as those have that are scheduled
 * for midnight, or that wait for one kind of activity.
 */
final class LargeStore {

	private LargeStore() {
	}

	/**
	 * Writes a number of rows into each table.
	 */
	static void fill(JdbcTemplate jdbc, int rows) {
		jdbc.update("""
				INSERT INTO wfc.workflows (id, name, definition_id, version, status, next_execution,
					create_time, complete_time, reference, root_workflow_id)
				SELECT to_char(i, 'FM00000000'), 'orders-' || i, 'definition-' || i % 20, 1,
					CASE WHEN i % 1000 = 0 THEN 'Runnable' WHEN i % 1000 = 1 THEN 'Suspended'
						WHEN i % 1000 < 20 THEN 'Terminated' ELSE 'Complete' END,
					CASE WHEN i % 1000 = 0 THEN 0 END,
					timestamptz '2025-01-01 00:00:00Z' + i / 10000 * interval '1 hour',
					CASE WHEN i % 1000 > 1 THEN timestamptz '2025-01-02 00:00:00Z' + i / 10000 * interval '1 hour' END,
					CASE WHEN i % 2 = 0 THEN 'busy' ELSE 'reference-' || i END,
					CASE WHEN i % 10 < 4 THEN 'busy' WHEN i % 10 = 4 THEN 'root-' || i END
				FROM generate_series(1, ?) AS i
				""", rows);
		jdbc.update("""
				INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status)
				SELECT 'p-' || to_char(i, 'FM00000000'), to_char(1 + i / 10, 'FM00000000'), i % 10, false, 'Complete'
				FROM generate_series(0, ? - 1) AS i
				""", rows);
		jdbc.update(
				"""
						INSERT INTO wfc.events (id, event_name, event_key, event_time, is_processed)
						SELECT 'e-' || to_char(i, 'FM00000000'), 'paid', CASE WHEN i % 10 > 0 THEN 'busy' ELSE 'order-' || i END,
							timestamptz '2025-01-01 00:00:00Z', i % 1000 > 0
						FROM generate_series(1, ?) AS i
						""",
				rows);
		jdbc.update("""
				INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
					event_key, subscribe_as_of, subscription_data, external_token, external_token_expiry)
				SELECT 's-' || to_char(i, 'FM00000000'), to_char(i, 'FM00000000'), 1, 'p',
					CASE WHEN i % 50 = 0 THEN 'UserAction' ELSE 'WorkflowCore.Activity' END,
					CASE WHEN i % 10 > 0 THEN 'busy' ELSE 'order-' || i END, timestamptz '2025-01-01 00:00:00Z',
					CASE WHEN i % 50 = 0 THEN jsonb_build_object('assignee', 'user-' || i % 1000) END,
					CASE WHEN i % 50 = 1 THEN 'token-' || i END,
					CASE WHEN i % 50 = 1 THEN timestamptz '2100-01-01 00:00:00Z' END
				FROM generate_series(1, ?) AS i
				""", rows);
		jdbc.update("""
				INSERT INTO wfc.scheduled_commands (command_name, data, execute_time)
				SELECT 'ProcessWorkflow', to_char(i, 'FM00000000'), 1735689600000
				FROM generate_series(1, ?) AS i
				""", rows);
		jdbc.update("""
				INSERT INTO wfc.execution_errors (error_time, workflow_id, execution_pointer_id, message)
				SELECT timestamptz '2025-01-01 00:00:00Z',
					CASE WHEN i % 10 > 0 THEN 'busy' ELSE to_char(i, 'FM00000000') END, 'p', 'm'
				FROM generate_series(1, ?) AS i
				""", rows);
		jdbc.execute("ANALYZE");
	}

	/**
	 * Writes instances of one reference, root and time: two thirds are complete, and have
	 * one definition, and those that were terminated have another.
	 */
	static void keep(JdbcTemplate jdbc, int rows) {
		// In parts, since the pool gives up a statement that takes more than a minute
		for (int written = 0; written < rows; written += 300_000) {
			jdbc.update("""
					INSERT INTO wfc.workflows (id, name, definition_id, version, status, create_time, complete_time,
						reference, root_workflow_id)
					SELECT 'kept-' || to_char(i, 'FM00000000'), 'kept-' || i,
						CASE WHEN i % 3 > 0 THEN 'definition-3' ELSE 'definition-5' END, 1,
						CASE WHEN i % 3 > 0 THEN 'Complete' ELSE 'Terminated' END,
						timestamptz '2024-12-31 00:00:00Z', timestamptz '2024-12-31 00:00:00Z', 'busy', 'busy'
					FROM generate_series(? + 1, least(? + 300000, ?)) AS i
					""", written, written, rows);
		}
		jdbc.execute("ANALYZE");
	}

}
