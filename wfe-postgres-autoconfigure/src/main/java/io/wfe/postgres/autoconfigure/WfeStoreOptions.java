package io.wfe.postgres.autoconfigure;

import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Where the tables of a store are that is registered while the application runs. What is
 * not said is taken from {@code wfe.postgres.stores.<name>.*}. Immutable.
 * <p>
 * Without a URL or a data source, the store uses the connections of the default store.
 *
 * @since 0.1.0
 */
public final class WfeStoreOptions {

	private final @Nullable String schema;

	private final @Nullable String url;

	private final @Nullable String username;

	private final @Nullable String password;

	private final @Nullable DataSource dataSource;

	private WfeStoreOptions(@Nullable String schema, @Nullable String url, @Nullable String username,
			@Nullable String password, @Nullable DataSource dataSource) {
		this.schema = schema;
		this.url = url;
		this.username = username;
		this.password = password;
		this.dataSource = dataSource;
	}

	/**
	 * Returns options that take all from the properties.
	 * @return the options
	 */
	public static WfeStoreOptions ofProperties() {
		return new WfeStoreOptions(null, null, null, null, null);
	}

	/**
	 * Returns options for a schema.
	 * @param schema the schema of the tables
	 * @return the options
	 */
	public static WfeStoreOptions schema(String schema) {
		return new WfeStoreOptions(Objects.requireNonNull(schema, "schema"), null, null, null, null);
	}

	/**
	 * Gives the store its own connection pool.
	 * @param url the URL of the database, as {@code wfe.postgres.url} takes it
	 * @return new options
	 */
	public WfeStoreOptions url(String url) {
		return new WfeStoreOptions(this.schema, Objects.requireNonNull(url, "url"), this.username, this.password, null);
	}

	/**
	 * Sets the login for the store's own connection pool.
	 * @param username the user
	 * @param password the password, or {@code null} for none
	 * @return new options
	 */
	public WfeStoreOptions login(String username, @Nullable String password) {
		return new WfeStoreOptions(this.schema, this.url, username, password, this.dataSource);
	}

	/**
	 * Lets the store use a data source, such as a pool for all tenants of a server. The
	 * store does not close it.
	 * @param dataSource the data source
	 * @return new options
	 */
	public WfeStoreOptions dataSource(DataSource dataSource) {
		return new WfeStoreOptions(this.schema, null, null, null, Objects.requireNonNull(dataSource, "dataSource"));
	}

	@Nullable DataSource dataSource() {
		return this.dataSource;
	}

	WfePostgresProperties toProperties(WfePostgresProperties defaults) {
		return new WfePostgresProperties(true, (this.url != null) ? this.url : defaults.url(),
				(this.username != null) ? this.username : defaults.username(),
				(this.password != null) ? this.password : defaults.password(),
				(this.schema != null) ? this.schema : defaults.schema(), defaults.tablePrefix(),
				defaults.initializeSchema(), defaults.startup(), defaults.json(), defaults.retention());
	}

	/**
	 * Describes them without the URL and the password, which are secrets.
	 */
	@Override
	public String toString() {
		return "WfeStoreOptions[schema=" + this.schema + ", username=" + this.username + "]";
	}

}
