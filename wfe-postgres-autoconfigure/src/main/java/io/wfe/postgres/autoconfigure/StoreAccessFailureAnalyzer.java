package io.wfe.postgres.autoconfigure;

import java.sql.SQLException;
import java.util.Arrays;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Analyzes a {@link PersistenceException} for which the database, not the application, is
 * to blame: there is no server, it cannot be trusted, it refuses the login, or the tables
 * are missing. Leaves others alone.
 */
final class StoreAccessFailureAnalyzer extends AbstractFailureAnalyzer<PersistenceException> {

	private final Environment environment;

	StoreAccessFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PersistenceException cause) {
		SQLException failure = failure(cause);
		if (failure == null) {
			return null;
		}
		if (isOfTls(failure)) {
			return analysis("The TLS connection of the workflow store to its database could not be made", failure,
					"Check that the server's certificate is signed by an authority in sslrootcert, and is for the host"
							+ " of the URL: correct sslmode and sslrootcert in " + address()
							+ ", or the certificate of the server.",
					cause);
		}
		String state = failure.getSQLState();
		return switch (state) {
			// What the driver says if it has no password to answer with
			case "08004" -> refused(cause, failure);
			case "3D000" -> analysis("The database of the workflow store does not exist", failure,
					"Create the database, or correct its name in " + address() + ".", cause);
			case "3F000", "42P01", "42703" ->
				analysis("The tables of the workflow store are missing or out of date", failure, tables(), cause);
			case "42501" -> analysis("The user of the workflow store may not use its tables", failure,
					"Grant the user USAGE on the schema and its sequences, and SELECT, INSERT, UPDATE and DELETE on "
							+ "the tables.",
					cause);
			default -> {
				if (state.startsWith("28")) {
					yield refused(cause, failure);
				}
				yield state.startsWith("08") ? analysis("The database of the workflow store cannot be reached", failure,
						"Start the database server, or correct host and port in " + address()
								+ ". To start the application without its database, set "
								+ "wfe.postgres.startup=lazy.",
						cause) : null;
			}
		};
	}

	private FailureAnalysis refused(PersistenceException cause, SQLException failure) {
		return analysis("The database server refuses the login of the workflow store", failure,
				"Correct user and password in " + credentials()
						+ ", and check that the server lets this user log in, with"
						+ " or without TLS as sslmode says.",
				cause);
	}

	/**
	 * Tells who threw the failure: neither the SQLSTATE nor, as it is translated, the
	 * message tells those of TLS from others.
	 */
	private static boolean isOfTls(SQLException failure) {
		return Arrays.stream(failure.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().startsWith("org.postgresql.ssl."));
	}

	private static FailureAnalysis analysis(String problem, SQLException failure, String action,
			PersistenceException cause) {
		return new FailureAnalysis(problem + ":\n\n    " + message(failure), action, cause);
	}

	/**
	 * The driver quotes hosts, ports, users and names of the schema here, and neither
	 * passwords nor values.
	 */
	private static String message(SQLException failure) {
		Throwable cause = failure.getCause();
		return failure.getMessage()
				+ ((cause != null && cause.getMessage() != null) ? " (" + cause.getMessage() + ")" : "");
	}

	/**
	 * Returns the innermost failure, which is that of the driver rather than that of a
	 * pool.
	 */
	private static @Nullable SQLException failure(PersistenceException exception) {
		SQLException result = null;
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sqlException && sqlException.getSQLState() != null) {
				result = sqlException;
			}
		}
		return result;
	}

	private String address() {
		return hasUrl() ? "wfe.postgres.url" : "the configuration of the DataSource that the store uses";
	}

	private String credentials() {
		return hasUrl() ? "wfe.postgres.username and wfe.postgres.password, or in wfe.postgres.url"
				: "the configuration of the DataSource that the store uses";
	}

	private boolean hasUrl() {
		return this.environment.containsProperty("wfe.postgres.url");
	}

	private String tables() {
		return "Set wfe.postgres.initialize-schema=always to create them, or have an administrator apply the SQL "
				+ "that io.wfe.postgres.SchemaSql prints for --schema="
				+ this.environment.getProperty("wfe.postgres.schema", "wfc") + " --table-prefix="
				+ this.environment.getProperty("wfe.postgres.table-prefix", "") + ".";
	}

}
