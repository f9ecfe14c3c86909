package io.wfe.postgres;

import java.sql.SQLException;

import io.wfe.core.model.EventNames;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills the tables with rows of a store on which engines work: half of the workflows
 * wait, and of those that are due, most are of a definition that nobody knows, and a
 * thousand are owned. Many have the same time, name and key.
 */
final class EngineStore {

	static final int OWNED = 1000;

	private EngineStore() {
	}

	/**
	 * Writes a number of workflows.
	 */
	static void fill(JdbcTemplate jdbc, int rows) throws SQLException {
		jdbc.update("""
				INSERT INTO wfc.hosts (id, name, version, started_at, expires_at)
				SELECT id, id, '1', now(), now() + interval '1 day' FROM unnest(ARRAY ['host', 'other']) AS id
				""");
		for (int written = 0; written < rows; written += 100_000) {
			fill(jdbc, written, Math.min(written + 100_000, rows), rows);
		}
		jdbc.execute("ANALYZE");
	}

	/**
	 * Numbers by 100: 0 to 49 wait, 50 to 59 are due and unknown, 60 sleeps, the others
	 * have ended. Of the first, some are due, owned or suspended instead.
	 */
	private static void fill(JdbcTemplate jdbc, int from, int to, int rows) {
		jdbc.update(
				"""
						INSERT INTO wfc.workflows (id, name, definition_id, version, status, next_execution, create_time,
							complete_time, last_heartbeat_at, host_id)
						SELECT 'w' || to_char(i, 'FM00000000'), 'n' || i,
							CASE WHEN i %% 100 BETWEEN 50 AND 59 AND i > 3000 THEN 'unknown' ELSE 'orders' END, 1,
							CASE WHEN i <= 3000 THEN 'Runnable' WHEN i %% 100 = 49 THEN 'Suspended' WHEN i %% 100 <= 60 THEN 'Runnable'
								WHEN i %% 100 < 70 THEN 'Terminated' ELSE 'Complete' END,
							CASE WHEN i <= 3000 THEN 0 WHEN i %% 100 BETWEEN 50 AND 59 THEN 0
								WHEN i %% 100 = 60 THEN 4102444800000 END,
							timestamptz '2026-01-01 00:00:00Z',
							CASE WHEN i > 3000 AND i %% 100 > 60 THEN timestamptz '2026-01-02 00:00:00Z' END,
							timestamptz '2026-01-01 00:00:00Z',
							CASE WHEN i <= 10 THEN 'host' WHEN i <= %1$d THEN 'other' END
						FROM generate_series(? + 1, ?) AS i
						"""
					.formatted(OWNED),
				from, to);
		jdbc.update("""
				INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, event_published)
				SELECT 'p' || to_char(i, 'FM00000000') || '-' || step, 'w' || to_char(i, 'FM00000000'), step,
					step = 1 AND (i <= 3000 OR i % 100 >= 50),
					CASE WHEN step = 0 THEN 'Complete' WHEN i > 3000 AND i % 100 < 50 THEN 'WaitingForEvent'
						ELSE 'Running' END, false
				FROM generate_series(? + 1, ?) AS i, generate_series(0, 1) AS step
				""", from, to);
		jdbc.update("""
				INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
					event_key, subscribe_as_of, subscription_data)
				SELECT 's' || to_char(i, 'FM00000000'), 'w' || to_char(i, 'FM00000000'), 1,
					'p' || to_char(i, 'FM00000000') || '-1',
					CASE i %% 10 WHEN 0 THEN '%1$s' WHEN 1 THEN '%2$s' ELSE 'paid' END,
					CASE i %% 10 WHEN 2 THEN 'order-' || i ELSE 'busy' END, timestamptz '2026-01-01 00:00:00Z',
					CASE i %% 10 WHEN 1 THEN jsonb_build_object('assignee', 'somebody') END
				FROM generate_series(? + 1, ?) AS i
				WHERE i > 3000 AND i %% 100 < 50
				""".formatted(EventNames.ACTIVITY, EventNames.USER_ACTION), from, to);
		jdbc.update("""
				INSERT INTO wfc.scheduled_commands (command_name, data, execute_time)
				SELECT 'ProcessWorkflow', 'w' || to_char(i, 'FM00000000'), 1735689600000
				FROM generate_series(? + 1, ?) AS i
				WHERE i % 10 = 1
				""", from, to);
		// Nearly all are processed
		jdbc.update("""
				INSERT INTO wfc.events (id, event_name, event_key, event_time, is_processed)
				SELECT 'e' || to_char(i, 'FM00000000'), 'paid', CASE WHEN i % 2 = 0 THEN 'old' ELSE 'order-' || i END,
					timestamptz '2025-01-01 00:00:00Z', true
				FROM generate_series(? + 1, ?) AS i
				""", from, to);
		if (to == rows) {
			jdbc.update("""
					INSERT INTO wfc.events (id, event_name, event_key, event_time, is_processed)
					SELECT 'new-' || key, 'paid', key, timestamptz '2026-01-03 00:00:00Z', false
					FROM unnest(ARRAY ['busy', 'order-3002', 'order-3012', 'nobody']) AS key
					""");
		}
	}

}
