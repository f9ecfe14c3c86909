package io.wfe.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.wfe.benchmarks.store.Server;
import io.wfe.postgres.PostgresUrl;
import org.jspecify.annotations.Nullable;

/**
 * A host in a separate JVM.
 */
public final class NodeProcess implements AutoCloseable {

	static final String READY = "ready";

	static final String RAN = "ran";

	private static final String STEPS = "steps ";

	private final Process process;

	private final BufferedReader output;

	private NodeProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts a JVM.
	 * @param url the database, perhaps behind a proxy
	 * @param blocking whether bodies never end
	 */
	static NodeProcess start(PostgresUrl url, EngineSettings settings, WfeEngine.Options options, boolean blocking)
			throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(
				List.of(java, "-XX:TieredStopAtLevel=4", "-cp", System.getProperty("java.class.path"),
						NodeProcess.class.getName(), settings.schema(), Integer.toString(settings.places()),
						Integer.toString(settings.connections()), Long.toString(options.poll().toMillis()),
						Long.toString(options.lease().toMillis()), Boolean.toString(blocking)))
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		// Not on the command line: others can read that
		builder.environment().put(Server.URL_VARIABLE, withCredentials(url));
		NodeProcess node = new NodeProcess(builder.start());
		node.await(READY);
		return node;
	}

	private static String withCredentials(PostgresUrl url) {
		StringBuilder all = new StringBuilder(url.jdbcUrl()).append(url.jdbcUrl().contains("?") ? "&" : "?");
		all.append("user=").append(encoded(url.username()));
		return all.append("&password=").append(encoded(url.password())).toString();
	}

	private static String encoded(@Nullable String value) {
		return (value != null) ? URLEncoder.encode(value, StandardCharsets.UTF_8) : "";
	}

	/**
	 * Waits for a line.
	 */
	void await(String line) throws IOException {
		for (String next = this.output.readLine(); next != null; next = this.output.readLine()) {
			if (next.equals(line)) {
				return;
			}
		}
		throw new IllegalStateException("The JVM has ended");
	}

	void kill() {
		this.process.destroyForcibly();
	}

	/**
	 * Stops the host.
	 * @return how many steps it has run
	 */
	long stop() throws IOException {
		this.process.getOutputStream().close();
		for (String next = this.output.readLine(); next != null; next = this.output.readLine()) {
			if (next.startsWith(STEPS)) {
				return Long.parseLong(next.substring(STEPS.length()));
			}
		}
		throw new IllegalStateException("The JVM has ended too early");
	}

	@Override
	public void close() {
		kill();
	}

	/**
	 * Runs a host until the standard input ends.
	 * @param args schema, places, connections, poll interval and lease in milliseconds,
	 * and whether bodies never end
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		EngineSettings settings = new EngineSettings(
				PostgresUrl.parse(Objects.requireNonNull(System.getenv(Server.URL_VARIABLE))), args[0],
				Integer.parseInt(args[1]), Integer.parseInt(args[2]));
		if (Boolean.parseBoolean(args[5])) {
			Probes.expectAll(new Probes.Probe() {
				@Override
				public void ran() {
					System.out.println(RAN);
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}
			});
		}
		WfeEngine.Options options = WfeEngine.Options.DEFAULT.within(Duration.ofMillis(Long.parseLong(args[3])),
				Duration.ofMillis(Long.parseLong(args[4])));
		try (WfeEngine engine = new WfeEngine(settings, options)) {
			System.out.println(READY);
			while (System.in.read() >= 0) {
				// Until it ends
			}
			engine.host().stop();
			System.out.println(STEPS + WfeEngine.STEPS_RUN.get());
		}
	}

}
