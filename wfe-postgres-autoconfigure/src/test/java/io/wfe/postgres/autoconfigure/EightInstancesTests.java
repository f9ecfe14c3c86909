package io.wfe.postgres.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that start at the same time, as those of one deployment do.
 */
@ExtendWith({ PostgresExtension.class, OutputCaptureExtension.class })
class EightInstancesTests {

	private static final int INSTANCES = 8;

	private final ApplicationContextRunner contextRunner;

	private final TestDatabase database;

	EightInstancesTests(TestDatabase database) {
		this.database = database;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "READ_COMMITTED", "REPEATABLE_READ" })
	void comeUpOnEmptyDatabaseAndCreateTablesOnce(String isolation, CapturedOutput output) throws Exception {
		ApplicationContextRunner instance = this.contextRunner.withPropertyValues("wfe.postgres.schema=" + isolation,
				"wfe.postgres.hikari.transaction-isolation=TRANSACTION_" + isolation);
		List<String> ids = startAtOnce(instance);
		assertThat(ids).hasSize(INSTANCES).doesNotHaveDuplicates();
		assertThat(query("SELECT id FROM \"%s\".workflows", isolation)).containsExactlyInAnyOrderElementsOf(ids);
		assertThat(query("SELECT id FROM \"%s\".wfe_databasechangelog", isolation)).isNotEmpty()
			.doesNotHaveDuplicates();
		assertThat(query("SELECT locked::text FROM \"%s\".wfe_databasechangeloglock", isolation))
			.containsExactly("false");
		assertThat(output).containsOnlyOnce("tables of the workflow store in schema '" + isolation + "'");
	}

	private List<String> query(String sql, String schema) {
		return Databases.jdbc(this.database).queryForList(sql.formatted(schema), String.class);
	}

	private static List<String> startAtOnce(ApplicationContextRunner contextRunner) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(INSTANCES);
		ExecutorService executor = Executors.newFixedThreadPool(INSTANCES);
		try {
			List<Future<String>> instances = new ArrayList<>();
			for (int instance = 0; instance < INSTANCES; instance++) {
				instances.add(executor.submit(() -> start(contextRunner, barrier)));
			}
			List<String> ids = new ArrayList<>();
			for (Future<String> instance : instances) {
				ids.add(instance.get(1, TimeUnit.MINUTES));
			}
			return ids;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * Starts an instance when all are ready to, and has it store a workflow.
	 */
	private static String start(ApplicationContextRunner contextRunner, CyclicBarrier barrier) {
		List<String> ids = new ArrayList<>();
		contextRunner.withInitializer((context) -> await(barrier))
			.run((context) -> ids
				.add(context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow())));
		return ids.get(0);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(1, TimeUnit.MINUTES);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
