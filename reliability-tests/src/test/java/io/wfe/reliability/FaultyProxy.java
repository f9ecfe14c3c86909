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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of a server that does to its connections what networks do.
 */
final class FaultyProxy implements AutoCloseable {

	private final InetSocketAddress server;

	private final ServerSocket listener;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	/**
	 * How many more packets are passed on before the connection is cut; negative for no
	 * end.
	 */
	private final AtomicInteger requests = new AtomicInteger(Integer.MIN_VALUE);

	private final AtomicInteger responses = new AtomicInteger(Integer.MIN_VALUE);

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
		this.requests.set(packets);
	}

	/**
	 * Cuts a connection instead of passing on what the server answers, after so many
	 * packets that are passed on. The server has done what it was asked for.
	 */
	void cutResponseAfter(int packets) {
		this.responses.set(packets);
	}

	/**
	 * Tells whether the connection that was to be cut has been cut.
	 */
	boolean hasCut() {
		return this.requests.get() == Integer.MIN_VALUE && this.responses.get() == Integer.MIN_VALUE;
	}

	/**
	 * Passes on all packets again.
	 */
	void heal() {
		this.requests.set(Integer.MIN_VALUE);
		this.responses.set(Integer.MIN_VALUE);
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

		Link(Socket client) {
			this.client = client;
		}

		void open() {
			try {
				this.client.setTcpNoDelay(true);
				this.upstream.setTcpNoDelay(true);
				this.upstream.connect(FaultyProxy.this.server, 2000);
				start("responses", () -> pump(this.upstream, this.client, FaultyProxy.this.responses));
				pump(this.client, this.upstream, FaultyProxy.this.requests);
			}
			catch (IOException ex) {
				close();
			}
		}

		private void pump(Socket from, Socket to, AtomicInteger left) {
			byte[] buffer = new byte[65536];
			try {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				for (int length = input.read(buffer); length != -1; length = input.read(buffer)) {
					if (cuts(left)) {
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

		/**
		 * Counts down to zero, then is done for good.
		 */
		private static boolean cuts(AtomicInteger left) {
			return left.getAndUpdate((packets) -> (packets > 0) ? packets - 1 : Integer.MIN_VALUE) == 0;
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

}
