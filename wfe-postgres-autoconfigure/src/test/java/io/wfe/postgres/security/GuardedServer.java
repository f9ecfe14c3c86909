package io.wfe.postgres.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.postgresql.Driver;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * A server of a test's own, with rules for who may log in, and how.
 */
final class GuardedServer implements AutoCloseable {

	private static final String USER = "shop";

	private final EmbeddedPostgres postgres;

	private final String password;

	private final JdbcTemplate superuser;

	/**
	 * Starts a server.
	 * @param directory an empty directory for its data
	 * @param settings further settings of the server
	 * @param type {@code host}, or {@code hostssl} to let users log in over TLS alone
	 * @param password the password that the user has to give
	 */
	GuardedServer(Path directory, Map<String, String> settings, String type, String password) {
		this.password = password;
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(directory);
		settings.forEach(builder::setServerConfig);
		try {
			this.postgres = builder.start();
			this.superuser = new JdbcTemplate(new SimpleDriverDataSource(new Driver(),
					"jdbc:postgresql://localhost:" + this.postgres.getPort() + "/postgres", "postgres", ""));
			this.superuser.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'");
			this.superuser.execute("CREATE DATABASE shop OWNER " + USER);
			Files.writeString(directory.resolve("pg_hba.conf"),
					"host all postgres all trust\n" + type + " all all all scram-sha-256\n");
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot start the embedded PostgreSQL", ex);
		}
		this.superuser.execute("SELECT pg_reload_conf()");
		Awaitility.await().until(() -> !letsIn("wrong"));
	}

	private boolean letsIn(String password) {
		try (Connection connection = new SimpleDriverDataSource(new Driver(), jdbcUrl("localhost"), USER, password)
			.getConnection()) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Returns a template that may do everything, without a password.
	 */
	JdbcTemplate superuser() {
		return this.superuser;
	}

	String username() {
		return USER;
	}

	String password() {
		return this.password;
	}

	String jdbcUrl(String host) {
		return "jdbc:postgresql://" + host + ":" + this.postgres.getPort() + "/shop";
	}

	String uri(String host) {
		return "postgres://" + USER + ":" + this.password + "@" + host + ":" + this.postgres.getPort() + "/shop";
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot stop the embedded PostgreSQL", ex);
		}
	}

}
