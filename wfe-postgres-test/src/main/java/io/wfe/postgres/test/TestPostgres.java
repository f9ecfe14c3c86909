package io.wfe.postgres.test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PostgreSQL server for tests. Each JVM has one. It starts at the first use, and
 * ends with the JVM. Each call of {@link #createDatabase()} creates a database on it. The
 * server is the first of these:
 * <ol>
 * <li>the one in the environment variable {@value #URL_VARIABLE}, as
 * {@code jdbc:postgresql://host:port/database?user=u&password=p} or as
 * {@code postgres://u:p@host:port/database}. The user needs the right to create
 * databases.</li>
 * <li>a container, if Docker answers and has the image or can pull it. The system
 * property {@value #IMAGE_PROPERTY} chooses the image. The default is
 * {@code postgres:18}.</li>
 * <li>embedded server binaries, without Docker. The log says why there is no
 * container.</li>
 * </ol>
 * With JUnit, use {@link PostgresExtension}. Test contexts of Spring outlive a test
 * class. With these, keep a database for the life of the JVM:
 *
 * <pre class="code">
 * static final TestDatabase DATABASE = TestPostgres.createDatabase();
 *
 * &#64;DynamicPropertySource
 * static void properties(DynamicPropertyRegistry registry) {
 *     registry.add("wfe.postgres.url", DATABASE::jdbcUrl);
 *     registry.add("wfe.postgres.username", DATABASE::username);
 *     registry.add("wfe.postgres.password", DATABASE::password);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class TestPostgres {

	/**
	 * The environment variable with the URL of a server to use instead of an own one.
	 */
	public static final String URL_VARIABLE = "WFE_TEST_POSTGRES_URL";

	/**
	 * The system property with the image of the container.
	 */
	public static final String IMAGE_PROPERTY = "wfe.test.postgres-image";

	/**
	 * The system property with the isolation that transactions have by default, such as
	 * {@code serializable}. That of the server if not set. Lets a whole suite run as in
	 * an application that has another default than READ COMMITTED.
	 */
	public static final String ISOLATION_PROPERTY = "wfe.test.default-isolation";

	private static final Logger logger = LoggerFactory.getLogger(TestPostgres.class);

	private static final String DEFAULT_IMAGE = "postgres:18";

	private static final String MAX_CONNECTIONS = "300";

	private static final Object monitor = new Object();

	private static @Nullable PostgresAddress server;

	/**
	 * The databases to drop at the end of the JVM, because their server goes on.
	 */
	private static final Set<String> leftovers = ConcurrentHashMap.newKeySet();

	private TestPostgres() {
	}

	/**
	 * Creates an empty database with a name of its own. May be called by any number of
	 * threads. The first call starts the server.
	 * @return the database, which is dropped when it is closed or else at the end of the
	 * JVM
	 */
	public static TestDatabase createDatabase() {
		return create("ENCODING 'UTF8'");
	}

	/**
	 * Creates an empty database as {@link #createDatabase()} does, with another encoding
	 * and the order of its bytes.
	 * @param encoding the name that PostgreSQL has for the encoding, such as
	 * {@code LATIN1}
	 * @return the database
	 */
	public static TestDatabase createDatabase(String encoding) {
		return create("ENCODING '" + encoding.replace("'", "''") + "' LC_COLLATE 'C' LC_CTYPE 'C'");
	}

	private static TestDatabase create(String options) {
		PostgresAddress server = server();
		String name = "wfe_test_" + UUID.randomUUID().toString().replace("-", "");
		// One at a time, and from the template that nobody can be connected to: creating
		// a database fails while its template is in use
		synchronized (monitor) {
			leftovers.add(name);
			execute(server, "CREATE DATABASE " + name + " TEMPLATE template0 " + options);
			String isolation = System.getProperty(ISOLATION_PROPERTY);
			if (isolation != null) {
				execute(server, "ALTER DATABASE " + name + " SET default_transaction_isolation = '"
						+ isolation.replace("'", "''") + "'");
			}
		}
		return new TestDatabase(server.withDatabase(name));
	}

	/**
	 * Tells whether this JVM has created a database, which is still there.
	 */
	static boolean isCreatedHere(String name) {
		return leftovers.contains(name);
	}

	static void dropDatabase(TestDatabase database) {
		dropDatabase(server(), database.name());
	}

	private static void dropDatabase(PostgresAddress server, String name) {
		execute(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
		leftovers.remove(name);
	}

	private static PostgresAddress server() {
		synchronized (monitor) {
			PostgresAddress result = server;
			if (result == null) {
				result = start();
				server = result;
			}
			return result;
		}
	}

	private static PostgresAddress start() {
		String url = System.getenv(URL_VARIABLE);
		if (url != null && !url.isBlank()) {
			PostgresAddress address = PostgresAddress.parse("The environment variable " + URL_VARIABLE, url.strip());
			logger.info("Tests use PostgreSQL {} at {}, which {} names", version(address), address, URL_VARIABLE);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> dropLeftovers(address), "wfe-test-databases"));
			return address;
		}
		String image = System.getProperty(IMAGE_PROPERTY, DEFAULT_IMAGE);
		String noContainer = Docker.prepare(image);
		if (noContainer == null) {
			PostgresAddress address = startContainer(image);
			logger.info("Tests use PostgreSQL {} in a container of {} at {}", version(address), image, address);
			return address;
		}
		PostgresAddress address = startEmbedded();
		logger.info("Tests use the embedded PostgreSQL {} at {}, since {}", version(address), address, noContainer);
		return address;
	}

	/**
	 * Nobody stops the container but Ryuk, which Testcontainers starts for the purpose.
	 */
	@SuppressWarnings("resource")
	private static PostgresAddress startContainer(String image) {
		DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
		// The command replaces that of Testcontainers, which switches fsync off
		PostgreSQLContainer container = new PostgreSQLContainer(name).withCommand("postgres", "-c",
				"max_connections=" + MAX_CONNECTIONS);
		container.start();
		return new PostgresAddress(container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
				container.getDatabaseName(), container.getUsername(), container.getPassword(), Map.of());
	}

	@SuppressWarnings("resource")
	private static PostgresAddress startEmbedded() {
		try {
			EmbeddedPostgres postgres = EmbeddedPostgres.builder()
				.setRegisterShutdownHook(true)
				.setServerConfig("max_connections", MAX_CONNECTIONS)
				// As a server has it by default; both are switched off otherwise
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.start();
			return new PostgresAddress("localhost", postgres.getPort(), "postgres", "postgres", "postgres", Map.of());
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot start the embedded PostgreSQL; set " + URL_VARIABLE
					+ " to use another server, or start Docker", ex);
		}
	}

	private static String version(PostgresAddress address) {
		try (Connection connection = connect(address);
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SHOW server_version")) {
			result.next();
			return result.getString(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot connect to PostgreSQL at " + address, ex);
		}
	}

	private static void dropLeftovers(PostgresAddress address) {
		leftovers.forEach((name) -> {
			try {
				dropDatabase(address, name);
			}
			catch (RuntimeException ex) {
				logger.warn("Database {} is left on {}", name, address, ex);
			}
		});
	}

	private static void execute(PostgresAddress address, String sql) {
		try (Connection connection = connect(address); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL at " + address + " refuses: " + sql, ex);
		}
	}

	private static Connection connect(PostgresAddress address) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", address.username());
		properties.setProperty("password", address.password());
		return DriverManager.getConnection(address.jdbcUrl(), properties);
	}

}
