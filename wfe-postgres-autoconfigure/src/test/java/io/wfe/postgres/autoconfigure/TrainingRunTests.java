package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;

import io.wfe.postgres.JavaProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.DefaultLifecycleProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TrainingRun}.
 */
class TrainingRunTests {

	@ParameterizedTest
	@ValueSource(strings = { "wfe.postgres.url", "spring.datasource.url" })
	void connectsToNothing(String property, @TempDir Path directory) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/wfe";
			String output = JavaProcess.run(AotApplication.class, directory.resolve("log"), List.of(),
					List.of("-D" + DefaultLifecycleProcessor.EXIT_PROPERTY_NAME + "=onRefresh"),
					"--spring.datasource.url=" + url, "--" + property + "=" + url,
					"--wfe.postgres.retention.errors=30d", "--spring.docker.compose.enabled=false");
			assertThat(output).contains("Starting AotApplication").doesNotContain("WARN", "ERROR");
			// Who has connected would still be waiting
			server.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
		}
	}

}
