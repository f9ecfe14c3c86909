package io.wfe.postgres.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Docker}, by a program that answers like a Docker without images.
 */
class DockerWithoutImageTests {

	private static final String IMAGE = "no-such-image:1";

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	private HttpServer docker;

	private boolean registryAnswers = true;

	DockerWithoutImageTests() throws IOException {
		this.docker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.docker.setExecutor(this.executor);
		this.docker.createContext("/", this::answer);
		this.docker.start();
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.docker.stop(0);
		this.executor.shutdownNow();
	}

	@Test
	void whenImageCannotBePulledThenTestsUseEmbeddedServerAndSayWhy() throws Exception {
		assertThat(run()).containsOnlyOnce("Tests use the embedded PostgreSQL")
			.containsPattern("since Docker has no image .*no-such-image:1 and cannot pull it \\(.*denied")
			.contains("database wfe_test_");
	}

	@Test
	void whenRegistryDoesNotAnswerThenTestsUseEmbeddedServerAndSayWhy() throws Exception {
		this.registryAnswers = false;
		assertThat(run()).containsOnlyOnce("Tests use the embedded PostgreSQL")
			.containsPattern("since Docker has no image .*no-such-image:1 and cannot pull it \\(nothing has happened")
			.contains("database wfe_test_");
	}

	/**
	 * Creates a database in another process, whose Docker this is. Testcontainers alone
	 * would try for two minutes.
	 */
	private String run() throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), "-D" + TestPostgres.IMAGE_PROPERTY + "=" + IMAGE,
				DockerWithoutImageTests.class.getName());
		Map<String, String> environment = builder.environment();
		environment.remove(TestPostgres.URL_VARIABLE);
		environment.put("DOCKER_HOST", "tcp://localhost:" + this.docker.getAddress().getPort());
		Process process = builder.redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

	public static void main(String[] args) {
		long start = System.nanoTime();
		try (TestDatabase database = TestPostgres.createDatabase()) {
			System.out.println("database " + database.name());
		}
		System.exit((System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) ? 0 : 1);
	}

	private void answer(HttpExchange exchange) {
		String path = exchange.getRequestURI().getPath();
		try (exchange) {
			if (path.endsWith("/images/create") && !this.registryAnswers) {
				this.end.await();
			}
			if (path.endsWith("/_ping")) {
				respond(exchange, 200, "OK");
			}
			else if (path.endsWith("/info")) {
				respond(exchange, 200, "{\"ServerVersion\":\"29.0.0\",\"OperatingSystem\":\"test\",\"MemTotal\":1}");
			}
			else if (path.endsWith("/version")) {
				respond(exchange, 200, "{\"ApiVersion\":\"1.44\",\"Version\":\"29.0.0\"}");
			}
			else {
				respond(exchange, 404, "{\"message\":\"denied\"}");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void respond(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.getResponseHeaders().add("Api-Version", "1.44");
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

}
