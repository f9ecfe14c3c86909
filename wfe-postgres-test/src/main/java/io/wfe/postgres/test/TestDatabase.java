package io.wfe.postgres.test;

/**
 * A separate database for a test, on the server of {@link TestPostgres}. Closing drops
 * it, even if somebody is still connected.
 *
 * @since 0.1.0
 */
public final class TestDatabase implements AutoCloseable {

	private final PostgresAddress address;

	private boolean closed;

	TestDatabase(PostgresAddress address) {
		this.address = address;
	}

	/**
	 * Returns the name of the database.
	 * @return the name, unique on its server
	 */
	public String name() {
		return this.address.database();
	}

	/**
	 * Returns the JDBC URL, without username and password.
	 * @return a URL that starts with {@code jdbc:postgresql://}
	 */
	public String jdbcUrl() {
		return this.address.jdbcUrl();
	}

	/**
	 * Returns the name of the user, who may create databases.
	 * @return the username
	 */
	public String username() {
		return this.address.username();
	}

	/**
	 * Returns the password of the user.
	 * @return the password, empty if the server asks for none
	 */
	public String password() {
		return this.address.password();
	}

	/**
	 * Returns the URI that tools other than JDBC take, user and password included.
	 * @return a percent-encoded URI such as
	 * {@code postgres://user:password@host:port/database}
	 */
	public String uri() {
		return this.address.uri();
	}

	/**
	 * Drops the database and closes the connections to it. Does nothing if it is dropped
	 * already.
	 */
	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		TestPostgres.dropDatabase(this);
	}

	/**
	 * Describes the database without its password.
	 */
	@Override
	public String toString() {
		return "TestDatabase[" + this.address.jdbcUrl() + ", username=" + this.address.username() + "]";
	}

}
