package io.wfe.engine.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ahead-of-time processing and for {@link WfeEngineRuntimeHints}.
 */
@ExtendWith(PostgresExtension.class)
class AotTests {

	@Test
	void processedApplicationRunsItsWorkflow(@TempDir Path directory, TestDatabase database) throws Exception {
		Path sources = directory.resolve("sources");
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(directory.resolve("resources"))
			.classOutput(directory.resolve("classes"))
			.groupId("io.wfe")
			.artifactId("aot")
			.build();
		// A server that nobody reaches, so that a build which asks it fails
		new SpringApplicationAotProcessor(EngineApplication.class, settings,
				new String[] { "--spring.datasource.url=jdbc:postgresql://localhost:1/wfe",
						"--spring.datasource.hikari.connection-timeout=250",
						"--wfe.postgres.stores.archive.schema=archive" })
			.process();
		assertThat(metadata(directory)).contains(typeName("Letter"), typeName("Stamp"), typeName("Stamps"),
				typeName("WriteLetter"));
		compile(sources, directory.resolve("classes"));
		String output = JavaProcess.run(EngineApplication.class, directory.resolve("log"),
				List.of(directory.resolve("classes"), directory.resolve("resources")),
				List.of("-D" + AotDetector.AOT_ENABLED + "=true"), "--spring.datasource.url=" + database.jdbcUrl(),
				"--spring.datasource.username=" + database.username(),
				"--spring.datasource.password=" + database.password(), "--wfe.postgres.stores.archive.schema=archive");
		assertThat(output).contains("Starting AOT-processed EngineApplication")
			.contains("The hosts: [archive, default]")
			.contains("The letter: Letter[to=Ada, text=Dear Ada, stamp=for Ada]");
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@Test
	void virtualThreadsAreFound() {
		RuntimeHints hints = new RuntimeHints();
		new WfeEngineRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Executors.class, "newVirtualThreadPerTaskExecutor")).accepts(hints);
	}

	private static String typeName(String nested) {
		return "\"" + EngineApplication.class.getName() + "$" + nested + "\"";
	}

	private static String metadata(Path directory) throws IOException {
		return Files
			.readString(directory.resolve("resources/META-INF/native-image/io.wfe/aot/reachability-metadata.json"));
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

}
