package io.wfe.postgres.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.Network;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A coordinator and a worker of Citus: those of {@value #URL_PROPERTY}, or else two
 * containers, if Docker can start them. As an extension it skips the tests of a class
 * where there is neither, and says why.
 */
public final class CitusCluster implements ExecutionCondition {

	/**
	 * The system property with the URL of a database with Citus on a coordinator that has
	 * a worker.
	 */
	public static final String URL_PROPERTY = "wfe.test.citus-url";

	/** Citus 13.2 on PostgreSQL 17. */
	private static final String IMAGE = "citusdata/citus:13.2.0";

	private static final String COORDINATOR = "coordinator";

	private static final String WORKER = "worker";

	private static @Nullable String url;

	private static @Nullable String whyNot;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String reason = whyNot();
		return reason.isEmpty() ? ConditionEvaluationResult.enabled("There is Citus")
				: ConditionEvaluationResult.disabled(reason);
	}

	private static synchronized String whyNot() {
		if (whyNot == null) {
			String obstacle = (System.getProperty(URL_PROPERTY) != null) ? null : Docker.prepare(IMAGE);
			whyNot = (obstacle != null) ? "Skipped: the contract on Citus, because " + obstacle
					+ ". Start Docker, or name a database with Citus by -D" + URL_PROPERTY : "";
			if (obstacle != null) {
				System.out.println(whyNot);
			}
		}
		return whyNot;
	}

	/**
	 * Returns the database on the coordinator. Starts the containers at first.
	 * @return the URL, in the form {@code postgres://user:password@host:port/database}
	 */
	public static synchronized String url() {
		if (url == null) {
			String given = System.getProperty(URL_PROPERTY);
			url = (given != null) ? given : start();
		}
		return url;
	}

	/**
	 * Nobody stops the containers but Ryuk, which Testcontainers starts for the purpose.
	 */
	@SuppressWarnings("resource")
	private static String start() {
		Network network = Network.newNetwork();
		container(network, WORKER).start();
		PostgreSQLContainer coordinator = container(network, COORDINATOR);
		coordinator.start();
		try (Connection connection = DriverManager.getConnection(coordinator.getJdbcUrl(), coordinator.getUsername(),
				coordinator.getPassword()); Statement statement = connection.createStatement()) {
			statement.execute("SELECT citus_set_coordinator_host('" + COORDINATOR + "', 5432)");
			statement.execute("SELECT citus_add_node('" + WORKER + "', 5432)");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot add the worker of Citus to its coordinator", ex);
		}
		return "postgres://" + coordinator.getUsername() + ":" + coordinator.getPassword() + "@" + coordinator.getHost()
				+ ":" + coordinator.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/"
				+ coordinator.getDatabaseName();
	}

	/**
	 * The nodes log in to each other without a password. The command replaces that of
	 * Testcontainers; the image loads Citus by its configuration file.
	 */
	@SuppressWarnings("resource")
	private static PostgreSQLContainer container(Network network, String name) {
		return new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
			.withNetwork(network)
			.withNetworkAliases(name)
			.withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
			.withCommand("postgres", "-c", "max_connections=300");
	}

}
