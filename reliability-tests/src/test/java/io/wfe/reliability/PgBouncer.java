package io.wfe.reliability;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;

/**
 * A PgBouncer in transaction mode, in front of a database.
 */
final class PgBouncer implements AutoCloseable {

	/**
	 * Since this version it can follow the prepared statements of its clients.
	 */
	private static final String FOLLOWS_STATEMENTS = "1.21";

	private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");

	private final Process process;

	private final int port;

	private final String database;

	private PgBouncer(Process process, int port, String database) {
		this.process = process;
		this.port = port;
		this.database = database;
	}

	/**
	 * Looks for PgBouncer. In the full form it is installed from Debian's packages, if it
	 * is missing and this user may.
	 */
	static Optional<Path> find() throws IOException, InterruptedException {
		Optional<Path> found = installed();
		if (found.isPresent() || !Chaos.isFull() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
			return found;
		}
		List<String> command = List.of("apt-get", "install", "--yes", "--no-install-recommends", "pgbouncer");
		Process install = command(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		if (!install.waitFor(2, TimeUnit.MINUTES)) {
			install.destroyForcibly();
		}
		return installed();
	}

	private static Optional<Path> installed() {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
			.map((directory) -> Path.of(directory, "pgbouncer"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static ProcessBuilder command(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
		return builder;
	}

	static boolean followsPreparedStatements(Path executable) throws IOException {
		Process process = command(List.of(executable.toString(), "--version")).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher version = VERSION.matcher(output);
		if (!version.find()) {
			throw new IOException("PgBouncer says of its version: " + output);
		}
		int minor = Integer.parseInt(FOLLOWS_STATEMENTS.substring(2));
		return Integer.parseInt(version.group(1)) > 1 || Integer.parseInt(version.group(2)) >= minor;
	}

	/**
	 * Starts it.
	 * @param executable the program
	 * @param directory for its settings and its log
	 * @param target the database
	 * @param connections how many connections all clients share
	 */
	static PgBouncer start(Path executable, Path directory, TestDatabase target, int connections) throws IOException {
		int port = freePort();
		URI server = URI.create(target.uri());
		List<String> settings = new ArrayList<>(List.of("[databases]",
				"%s = host=%s port=%d dbname=%s user=%s password=%s".formatted(target.name(), server.getHost(),
						server.getPort(), target.name(), target.username(), target.password()),
				"[pgbouncer]", "listen_addr = 127.0.0.1", "listen_port = " + port, "unix_socket_dir =",
				"auth_type = any", "pool_mode = transaction", "default_pool_size = " + connections,
				"max_client_conn = 200"));
		if (followsPreparedStatements(executable)) {
			settings.add("max_prepared_statements = 200");
		}
		Path file = Files.write(directory.resolve("pgbouncer.ini"), settings);
		List<String> command = new ArrayList<>(List.of(executable.toString()));
		if ("root".equals(System.getProperty("user.name"))) {
			// It refuses to run as root
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(file.toString());
		Path log = directory.resolve("pgbouncer.log");
		Process process = command(command).redirectOutput(log.toFile()).start();
		PgBouncer bouncer = new PgBouncer(process, port, target.name());
		Awaitility.await("PgBouncer listens, see " + log)
			.atMost(Duration.ofSeconds(30))
			.until(() -> !process.isAlive() || bouncer.answers());
		if (!process.isAlive()) {
			throw new IOException("PgBouncer has ended: " + Files.readString(log));
		}
		return bouncer;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private boolean answers() throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	/**
	 * Returns the URL through PgBouncer.
	 * @param parameters of the driver, as in a query string
	 */
	String jdbcUrl(String parameters) {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/" + this.database + "?user=anybody&" + parameters;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
