package io.wfe.postgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A server of a test's own. Its address is known before it is started, and stays the same
 * when it is started again.
 */
public final class OwnServer implements AutoCloseable {

	private final int port;

	private final Path directory;

	private @Nullable EmbeddedPostgres postgres;

	/**
	 * Chooses an address for a server that is down.
	 * @param directory for its data, may not exist yet
	 */
	public OwnServer(Path directory) throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.directory = directory;
	}

	/**
	 * Starts the server, with the data that it has. Everybody may log in to a new one.
	 */
	public void start() throws IOException {
		this.postgres = EmbeddedPostgres.builder()
			.setPort(this.port)
			.setDataDirectory(this.directory)
			.setCleanDataDirectory(false)
			.setPGStartupWait(Duration.ofSeconds(60))
			// What is acknowledged is on the disk, as a server has it by default
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start();
	}

	/**
	 * Sets who may log in. Is in effect for connections that are made a little later.
	 */
	public void authenticate(String rules) throws IOException {
		Files.writeString(this.directory.resolve("pg_hba.conf"), rules);
	}

	/**
	 * Stops the server in immediate mode, which is what {@code pg_ctl} sends SIGQUIT for:
	 * all backends are aborted, and the next start recovers from the log.
	 */
	public void stopHard() throws IOException, InterruptedException {
		Path pidFile = this.directory.resolve("postmaster.pid");
		long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
		int result = new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).inheritIO().start().waitFor();
		if (result != 0) {
			throw new IOException("kill has returned " + result);
		}
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> ProcessHandle.of(pid).map((process) -> !process.isAlive()).orElse(true));
		// Lets go of the directory; that it finds no server is no surprise
		close();
	}

	/**
	 * Returns the address, without a user.
	 */
	public String jdbcUrl() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres";
	}

	@Override
	public void close() throws IOException {
		if (this.postgres != null) {
			this.postgres.close();
		}
	}

}
