package io.wfe.postgres.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The address of the store's database, for the store's own connection pool. A bean of
 * this type takes precedence over the properties {@code wfe.postgres.url},
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
	 * Tells whether these details are for the workflow store alone. Details of a
	 * container for the whole application are not. With these, the store shares the
	 * application's {@code DataSource} and its transactions, unless
	 * {@code wfe.postgres.url} is set.
	 * @return whether the store gets its own pool even if the application has a
	 * {@code DataSource}
	 */
	default boolean isDedicated() {
		return true;
	}

	/**
	 * Tells whether these details are for the store of a name, which is configured by
	 * {@code wfe.postgres.stores.<name>}. If they are for no named store, they are for
	 * the default one.
	 * @param store the name of a store
	 * @return whether that store uses these details
	 */
	default boolean isFor(String store) {
		return false;
	}

}
