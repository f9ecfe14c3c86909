package io.wfe.benchmarks.store;

import java.util.List;
import java.util.Locale;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets the server fill the tables with what years of orders leave behind: ids ordered by
 * time, nearly everything done, little due.
 */
final class Filler {

	/**
	 * An id like a UUID of version 7: a number of milliseconds, and a suffix that makes
	 * it unique.
	 */
	private static final String ID = """
			overlay(overlay(overlay(overlay(
				lpad(to_hex(1700000000000 + %1$s), 12, '0') || '7' || substr(md5(%2$s), 1, 3) || '8' || substr(md5(%2$s), 4, 15)
				placing '-' from 9 for 0) placing '-' from 14 for 0) placing '-' from 19 for 0) placing '-' from 24 for 0)
			""";

	private static final String WORKFLOWS = """
			INSERT INTO {schema}.workflows (id, name, definition_id, version, reference, status, data,
				next_execution, create_time, complete_time)
			SELECT %s, 'benchmark-' || lpad(n::text, 9, '0'), :definition, 1, 'order-' || n,
				CASE WHEN n %% {each} = 0 THEN 'Runnable' WHEN n %% 10 < 7 THEN 'Complete'
					WHEN n %% 10 = 7 THEN 'Suspended' ELSE 'Runnable' END,
				:data::jsonb || jsonb_build_object('orderId', 'order-' || n),
				CASE WHEN n %% {each} = 0 THEN {now} - 1000 - n WHEN n %% 10 < 7 THEN NULL
					ELSE {now} + 3600000 + n * 1000 END,
				to_timestamp(1700000000 + n), CASE WHEN n %% {each} <> 0 AND n %% 10 < 7
					THEN to_timestamp(1700000060 + n) END
			FROM generate_series(1, {workflows}) AS n
			""".formatted(ID.formatted("n * 10", "'w' || n"));

	private static final String POINTERS = """
			INSERT INTO {schema}.execution_pointers (id, workflow_id, {position} step_id, active, status,
				persistence_data, start_time, end_time, event_published, step_name, retry_count,
				children, predecessor_id, outcome, scope, extension_attributes)
			SELECT %s, w.id, {k} k, false, 'Complete', :data::jsonb,
				w.create_time, w.create_time + interval '1 second', false, 'step-' || k, 0, '[]',
				NULL, '"done"', '[]', '{}'
			FROM (SELECT id, create_time, row_number() OVER (ORDER BY id) AS n FROM {schema}.workflows) AS w
				CROSS JOIN generate_series(0, {pointers} - 1) AS k
			""".formatted(ID.formatted("w.n * 10 + k", "'p' || w.id || k"));

	private static final String EVENTS = """
			INSERT INTO {schema}.events (id, event_name, event_key, event_data, event_time, is_processed)
			SELECT %s, 'paid', 'order-' || n, jsonb_build_object('orderId', 'order-' || n, 'amount', 119.80),
				to_timestamp(1700000000 + n), n %% {each} <> 0
			FROM generate_series(1, {workflows}) AS n
			""".formatted(ID.formatted("n * 10", "'e' || n"));

	private static final String SUBSCRIPTIONS = """
			INSERT INTO {schema}.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name,
				event_key, subscribe_as_of)
			SELECT %s, 'workflow-' || n, 1, 'pointer-' || n, 'paid', 'order-' || n, to_timestamp(1700000000 + n)
			FROM generate_series(1, {workflows} / 10) AS n
			""".formatted(ID.formatted("n * 10", "'s' || n"));

	private static final String ERRORS = """
			INSERT INTO {schema}.execution_errors (error_time, workflow_id, execution_pointer_id, message)
			SELECT to_timestamp(1700000000 + n), 'workflow-' || n, 'pointer-' || n, 'The parcel service does not answer'
			FROM generate_series(1, {workflows} / 10) AS n
			""";

	private static final String COMMANDS = """
			INSERT INTO {schema}.scheduled_commands (command_name, data, execute_time)
			SELECT 'ProcessWorkflow', 'workflow-' || n, {now} + 3600000 + n
			FROM generate_series(1, {workflows} / 10) AS n
			""";

	private static final List<String> TABLES = List.of("workflows", "execution_pointers", "events",
			"event_subscriptions", "execution_errors", "scheduled_commands");

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	Filler(JdbcClient jdbc, TransactionOperations transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Returns the name of an instance.
	 * @param number a number from 1 on
	 */
	static String name(int number) {
		return String.format(Locale.ROOT, "benchmark-%09d", number);
	}

	/**
	 * Fills empty tables.
	 * @param schema the schema
	 * @param positions whether pointers have a position
	 * @param workflows the number of workflows and of events
	 * @param pointers the number of pointers of each
	 * @param due how many workflows are due and events are unprocessed
	 */
	void fill(String schema, boolean positions, int workflows, int pointers, int due) {
		this.transactions.executeWithoutResult((status) -> {
			// The references are right by construction
			this.jdbc.sql("""
					SELECT set_config('session_replication_role', 'replica', true)
					WHERE current_setting('is_superuser') = 'on'
					""").query(String.class).optional();
			String data = Samples.DATA;
			for (String sql : List.of(WORKFLOWS, POINTERS, EVENTS, SUBSCRIPTIONS, ERRORS, COMMANDS)) {
				JdbcClient.StatementSpec statement = this.jdbc.sql(sql.replace("{schema}", schema)
					.replace("{position}", positions ? "position," : "")
					.replace("{k}", positions ? "k," : "")
					.replace("{each}", Integer.toString(Math.max(workflows / due, 1)))
					.replace("{now}", Long.toString(Samples.NOW.toEpochMilli()))
					.replace("{workflows}", Integer.toString(workflows))
					.replace("{pointers}", Integer.toString(pointers)));
				if (sql.contains(":definition")) {
					statement = statement.param("definition", Samples.DEFINITION);
				}
				if (sql.contains(":data")) {
					statement = statement.param("data", data);
				}
				statement.update();
				data = Samples.PERSISTENCE_DATA;
			}
		});
		for (String table : TABLES) {
			this.jdbc.sql("VACUUM (ANALYZE) " + schema + "." + table).update();
		}
	}

}
