package io.wfe.engine.autoconfigure;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import org.awaitility.Awaitility;
import org.postgresql.Driver;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts and closes an application many times, each with a class loader of its own, and
 * tells what is left.
 */
final class ManyContexts {

	static final int TIMES = 50;

	/**
	 * How hosts are woken, in turns.
	 */
	private static final List<String> WAKE_UPS = List.of("poll", "notify");

	private static final Duration LONG = Duration.ofMinutes(1);

	private ManyContexts() {
	}

	/**
	 * Runs in a process of its own.
	 * @param arguments URL, user and password of the database
	 */
	public static void main(String[] arguments) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class))
			.withBean(EngineApplication.LetterWorkflow.class)
			.withBean(EngineApplication.Stamps.class)
			.withBean(EngineApplication.Writer.class, () -> new EngineApplication.Writer("Dear "))
			.withPropertyValues("wfe.postgres.url=" + arguments[0], "wfe.postgres.username=" + arguments[1],
					"wfe.postgres.password=" + arguments[2], "wfe.postgres.hikari.maximum-pool-size=3");
		for (String wakeUp : WAKE_UPS) {
			startAndClose(runner, wakeUp, new ArrayList<>());
		}
		Map<String, Long> before = threads();
		List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			startAndClose(runner, WAKE_UPS.get(i % WAKE_UPS.size()), classLoaders);
		}
		JavaProcess.print(classLoaders.size() + " contexts");
		JdbcTemplate jdbc = new JdbcTemplate(
				new SimpleDriverDataSource(new Driver(), arguments[0], arguments[1], arguments[2]));
		Awaitility.await().atMost(LONG).pollInSameThread().untilAsserted(() -> {
			System.gc();
			assertThat(threads()).allSatisfy(
					(name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(before.getOrDefault(name, 0L)));
			assertThat(connections(jdbc)).isEmpty();
			assertThat(classLoaders).filteredOn((classLoader) -> classLoader.get() != null).isEmpty();
		});
		JavaProcess.print("0 leaks");
	}

	private static void startAndClose(ApplicationContextRunner runner, String wakeUp,
			List<WeakReference<ClassLoader>> classLoaders) {
		ClassLoader classLoader = new URLClassLoader(new URL[0], ManyContexts.class.getClassLoader());
		classLoaders.add(new WeakReference<>(classLoader));
		runner.withPropertyValues("wfe.engine.wake-up=" + wakeUp).withClassLoader(classLoader).run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = host.startWorkflow("letter", new EngineApplication.Letter("Ada", "", ""));
			assertThat(host.awaitWorkflow(id, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
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

	private static List<String> connections(JdbcTemplate jdbc) {
		return jdbc.queryForList("""
				SELECT pid || ' ' || state FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
				""", String.class);
	}

}
