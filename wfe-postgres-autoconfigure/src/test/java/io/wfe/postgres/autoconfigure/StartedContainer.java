package io.wfe.postgres.autoconfigure;

import io.wfe.postgres.test.TestDatabase;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container that runs without Docker.
 */
public final class StartedContainer extends JdbcDatabaseContainer<StartedContainer> {

	private static final String IMAGE = "postgres:18";

	private final String url;

	private final TestDatabase database;

	/**
	 * Creates a container with a URL, and the user of a database.
	 */
	public StartedContainer(String url, TestDatabase database) {
		super(DockerImageName.parse(IMAGE));
		this.url = url;
		this.database = database;
	}

	/**
	 * Asks no Docker for it.
	 */
	@Override
	public String getDockerImageName() {
		return IMAGE;
	}

	@Override
	public void start() {
		// Is started already
	}

	@Override
	public void stop() {
		// Goes on
	}

	@Override
	public String getDriverClassName() {
		return "org.postgresql.Driver";
	}

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

	@Override
	public String getUsername() {
		return this.database.username();
	}

	@Override
	public String getPassword() {
		return this.database.password();
	}

	@Override
	protected String getTestQueryString() {
		return "SELECT 1";
	}

}
