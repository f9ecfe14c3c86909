package io.wfe.engine.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;

import io.wfe.postgres.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.support.DefaultLifecycleProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a run that ends as soon as the beans are there, as for class data sharing.
 */
class TrainingRunTests {

	@Test
	void hostIsBuiltAndConnectsToNothing(@TempDir Path directory) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String output = JavaProcess.run(EngineApplication.class, directory.resolve("log"), List.of(),
					List.of("-D" + DefaultLifecycleProcessor.EXIT_PROPERTY_NAME + "=onRefresh"),
					"--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/wfe");
			assertThat(output).contains("Starting EngineApplication").doesNotContain("WARN", "ERROR", "The letter");
			// Who has connected would still be waiting
			server.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
		}
	}

}
