package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A server of a test's own, whose address is known before it is started.
 */
final class OwnServer implements AutoCloseable {

	private final int port;

	private final Path directory;

	private @Nullable EmbeddedPostgres postgres;

	/**
	 * Chooses an address for a server that is down.
	 */
	OwnServer(Path directory) throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.directory = directory;
	}

	/**
	 * Starts the server, on which everybody may log in.
	 */
	void start() throws IOException {
		this.postgres = EmbeddedPostgres.builder().setPort(this.port).setDataDirectory(this.directory).start();
	}

	/**
	 * Sets who may log in. Is in effect for connections that are made a little later.
	 */
	void authenticate(String rules) throws IOException {
		Files.writeString(this.directory.resolve("pg_hba.conf"), rules);
	}

	String jdbcUrl() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres";
	}

	@Override
	public void close() throws IOException {
		if (this.postgres != null) {
			this.postgres.close();
		}
	}

}
