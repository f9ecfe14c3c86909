package io.wfe.postgres.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * Tells whether containers can be started.
 */
final class Docker {

	/**
	 * How long to wait for Docker, and for the registry of an image, to say anything.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(14);

	private final String image;

	private volatile String waitingFor = "Docker does not answer";

	private volatile long lastNews = System.nanoTime();

	private Docker(String image) {
		this.image = image;
	}

	/**
	 * Makes an image available, and Docker ready to start a container of it. Gives up if
	 * nothing happens for a while, which Testcontainers would not do for minutes. An
	 * image that is being pulled may take as long as it needs.
	 * @return {@code null} if a container can be started, else why not
	 */
	static @Nullable String prepare(String image) {
		// Testcontainers would log errors and take its time
		return isConfigured() ? new Docker(image).prepare() : "there is no Docker";
	}

	private @Nullable String prepare() {
		CompletableFuture<@Nullable String> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				makeAvailable();
				result.complete(null);
			}
			catch (Throwable ex) {
				result.complete(this.waitingFor + " (" + firstLine(ex) + ")");
			}
		}, "wfe-test-docker");
		thread.setDaemon(true);
		thread.start();
		while (true) {
			long left = PATIENCE.toNanos() - (System.nanoTime() - this.lastNews);
			if (left <= 0) {
				return this.waitingFor + " (nothing has happened for " + PATIENCE.toSeconds() + " s)";
			}
			try {
				return result.get(left, TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				// There may have been news meanwhile
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while Docker was asked for " + this.image, ex);
			}
		}
	}

	private void makeAvailable() throws Exception {
		DockerClientFactory factory = DockerClientFactory.instance();
		String name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(this.image)).asCanonicalNameString();
		try (DockerClient client = DockerClientProviderStrategy.getClientForConfig(factory.getTransportConfig())) {
			client.pingCmd().exec();
			expect("Docker has no image " + name + " and cannot pull it");
			if (!isThere(client, name)) {
				pull(client, name);
			}
		}
		expect("the container by which Testcontainers cleans up cannot be started");
		factory.client();
	}

	private void expect(String otherwise) {
		this.waitingFor = otherwise;
		this.lastNews = System.nanoTime();
	}

	private static boolean isThere(DockerClient client, String name) {
		try {
			client.inspectImageCmd(name).exec();
			return true;
		}
		catch (NotFoundException ex) {
			return false;
		}
	}

	private void pull(DockerClient client, String name) throws InterruptedException {
		client.pullImageCmd(name).exec(new PullImageResultCallback() {

			@Override
			public void onNext(PullResponseItem item) {
				super.onNext(item);
				Docker.this.lastNews = System.nanoTime();
			}

		}).awaitCompletion();
	}

	private static String firstLine(Throwable ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse(ex.getClass().getName());
	}

	private static boolean isConfigured() {
		// Windows has a named pipe, which is not looked for as a file
		return isSet(System.getenv("DOCKER_HOST")) || isSet(System.getProperty("docker.host"))
				|| System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
				|| sockets().anyMatch(Files::exists) || isSet(testcontainersProperties().getProperty("docker.host"));
	}

	private static Stream<Path> sockets() {
		Path home = Path.of(System.getProperty("user.home", ""));
		String runtime = System.getenv("XDG_RUNTIME_DIR");
		Stream<Path> usual = Stream.of(Path.of("/var/run/docker.sock"), home.resolve(".docker/run/docker.sock"),
				home.resolve(".docker/desktop/docker.sock"));
		return isSet(runtime) ? Stream.concat(usual, Stream.of(Path.of(runtime, "docker.sock"))) : usual;
	}

	private static Properties testcontainersProperties() {
		Properties properties = new Properties();
		Path file = Path.of(System.getProperty("user.home", ""), ".testcontainers.properties");
		if (Files.isReadable(file)) {
			try (InputStream input = Files.newInputStream(file)) {
				properties.load(input);
			}
			catch (IOException | IllegalArgumentException ex) {
				// As good as none; Testcontainers complains if it matters
				return properties;
			}
		}
		return properties;
	}

	private static boolean isSet(@Nullable String value) {
		return value != null && !value.isBlank();
	}

}
