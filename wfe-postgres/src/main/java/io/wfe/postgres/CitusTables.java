package io.wfe.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Refuses tables that Citus has spread over several nodes. A reference table has a copy
 * on each node, with another {@code xmin} in each, so revisions are wrong and writes get
 * lost. Statements that change several tables at once cannot be routed to the shards of a
 * table that has a distribution column. Only a whole schema on one node keeps the
 * contract.
 */
final class CitusTables {

	/**
	 * Asks whether Citus is there. Goes along with a statement that is sent anyway.
	 */
	static final String IS_CITUS = """
			SELECT EXISTS (
				SELECT FROM pg_class
				WHERE relnamespace = 'pg_catalog'::regnamespace AND relname = 'pg_dist_partition'
					AND has_table_privilege(oid, 'SELECT')
			)
			""";

	/**
	 * A table on one node has no partition method ('n'), and is replicated by streaming
	 * ('s'). A reference table has none either, and is replicated by two-phase commit
	 * ('t').
	 */
	private static final String FIND_SPREAD = """
			SELECT c.relname, p.repmodel = 't'
			FROM pg_catalog.pg_dist_partition p
			JOIN pg_class c ON c.oid = p.logicalrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ? AND (p.partmethod <> 'n' OR p.repmodel = 't')
			""";

	private CitusTables() {
	}

	static void requireOnOneNode(Connection connection, TableNames names) throws SQLException {
		Set<String> own = SchemaCheck.COLUMNS.stream()
			.map(SchemaCheck::table)
			.map((table) -> names.prefix() + table)
			.collect(Collectors.toSet());
		Set<String> reference = new TreeSet<>();
		Set<String> sharded = new TreeSet<>();
		try (PreparedStatement statement = connection.prepareStatement(FIND_SPREAD)) {
			statement.setString(1, names.schema());
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					if (own.contains(row.getString(1))) {
						(row.getBoolean(2) ? reference : sharded).add(names.schema() + "." + row.getString(1));
					}
				}
			}
		}
		if (!reference.isEmpty()) {
			throw refused(names, reference, "reference tables of Citus, of which each node has a copy. Revisions "
					+ "differ between the copies, so changes would be lost");
		}
		if (!sharded.isEmpty()) {
			throw refused(names, sharded, "distributed by a column with Citus. Statements of the store change "
					+ "several tables at once, which then are on different nodes");
		}
	}

	private static StoreSchemaException refused(TableNames names, Set<String> tables, String problem) {
		return new StoreSchemaException(
				"These tables of the workflow store are " + problem + ": " + String.join(", ", tables),
				"Take each back (SELECT undistribute_table('" + tables.iterator().next()
						+ "', cascade_via_foreign_keys => true)), then put the whole schema on one node (SELECT "
						+ "citus_schema_distribute('" + names.schema() + "'))",
				null);
	}

}
