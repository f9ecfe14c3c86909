package io.wfe.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The history of the changes of a store, which Liquibase keeps in two tables beside the
 * others. Reads the catalog by queries. Functions such as {@code to_regclass} may answer
 * from a cache that has not heard of what another node did while this one waited for a
 * lock.
 */
final class SchemaHistory {

	static final String TABLE = "wfe_databasechangelog";

	static final String LOCK_TABLE = "wfe_databasechangeloglock";

	private static final String EXISTS = """
			SELECT EXISTS (
				SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ? AND c.relname = ?
			)
			""";

	private static final String READABLE = """
			SELECT EXISTS (
				SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ? AND c.relname = ?
					AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
			)
			""";

	/**
	 * Only an owner can give it a key, so it is missing for nobody else.
	 */
	private static final String LACKS_KEY = """
			SELECT EXISTS (
				SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ? AND c.relname = ? AND pg_has_role(c.relowner, 'USAGE')
					AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
			)
			""";

	private static final String VERSION = """
			SELECT coalesce(max(id::int), 0) FROM {wfe_databasechangelog} WHERE id ~ '^[0-9]{1,9}$'
			""";

	/**
	 * A change set that nodes of older versions may go on beside says so in its comment.
	 */
	private static final String OLDEST_COMPATIBLE = """
			SELECT coalesce(max(coalesce(substring(comments FROM '^Compatible with version ([0-9]{1,9})$'), id)::int), 0)
			FROM {wfe_databasechangelog} WHERE id ~ '^[0-9]{1,9}$'
			""";

	/**
	 * Liquibase makes its table without one, and logical replication needs one.
	 */
	private static final String ADD_KEY = """
			ALTER TABLE {wfe_databasechangelog} ADD PRIMARY KEY (id, author, filename)
			""";

	private final TableNames names;

	SchemaHistory(TableNames names) {
		this.names = names;
	}

	boolean exists(Connection connection) throws SQLException {
		return ask(connection, EXISTS);
	}

	boolean isReadable(Connection connection) throws SQLException {
		return ask(connection, READABLE);
	}

	boolean lacksKey(Connection connection) throws SQLException {
		return ask(connection, LACKS_KEY);
	}

	/**
	 * Returns the number of the newest change set that was applied, or zero.
	 */
	int version(Connection connection) throws SQLException {
		return number(connection, VERSION);
	}

	/**
	 * Returns the oldest version whose nodes can work with these tables.
	 */
	int oldestCompatible(Connection connection) throws SQLException {
		return number(connection, OLDEST_COMPATIBLE);
	}

	private int number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet version = statement.executeQuery(this.names.resolve(sql))) {
			version.next();
			return version.getInt(1);
		}
	}

	void addKey(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(this.names.resolve(ADD_KEY));
		}
	}

	private boolean ask(Connection connection, String sql) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, this.names.schema());
			statement.setString(2, this.names.prefix() + TABLE);
			try (ResultSet answer = statement.executeQuery()) {
				answer.next();
				return answer.getBoolean(1);
			}
		}
	}

}
