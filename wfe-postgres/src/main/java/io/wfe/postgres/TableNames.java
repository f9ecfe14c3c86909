package io.wfe.postgres;

import java.util.regex.Pattern;

import io.wfe.core.InvalidValueException;

/**
 * Where the tables of a store are. The names are checked here, once, because they are the
 * only part of any statement that is not bound as a parameter.
 *
 * @param schema the schema
 * @param prefix what the name of each table and index starts with, may be empty
 */
record TableNames(String schema, String prefix) {

	static final String DEFAULT_SCHEMA = "wfc";

	/**
	 * The longest name in the changelog.
	 */
	static final String LONGEST_NAME = "idx_scheduled_commands_execute_time";

	private static final int MAX_IDENTIFIER_LENGTH = 63;

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

	TableNames {
		if (!IDENTIFIER.matcher(schema).matches()) {
			throw invalid("schema", "must consist of ASCII letters, digits and underscores and not start with a digit");
		}
		if (schema.length() > MAX_IDENTIFIER_LENGTH) {
			throw invalid("schema", "must not be longer than " + MAX_IDENTIFIER_LENGTH + " characters");
		}
		if (schema.regionMatches(true, 0, "pg_", 0, 3)) {
			throw invalid("schema", "must not start with 'pg_', which PostgreSQL keeps for itself");
		}
		if (!prefix.isEmpty() && !IDENTIFIER.matcher(prefix).matches()) {
			throw invalid("table-prefix",
					"must consist of ASCII letters, digits and underscores and not start with a digit");
		}
		if (prefix.length() + LONGEST_NAME.length() > MAX_IDENTIFIER_LENGTH) {
			throw invalid("table-prefix",
					"must not be longer than " + (MAX_IDENTIFIER_LENGTH - LONGEST_NAME.length()) + " characters");
		}
	}

	private static InvalidValueException invalid(String property, String problem) {
		return new InvalidValueException("Store", null, "wfe.postgres." + property, problem);
	}

	/**
	 * Returns the name of a table as it stands in SQL.
	 */
	String qualified(String table) {
		return "\"" + this.schema + "\".\"" + this.prefix + table + "\"";
	}

	/**
	 * Returns the name of a table as messages show it.
	 */
	String displayed(String table) {
		return this.schema + "." + this.prefix + table;
	}

	/**
	 * Replaces each <code>{table}</code> by the name of that table.
	 */
	String resolve(String sql) {
		return PLACEHOLDER.matcher(sql).replaceAll((match) -> qualified(match.group(1)));
	}

}
