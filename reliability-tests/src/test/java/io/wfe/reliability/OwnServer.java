package io.wfe.reliability;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;

/**
 * A server of a test's own, which can be stopped hard and started again.
 */
final class OwnServer implements AutoCloseable {

	private final int port;

	private final Path directory;

	private EmbeddedPostgres postgres;

	OwnServer(Path directory) throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.directory = directory;
		this.postgres = start();
	}

	private EmbeddedPostgres start() throws IOException {
		return EmbeddedPostgres.builder()
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
	 * Stops the server in immediate mode, which is what {@code pg_ctl} sends SIGQUIT for:
	 * all backends are aborted, and the next start recovers from the log.
	 */
	void stopHard() throws IOException, InterruptedException {
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
		this.postgres.close();
	}

	void startAgain() throws IOException {
		this.postgres = start();
	}

	String jdbcUrl() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres?user=postgres";
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
