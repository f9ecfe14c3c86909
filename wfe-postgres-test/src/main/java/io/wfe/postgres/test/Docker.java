package io.wfe.postgres.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Tells whether Docker answers.
 */
final class Docker {

	private Docker() {
	}

	/**
	 * Asks Testcontainers only if there is anything to ask, because it logs errors and
	 * takes its time if there is not.
	 */
	static boolean isAvailable() {
		return isConfigured() && DockerClientFactory.instance().isDockerAvailable();
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
