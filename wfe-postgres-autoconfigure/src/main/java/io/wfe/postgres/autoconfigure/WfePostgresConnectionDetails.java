package io.wfe.postgres.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the database of the workflow store is, for a connection pool of the store's own.
 * A bean of this type goes before the properties {@code wfe.postgres.url},
 * {@code wfe.postgres.username} and {@code wfe.postgres.password}. Containers of
 * Testcontainers and services of Docker Compose bring one each.
 *
 * @since 0.1.0
 */
public interface WfePostgresConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the URL of the database.
	 * @return a URL that {@link io.wfe.postgres.PostgresUrl#parse(String)} accepts
	 */
	String getJdbcUrl();

	/**
	 * Returns the user to connect as.
	 * @return the user, or {@code null} if the URL names it
	 */
	@Nullable String getUsername();

	/**
	 * Returns the password of the user.
	 * @return the password, or {@code null} if there is none or the URL holds it
	 */
	@Nullable String getPassword();

	/**
	 * Tells whether these details are meant for the workflow store alone. Others, such as
	 * those of a container that serves the whole application, do not separate the store
	 * from the application: where there is a {@code DataSource} and no
	 * {@code wfe.postgres.url}, the store shares the {@code DataSource} and its
	 * transactions.
	 * @return whether the store gets a pool of its own even if the application has a
	 * {@code DataSource}
	 */
	default boolean isDedicated() {
		return true;
	}

}
