package io.wfe.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.wfe.core.InvalidValueException;

/**
 * Prints the SQL that creates or upgrades the tables of a store, for administrators who
 * apply it themselves. They can apply it to a store of any version, and again. It needs
 * no database and no running application:
 *
 * <pre class="code">
 * java -cp application.jar -Dloader.main=io.wfe.postgres.SchemaSql \
 *     org.springframework.boot.loader.launch.PropertiesLauncher --schema=wfc --table-prefix=
 * </pre>
 *
 * @since 0.1.0
 */
public final class SchemaSql {

	/**
	 * The SQL files of the changelog, in their order.
	 */
	static final List<String> FILES = List.of("0001-store.sql", "0002-engine.sql");

	private SchemaSql() {
	}

	/**
	 * Returns the SQL for a schema and a table prefix.
	 * @param schema the schema
	 * @param tablePrefix the start of the names of tables, may be empty
	 * @return the SQL. Apply it in one transaction
	 * @throws io.wfe.core.InvalidValueException if the schema or the prefix is not valid
	 */
	public static String of(String schema, String tablePrefix) {
		TableNames names = new TableNames(schema, tablePrefix);
		StringBuilder sql = new StringBuilder("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\";\n");
		for (String file : FILES) {
			sql.append('\n').append(named(read(file), names));
		}
		return sql.toString();
	}

	/**
	 * Prints the SQL, or what is wrong with the arguments.
	 * @param arguments {@code --schema=} and {@code --table-prefix=}, by default
	 * {@code wfc} and none
	 */
	public static void main(String[] arguments) {
		try {
			PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
			out.print(ofArguments(arguments));
			out.flush();
		}
		catch (IllegalArgumentException | InvalidValueException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
	}

	static String ofArguments(String... arguments) {
		String schema = TableNames.DEFAULT_SCHEMA;
		String tablePrefix = "";
		for (String argument : arguments) {
			if (argument.startsWith("--schema=")) {
				schema = argument.substring("--schema=".length());
			}
			else if (argument.startsWith("--table-prefix=")) {
				tablePrefix = argument.substring("--table-prefix=".length());
			}
			else {
				throw new IllegalArgumentException(
						"Unknown argument '" + argument + "'. Known are --schema=wfc and --table-prefix=");
			}
		}
		return of(schema, tablePrefix);
	}

	/**
	 * Says how to have the tables made by somebody who may.
	 */
	static String instruction(TableNames names) {
		return "have an administrator apply, in one transaction, the SQL that this prints: java -cp application.jar "
				+ "-Dloader.main=io.wfe.postgres.SchemaSql org.springframework.boot.loader.launch.PropertiesLauncher "
				+ "--schema=" + names.schema() + " --table-prefix=" + names.prefix()
				+ "; then set wfe.postgres.initialize-schema=validate";
	}

	/**
	 * Puts the names of a store into a file of the changelog.
	 */
	static String named(String sql, TableNames names) {
		return sql.replace("${schema}", names.schema()).replace("${prefix}", names.prefix());
	}

	private static String read(String file) {
		try (InputStream stream = SchemaSql.class.getResourceAsStream("changelog/" + file)) {
			if (stream == null) {
				throw new IllegalStateException("The changelog file " + file + " is not on the class path");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
