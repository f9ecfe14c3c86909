package io.wfe.benchmarks.engine;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

import io.wfe.postgres.PostgresUrl;

/**
 * Stands between clients and the server, and counts round trips and ends of transactions.
 * Each answer of the server ends with a message that says whether a transaction is open.
 */
final class CountingProxy implements AutoCloseable {

	private static final int BUFFER = 8192;

	private static final int READY = 'Z';

	private static final int COMPLETE = 'C';

	private static final int NO_TRANSACTION = 'I';

	private final ServerSocket listener;

	private final PostgresUrl target;

	private final String host;

	private final int port;

	private final AtomicLong trips = new AtomicLong();

	private final AtomicLong transactions = new AtomicLong();

	private final AtomicLong statements = new AtomicLong();

	CountingProxy(PostgresUrl target) throws IOException {
		URI uri = URI.create(target.jdbcUrl().substring("jdbc:".length()));
		this.target = target;
		this.host = uri.getHost();
		this.port = (uri.getPort() > 0) ? uri.getPort() : 5432;
		this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		daemon("proxy", this::accept);
	}

	/**
	 * Returns the URL of the database behind the proxy. Encrypted messages could not be
	 * counted.
	 */
	PostgresUrl url() {
		String url = this.target.jdbcUrl();
		String path = url.substring(url.indexOf('/', "jdbc:postgresql://".length()));
		return new PostgresUrl("jdbc:postgresql://127.0.0.1:" + this.listener.getLocalPort() + path
				+ (path.contains("?") ? "&" : "?") + "sslmode=disable&gssEncMode=disable", this.target.username(),
				this.target.password());
	}

	/**
	 * Returns the number of round trips so far.
	 */
	long trips() {
		return this.trips.get();
	}

	/**
	 * Returns the number of statements so far. Empty ones, by which a pool tests a
	 * connection, do not count.
	 */
	long statements() {
		return this.statements.get();
	}

	/**
	 * Returns the number of transactions that have ended so far, including those of
	 * single statements and of reads.
	 */
	long transactions() {
		return this.transactions.get();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(this.host, this.port);
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				daemon("proxy-up", () -> copy(client, server));
				daemon("proxy-down", () -> count(server, client));
			}
		}
		catch (IOException ex) {
			// It was closed
		}
	}

	private static void daemon(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void copy(Socket from, Socket to) {
		try (from; to) {
			byte[] buffer = new byte[BUFFER];
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				out.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			// One of the two has hung up
		}
	}

	private void count(Socket from, Socket to) {
		try (from; to) {
			DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream(), BUFFER));
			OutputStream out = to.getOutputStream();
			byte[] message = new byte[BUFFER];
			int filled = 0;
			while (true) {
				if (filled > 0 && in.available() == 0) {
					out.write(message, 0, filled);
					filled = 0;
				}
				int type = in.read();
				if (type < 0) {
					return;
				}
				int length = in.readInt();
				if (filled + 1 + length > message.length) {
					out.write(message, 0, filled);
					filled = 0;
				}
				if (1 + length > message.length) {
					message = new byte[2 * (1 + length)];
				}
				message[filled] = (byte) type;
				for (int index = 0; index < Integer.BYTES; index++) {
					message[filled + 1 + index] = (byte) (length >>> (Byte.SIZE * (Integer.BYTES - 1 - index)));
				}
				in.readFully(message, filled + 1 + Integer.BYTES, length - Integer.BYTES);
				if (type == COMPLETE) {
					this.statements.incrementAndGet();
				}
				if (type == READY) {
					this.trips.incrementAndGet();
					if (message[filled + 1 + Integer.BYTES] == NO_TRANSACTION) {
						this.transactions.incrementAndGet();
					}
				}
				filled += 1 + length;
			}
		}
		catch (IOException ex) {
			// One of the two has hung up
		}
	}

	@Override
	public void close() {
		closeQuietly(this.listener);
	}

	private static void closeQuietly(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// Nothing is left to do
		}
	}

}
