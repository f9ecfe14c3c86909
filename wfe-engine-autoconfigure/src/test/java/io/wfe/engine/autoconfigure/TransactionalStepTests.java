package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the effect of a transactional step and its pass are committed together, by
 * applications that are killed between the two.
 */
@ExtendWith(PostgresExtension.class)
class TransactionalStepTests {

	private static final int WORKFLOWS = 40;

	private static final Duration LONG = Duration.ofMinutes(3);

	@Test
	void effectsHappenExactlyOnceThoughApplicationsAreKilledInSteps(TestDatabase database) throws Exception {
		EngineRunner.sharing(database)
			.withBean(TransactionalProcess.Effects.class, () -> new TransactionalProcess.Effects(new JdbcTemplate(), 0))
			.withPropertyValues("wfe.engine.execute=false")
			.run((context) -> {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				jdbc.execute("CREATE SEQUENCE attempt");
				jdbc.execute("CREATE TABLE effect (attempt bigint, workflow text, step int)");
				WorkflowHost host = context.getBean(WorkflowHost.class);
				List<String> ids = new ArrayList<>();
				for (int i = 0; i < WORKFLOWS; i++) {
					ids.add(host.startWorkflow("effects", null));
				}
				int[] hangAt = { 1, 20, 31 };
				for (int at : hangAt) {
					killInStep(database, at);
				}
				try (JavaProcess last = start(database, 0, new LinkedBlockingQueue<>())) {
					ids.forEach((id) -> assertThat(host.awaitWorkflow(id, LONG).status())
						.isEqualTo(WorkflowStatus.COMPLETE));
					assertThat(last.isAlive()).isTrue();
				}
				int expected = WORKFLOWS * TransactionalProcess.Effects.STEPS;
				assertThat(number(jdbc, "SELECT count(*) FROM effect")).isEqualTo(expected);
				assertThat(number(jdbc, "SELECT count(DISTINCT (workflow, step)) FROM effect")).isEqualTo(expected);
				// Sequences are not rolled back: each kill has cost an attempt
				assertThat(number(jdbc, "SELECT last_value FROM attempt"))
					.isGreaterThanOrEqualTo(expected + hangAt.length);
			});
	}

	private static void killInStep(TestDatabase database, int hangAt) throws Exception {
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		try (JavaProcess process = start(database, hangAt, lines)) {
			assertThat(lines.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(TransactionalProcess.HANGS);
			process.kill();
		}
	}

	private static JavaProcess start(TestDatabase database, int hangAt, BlockingQueue<String> lines) throws Exception {
		return JavaProcess.start(TransactionalProcess.class, lines::add,
				List.of("--spring.datasource.url=" + database.jdbcUrl(),
						"--spring.datasource.username=" + database.username(),
						"--spring.datasource.password=" + database.password(), "--hang-at=" + hangAt,
						"--wfe.engine.max-concurrent-workflows=4", "--wfe.engine.lease-duration=1s",
						"--spring.datasource.hikari.maximum-pool-size=8", "--logging.level.root=warn"));
	}

	private static long number(JdbcTemplate jdbc, String query) {
		Long result = jdbc.queryForObject(query, Long.class);
		return (result != null) ? result : -1;
	}

}
