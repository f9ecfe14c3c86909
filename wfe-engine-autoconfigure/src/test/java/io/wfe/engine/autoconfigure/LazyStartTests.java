package io.wfe.engine.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.OwnServer;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the engine with {@code wfe.postgres.startup=lazy}.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class LazyStartTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@Test
	void hostBeginsWhenDatabaseIsBackAndSaysSoOnce(@TempDir Path directory, CapturedOutput output) throws Exception {
		Signals signals = new Signals();
		signals.goOn.countDown();
		try (OwnServer server = new OwnServer(directory)) {
			lazy().withPropertyValues("wfe.postgres.url=" + server.jdbcUrl(), "wfe.postgres.username=postgres")
				.withBean(Signals.class, () -> signals)
				.run((context) -> {
					WorkflowHost host = context.getBean(WorkflowHost.class);
					Awaitility.await().atMost(LONG).until(() -> output.getOut().contains("cannot start yet"));
					assertThat(host.isRunning()).isFalse();
					Awaitility.await().during(Duration.ofSeconds(1)).until(() -> !host.isRunning());
					server.start();
					Awaitility.await().atMost(LONG).until(host::isRunning);
					String id = host.startWorkflow("signals", null);
					assertThat(host.awaitWorkflow(id, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
				});
		}
		assertThat(output.getOut().split("cannot start yet", -1)).hasSize(2);
		assertThat(output.getOut().split("has started", -1)).hasSize(2);
	}

	@Test
	void applicationStopsWhileItsDatabaseIsDown(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (OwnServer server = new OwnServer(directory)) {
			lazy().withPropertyValues("wfe.postgres.url=" + server.jdbcUrl())
				.run((context) -> Awaitility.await()
					.atMost(LONG)
					.until(() -> output.getOut().contains("cannot start yet")));
		}
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void hostLeavesTablesAloneThatItMayNotCreate(TestDatabase database, CapturedOutput output) {
		lazy()
			.withPropertyValues("wfe.postgres.url=" + database.uri(), "wfe.postgres.schema=foreign",
					"wfe.postgres.initialize-schema=never")
			.run((context) -> {
				Awaitility.await().atMost(LONG).until(() -> output.getOut().contains("cannot start yet"));
				assertThat(context.getBean(WorkflowHost.class).isRunning()).isFalse();
				assertThat(output.getOut()).contains("42P01");
			});
	}

	private static ApplicationContextRunner lazy() {
		return EngineRunner.withoutDatabase().withPropertyValues("wfe.postgres.startup=lazy");
	}

}
