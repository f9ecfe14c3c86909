package io.wfe.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the tables of a store with what this version needs: the columns it names, with
 * their types, and the keys that its statements rely on. Indexes only make it faster, and
 * are not asked for.
 */
final class SchemaCheck {

	/**
	 * Each table with its columns and their types as {@code format_type} prints them.
	 */
	static final List<String> COLUMNS = """
			workflows.id text
			workflows.name text
			workflows.root_workflow_id text
			workflows.definition_id text
			workflows.version integer
			workflows.description text
			workflows.reference text
			workflows.status text
			workflows.data jsonb
			workflows.next_execution bigint
			workflows.create_time timestamp with time zone
			workflows.complete_time timestamp with time zone
			workflows.last_heartbeat_at timestamp with time zone
			workflows.host_id text
			definition_sequences.definition_id text
			definition_sequences.next_num bigint
			execution_pointers.id text
			execution_pointers.workflow_id text
			execution_pointers.position bigint
			execution_pointers.step_id integer
			execution_pointers.active boolean
			execution_pointers.status text
			execution_pointers.sleep_until timestamp with time zone
			execution_pointers.persistence_data jsonb
			execution_pointers.start_time timestamp with time zone
			execution_pointers.end_time timestamp with time zone
			execution_pointers.event_name text
			execution_pointers.event_key text
			execution_pointers.event_published boolean
			execution_pointers.event_data jsonb
			execution_pointers.step_name text
			execution_pointers.retry_count integer
			execution_pointers.children jsonb
			execution_pointers.context_item jsonb
			execution_pointers.predecessor_id text
			execution_pointers.outcome jsonb
			execution_pointers.scope jsonb
			execution_pointers.extension_attributes jsonb
			events.id text
			events.event_name text
			events.event_key text
			events.event_data jsonb
			events.event_time timestamp with time zone
			events.is_processed boolean
			event_subscriptions.id text
			event_subscriptions.workflow_id text
			event_subscriptions.step_id integer
			event_subscriptions.execution_pointer_id text
			event_subscriptions.event_name text
			event_subscriptions.event_key text
			event_subscriptions.subscribe_as_of timestamp with time zone
			event_subscriptions.subscription_data jsonb
			event_subscriptions.external_token text
			event_subscriptions.external_worker_id text
			event_subscriptions.external_token_expiry timestamp with time zone
			execution_errors.id integer
			execution_errors.error_time timestamp with time zone
			execution_errors.workflow_id text
			execution_errors.execution_pointer_id text
			execution_errors.message text
			scheduled_commands.id integer
			scheduled_commands.command_name text
			scheduled_commands.data text
			scheduled_commands.execute_time bigint
			hosts.id text
			hosts.name text
			hosts.version text
			hosts.started_at timestamp with time zone
			hosts.expires_at timestamp with time zone
			hosts.busy_since timestamp with time zone
			""".lines().toList();

	/**
	 * Serial columns that may be {@code bigint} too, so that a store can outlive 2^31 of
	 * their numbers.
	 */
	private static final Set<String> SERIALS = Set.of("execution_errors.id", "scheduled_commands.id");

	/**
	 * A column that stores of wfe-postgres 1.0.0 (Rust) lack, and that cannot be added
	 * without its values.
	 */
	private static final String NAME = "workflows.name text";

	/**
	 * Each unique key with its columns.
	 */
	static final List<String> KEYS = """
			unique key workflows (id)
			unique key workflows (name)
			unique key definition_sequences (definition_id)
			unique key execution_pointers (id)
			unique key events (id)
			unique key event_subscriptions (id)
			unique key execution_errors (id)
			unique key scheduled_commands (id)
			unique key scheduled_commands (command_name, data)
			unique key hosts (id)
			""".lines().toList();

	private static final String FIND_COLUMNS = """
			SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
			FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
			""";

	private static final String FIND_KEYS = """
			SELECT c.relname, (
				SELECT string_agg(a.attname, ', ' ORDER BY k.place)
				FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
				JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
			)
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ? AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
			""";

	private SchemaCheck() {
	}

	/**
	 * Returns whether there are tables of the store that lack a column.
	 */
	static boolean lacksColumns(Connection connection, TableNames names) throws SQLException {
		Set<String> present = present(connection, names);
		requireAdoptable(present, names);
		Set<String> tables = present.stream().map(SchemaCheck::table).collect(Collectors.toSet());
		return COLUMNS.stream().anyMatch((column) -> tables.contains(table(column)) && !present.contains(column));
	}

	private static void requireAdoptable(Set<String> present, TableNames names) {
		if (present.contains("workflows.id text") && !present.contains(NAME)) {
			throw new StoreSchemaException(
					"The workflow store in schema '" + names.schema()
							+ "' has the layout of wfe-postgres 1.0.0 (Rust): its table workflows has no column 'name'",
					"Start a Rust host with wfe-postgres 1.9.1, 1.9.2 or 1.9.3 on it once, which adds what is missing "
							+ "(later versions do not). Then start again",
					null);
		}
	}

	/**
	 * @param remedy what to do if it is not
	 */
	static void requireComplete(Connection connection, TableNames names, String remedy) throws SQLException {
		Set<String> present = present(connection, names);
		requireAdoptable(present, names);
		Set<String> missing = new TreeSet<>(COLUMNS);
		missing.addAll(KEYS);
		missing.removeAll(present);
		if (!missing.isEmpty()) {
			throw new StoreSchemaException(problem(names, present, missing), remedy, null);
		}
	}

	/**
	 * A store without any table is told in a few words, since there is either none yet,
	 * or the schema or the prefix is another one.
	 */
	private static String problem(TableNames names, Set<String> present, Set<String> missing) {
		String prefix = names.prefix().isEmpty() ? "" : " with table prefix '" + names.prefix() + "'";
		Set<String> tables = COLUMNS.stream().map(SchemaCheck::table).collect(Collectors.toSet());
		if (present.stream().map(SchemaCheck::table).noneMatch(tables::contains)) {
			return "Schema '" + names.schema() + "' has none of the tables of the workflow store" + prefix;
		}
		return "The workflow store in schema '" + names.schema() + "'" + prefix
				+ " is not what this version needs. Missing, or of another type: " + String.join("; ", missing);
	}

	static String table(String column) {
		return column.replaceFirst("\\..*", "");
	}

	/**
	 * Returns all columns and unique keys of tables with the prefix.
	 */
	private static Set<String> present(Connection connection, TableNames names) throws SQLException {
		Set<String> present = new HashSet<>();
		query(connection, FIND_COLUMNS, names, (row) -> {
			if (row.getString(1).startsWith(names.prefix())) {
				String column = row.getString(1).substring(names.prefix().length()) + "." + row.getString(2);
				boolean widened = SERIALS.contains(column) && "bigint".equals(row.getString(3));
				present.add(column + " " + (widened ? "integer" : row.getString(3)));
			}
		});
		query(connection, FIND_KEYS, names, (row) -> {
			if (row.getString(1).startsWith(names.prefix())) {
				String table = row.getString(1).substring(names.prefix().length());
				present.add("unique key " + table + " (" + row.getString(2) + ")");
			}
		});
		return present;
	}

	private static void query(Connection connection, String sql, TableNames names, RowReader reader)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, names.schema());
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					reader.read(row);
				}
			}
		}
	}

	/**
	 * Reads one row.
	 */
	private interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

}
