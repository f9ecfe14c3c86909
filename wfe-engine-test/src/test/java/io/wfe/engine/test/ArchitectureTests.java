package io.wfe.engine.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what may depend on what.
 */
class ArchitectureTests {

	private static final int MOST_LINES = 400;

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption((location) -> !location.contains("wfe-engine-test/test/"))
		.importPackages("io.wfe.engine");

	/** Other modules see no implementation of the engine, but for the one for tests. */
	@Test
	void onlyTheTesterReachesIntoTheEngine() {
		assertThat(classes.stream().filter((type) -> type.getPackageName().startsWith("io.wfe.engine.autoconfigure")))
			.isNotEmpty();
		noClasses().that()
			.resideOutsideOfPackages("io.wfe.engine", "io.wfe.engine.internal..", "io.wfe.engine.test")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.wfe.engine.internal..")
			.check(classes);
	}

	@Test
	void testerKnowsTheHostWithoutThreadsAndNoMore() {
		noClasses().that()
			.resideInAPackage("io.wfe.engine.test..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.wfe.engine.internal.builder..", "io.wfe.engine.internal.definition..",
					"io.wfe.engine.internal.executor..", "io.wfe.engine.internal.steps..")
			.check(classes);
		assertThat(classes.get(WorkflowTester.class).getDirectDependenciesFromSelf().stream())
			.extracting((dependency) -> dependency.getTargetClass().getFullName())
			.filteredOn((name) -> name.startsWith("io.wfe.engine.internal"))
			.extracting((name) -> name.replace("io.wfe.engine.internal.runtime.", ""))
			.containsOnly("SteppedHost", "HostBuilder", "EndlessInstanceException");
	}

	/** A test without Spring needs nothing of it. */
	@Test
	void springIsInTheSliceOnly() {
		classes().that()
			.resideInAPackage("io.wfe.engine.test")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.wfe.engine", "io.wfe.engine.internal.runtime", "io.wfe.engine.test",
					"io.wfe.core..", "io.wfe.postgres", "io.wfe.postgres.test", "java..", "javax.sql..",
					"tools.jackson..", "org.assertj..", "org.jspecify..")
			.check(classes);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(List.of(WorkflowTester.class.getPackage(),
				io.wfe.engine.test.autoconfigure.WfeEngineTest.class.getPackage()))
			.allMatch((javaPackage) -> javaPackage.isAnnotationPresent(NullMarked.class));
	}

	@Test
	void sourceFilesAreShort() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			assertThat(sources.filter((path) -> path.toString().endsWith(".java")).toList()).isNotEmpty()
				.allSatisfy((source) -> assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(MOST_LINES));
		}
	}

}
