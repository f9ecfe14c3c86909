package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications that come and go leave nothing behind.
 */
@ExtendWith(PostgresExtension.class)
class ContextLeakTests {

	private static final int TIMES = 50;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesNeitherThreadNorConnection(boolean ownPool, TestDatabase database) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class))
			.withPropertyValues("wfe.postgres.retention.errors=30d", "wfe.postgres.retention.interval=1s");
		runner = ownPool
				? runner.withPropertyValues(Databases.ofStore(database))
					.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=2")
				: runner
					.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
							DataSourceTransactionManagerAutoConfiguration.class))
					.withPropertyValues(Databases.ofApplication(database))
					.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2");
		startAndClose(runner);
		Map<String, Long> before = threads();
		for (int i = 0; i < TIMES; i++) {
			startAndClose(runner);
		}
		Awaitility.await().pollInSameThread().untilAsserted(() -> {
			assertThat(threads())
				.allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(before.getOrDefault(name, 0L)));
			assertThat(connections(database)).isEmpty();
		});
	}

	private static void startAndClose(ApplicationContextRunner runner) {
		runner.run((context) -> {
			context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			HikariDataSource pool = (HikariDataSource) context.getBean(WfeDatabase.class).dataSource();
			assertThat(pool.isRunning()).isTrue();
		});
	}

	/**
	 * Counts the threads by name. Pools are numbered.
	 */
	private static Map<String, Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.collect(Collectors.groupingBy((thread) -> thread.getName().replaceAll("\\d+", ""), Collectors.counting()));
	}

	private static List<String> connections(TestDatabase database) {
		return Databases.jdbc(database).queryForList("""
				SELECT pid || ' ' || state FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
				""", String.class);
	}

}
