package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import com.zaxxer.hikari.HikariConfig;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ahead-of-time processing and for {@link WfePostgresRuntimeHints}.
 */
@ExtendWith(PostgresExtension.class)
class AotTests {

	/**
	 * A server that nobody reaches, so that a build which asks it fails.
	 */
	private static final String[] UNREACHABLE = { "--wfe.postgres.url=postgres://localhost:1/wfe",
			"--spring.datasource.url=jdbc:postgresql://localhost:1/shop",
			"--spring.datasource.hikari.connection-timeout=250", "--wfe.postgres.hikari.connection-timeout=250",
			"--wfe.postgres.stores.orders.url=postgres://localhost:1/wfe" };

	@ParameterizedTest
	@ValueSource(strings = { "0001-store.sql", "0002-engine.sql", "wfe-postgres.changelog.xml" })
	void changelogIsFound(String file) {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/wfe/postgres/changelog/" + file)).accepts(hints());
	}

	@ParameterizedTest
	@ValueSource(strings = { "setMaximumPoolSize", "setPoolName", "setConnectionTimeout", "setDataSourceProperties" })
	void propertiesOfPoolAreBound(String setter) {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HikariConfig.class, setter)).accepts(hints());
	}

	@Test
	void connectionIsLent() {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Connection.class)).accepts(hints());
	}

	@Test
	void processingDoesNotConnectAndSettingsAreThoseOfRunTime(@TempDir Path directory, TestDatabase database)
			throws Exception {
		Path sources = process(directory, UNREACHABLE);
		assertThat(metadata(directory)).contains("io/wfe/postgres/changelog/*").contains("java.sql.Connection");
		compile(sources, directory.resolve("classes"));
		// A pool of the store's own, which is what was processed
		run(directory, UNREACHABLE[1], "--wfe.postgres.url=" + database.uri(),
				"--wfe.postgres.hikari.maximum-pool-size=2", "--wfe.postgres.retention.errors=30d",
				"--wfe.postgres.stores.orders.url=" + database.uri(), "--wfe.postgres.stores.orders.schema=orders");
		assertThat(workflows(database)).isOne();
		assertThat(Databases.hasTable(database, "orders.workflows")).isTrue();
		// The application's data source, which is not
		run(directory, "--spring.datasource.url=" + database.jdbcUrl(),
				"--spring.datasource.username=" + database.username(),
				"--spring.datasource.password=" + database.password(), "--wfe.postgres.stores.orders.schema=orders");
		assertThat(workflows(database)).isEqualTo(2);
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		new WfePostgresRuntimeHints().registerHints(hints, AotTests.class.getClassLoader());
		return hints;
	}

	private static Path process(Path directory, String... arguments) {
		Path sources = directory.resolve("sources");
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(directory.resolve("resources"))
			.classOutput(directory.resolve("classes"))
			.groupId("io.wfe")
			.artifactId("aot")
			.build();
		new SpringApplicationAotProcessor(AotApplication.class, settings, arguments).process();
		return sources;
	}

	private static String metadata(Path directory) throws IOException {
		Path file = directory.resolve("resources/META-INF/native-image/io.wfe/aot/reachability-metadata.json");
		return Files.readString(file).replace("\\/", "/");
	}

	private static void compile(Path sources, Path classes) throws IOException {
		JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp",
				System.getProperty("java.class.path")));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
	}

	/**
	 * Runs the application in a process of its own, which sees the generated classes.
	 */
	private static void run(Path directory, String... arguments) throws IOException {
		String output = JavaProcess.run(AotApplication.class, directory.resolve("log"),
				List.of(directory.resolve("classes"), directory.resolve("resources")),
				List.of("-D" + AotDetector.AOT_ENABLED + "=true"), arguments);
		assertThat(output).contains("Starting AOT-processed AotApplication");
	}

	private static int workflows(TestDatabase database) {
		Integer result = Databases.jdbc(database).queryForObject("SELECT count(*) FROM wfc.workflows", Integer.class);
		return (result != null) ? result : -1;
	}

}
