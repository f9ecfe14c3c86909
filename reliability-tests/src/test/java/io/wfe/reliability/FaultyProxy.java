package io.wfe.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of a server that does to its connections what networks do.
 */
final class FaultyProxy implements AutoCloseable {

	private final InetSocketAddress server;

	private final ServerSocket listener;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final Countdown requests = new Countdown();

	private final Countdown responses = new Countdown();

	private volatile @Nullable Link latest;

	private volatile int delayMillis;

	private volatile boolean silent;

	FaultyProxy(InetSocketAddress server) throws IOException {
		this.server = server;
		this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		start("accept", this::accept);
	}

	/**
	 * Returns the URL of a database as it is reached through this proxy.
	 */
	static String url(String jdbcUrl, int port) {
		return jdbcUrl.replaceFirst("//[^/]+/", "//localhost:" + port + "/");
	}

	/**
	 * Returns the address of the server in a JDBC URL.
	 */
	static InetSocketAddress address(String jdbcUrl) {
		String[] parts = jdbcUrl.replaceFirst("^jdbc:postgresql://([^/]+)/.*$", "$1").split(":", -1);
		return new InetSocketAddress(parts[0], (parts.length > 1) ? Integer.parseInt(parts[1]) : 5432);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Cuts a connection instead of passing on what the client sends, after so many
	 * packets of all clients that are passed on.
	 */
	void cutRequestAfter(int packets) {
		this.requests.start(packets, null);
	}

	/**
	 * The same on the connection alone that has sent last.
	 */
	void cutLatestRequestAfter(int packets) {
		this.requests.start(packets, this.latest);
	}

	/**
	 * Cuts a connection instead of passing on what the server answers, after so many
	 * packets of all clients that are passed on and answered. The server has done what it
	 * was asked for. The requests are counted, because the driver sends the begin of a
	 * transaction with its first statement, and their answers come in one packet or two.
	 */
	void cutResponseAfter(int packets) {
		this.responses.start(packets, null);
	}

	/**
	 * The same on the connection alone that has sent last.
	 */
	void cutLatestResponseAfter(int packets) {
		this.responses.start(packets, this.latest);
	}

	/**
	 * Tells whether the connection that was to be cut has been cut.
	 */
	boolean hasCut() {
		return this.requests.isOver() && this.responses.isOver();
	}

	/**
	 * Passes on all packets again.
	 */
	void heal() {
		this.requests.end();
		this.responses.end();
		this.delayMillis = 0;
		this.silent = false;
	}

	/**
	 * Passes on each packet so much later.
	 */
	void delay(int millis) {
		this.delayMillis = millis;
	}

	/**
	 * Takes whatever is sent and passes on nothing, on old and new connections, as if the
	 * server were gone without a word. What was taken is lost: connections that were
	 * silent once stay so.
	 */
	void silence() {
		this.silent = true;
	}

	/**
	 * Resets all connections.
	 */
	void cutAll() {
		this.links.forEach(Link::close);
	}

	/**
	 * Ends one direction of all connections: the server hears that the client is done,
	 * the client hears nothing.
	 */
	void halfCloseAll() {
		this.links.forEach(Link::halfClose);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Link link = new Link(client);
				this.links.add(link);
				start("link", link::open);
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, "proxy-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		cutAll();
	}

	/**
	 * One connection.
	 */
	private final class Link {

		private final Socket client;

		private final Socket upstream = new Socket();

		private volatile boolean dead;

		private volatile boolean deaf;

		Link(Socket client) {
			this.client = client;
		}

		void open() {
			try {
				this.client.setTcpNoDelay(true);
				this.upstream.setTcpNoDelay(true);
				this.upstream.connect(FaultyProxy.this.server, 2000);
				start("responses", () -> pump(this.upstream, this.client, () -> this.deaf));
				pump(this.client, this.upstream, this::isRequestCut);
			}
			catch (IOException ex) {
				close();
			}
		}

		private void pump(Socket from, Socket to, BooleanSupplier cut) {
			byte[] buffer = new byte[65536];
			try {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				for (int length = input.read(buffer); length != -1; length = input.read(buffer)) {
					if (cut.getAsBoolean()) {
						close();
						return;
					}
					if (FaultyProxy.this.delayMillis > 0) {
						LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FaultyProxy.this.delayMillis));
					}
					this.dead |= FaultyProxy.this.silent;
					if (!this.dead) {
						output.write(buffer, 0, length);
					}
				}
				if (!this.dead || from == this.client) {
					close();
				}
			}
			catch (IOException ex) {
				close();
			}
		}

		private boolean isRequestCut() {
			FaultyProxy.this.latest = this;
			if (FaultyProxy.this.responses.cuts(this)) {
				this.deaf = true;
			}
			return FaultyProxy.this.requests.cuts(this);
		}

		/**
		 * With a reset rather than an orderly end.
		 */
		void close() {
			FaultyProxy.this.links.remove(this);
			close(this.client);
			close(this.upstream);
		}

		private static void close(Socket socket) {
			try {
				socket.setSoLinger(true, 0);
				socket.close();
			}
			catch (IOException ex) {
				// Closed already
			}
		}

		void halfClose() {
			this.dead = true;
			try {
				this.upstream.shutdownOutput();
			}
			catch (IOException ex) {
				close();
			}
		}

	}

	/**
	 * How many more packets are passed on before a connection is cut, once.
	 */
	private static final class Countdown {

		private static final int OVER = -1;

		private int left = OVER;

		private @Nullable Link only;

		synchronized void start(int packets, @Nullable Link only) {
			this.left = packets;
			this.only = only;
		}

		synchronized void end() {
			this.left = OVER;
		}

		synchronized boolean isOver() {
			return this.left == OVER;
		}

		synchronized boolean cuts(Link link) {
			if (this.left == OVER || (this.only != null && this.only != link)) {
				return false;
			}
			return this.left-- == 0;
		}

	}

}
