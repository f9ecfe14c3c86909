package io.wfe.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassWrite;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what may depend on what.
 */
class ArchitectureTests {

	private static final int MOST_LINES = 400;

	private static final String API = "io.wfe.engine";

	private static final String INTERNAL = "io.wfe.engine.internal..";

	private static final String DEFINITION = "io.wfe.engine.internal.definition..";

	private static final String STEPS = "io.wfe.engine.internal.steps..";

	private static final String EXECUTOR = "io.wfe.engine.internal.executor..";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption((location) -> !location.contains("/test/"))
		.importPackages("io.wfe.engine");

	@Test
	void allPackagesAreLookedAt() {
		assertThat(classes.contain(WorkflowHost.class)).isTrue();
		assertThat(classes).extracting(JavaClass::getPackageName)
			.contains(API, "io.wfe.engine.internal.definition", "io.wfe.engine.internal.steps",
					"io.wfe.engine.internal.executor", "io.wfe.engine.internal.runtime",
					"io.wfe.engine.internal.builder");
	}

	@Test
	void engineDependsOnLittle() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.wfe.engine..", "io.wfe.core..", "java..", "tools.jackson..",
					"com.fasterxml.jackson.annotation..", "org.slf4j..", "org.jspecify..")
			.check(classes);
	}

	@Test
	void engineKnowsNoDatabase() {
		noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..").check(classes);
	}

	/** It runs on any store, so it knows none, not even the one in memory. */
	@Test
	void engineKnowsNoStore() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.wfe.core.memory..").check(classes);
	}

	@Test
	void layersStandOnEachOther() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("definition")
			.definedBy(DEFINITION)
			.layer("steps")
			.definedBy(STEPS)
			.layer("executor")
			.definedBy(EXECUTOR)
			.layer("builder")
			.definedBy("io.wfe.engine.internal.builder..")
			.layer("runtime")
			.definedBy("io.wfe.engine.internal.runtime..")
			.whereLayer("definition")
			.mayNotAccessAnyLayer()
			.whereLayer("steps")
			.mayOnlyAccessLayers("definition")
			.whereLayer("executor")
			.mayOnlyAccessLayers("definition", "steps")
			.whereLayer("builder")
			.mayOnlyAccessLayers("definition", "steps")
			.whereLayer("runtime")
			.mayOnlyAccessLayers("definition", "steps", "executor", "builder")
			.check(classes);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("io.wfe.engine.(internal.*)..").should().beFreeOfCycles().check(classes);
	}

	/** An application sees no implementation, but for the one that makes a host. */
	@Test
	void onlyFactoriesOfHostsAndThreadsReachIntoTheImplementation() {
		assertThat(classes.stream()
			.filter((javaClass) -> javaClass.getPackageName().equals(API))
			.flatMap((javaClass) -> javaClass.getDirectDependenciesFromSelf().stream())
			.filter((dependency) -> resideInAPackage(INTERNAL).test(dependency.getTargetClass()))).isNotEmpty()
			.allSatisfy((dependency) -> {
				assertThat(dependency.getOriginClass().isEquivalentTo(WorkflowHost.class)
						|| dependency.getOriginClass().isEquivalentTo(WorkerThreads.class))
					.as("%s", dependency)
					.isTrue();
				assertThat(dependency.getDescription()).containsAnyOf("WorkflowHost.builder(", "WorkerThreads.create(");
			});
	}

	/** A pass is pure: what it has done is a value, and somebody else writes it. */
	@Test
	void executorKnowsNoOperationOfStores() {
		noClasses().that()
			.resideInAnyPackage(DEFINITION, STEPS, EXECUTOR)
			.should()
			.dependOnClassesThat(resideInAPackage("io.wfe.core.persistence..")
				.and(not(belongToAnyOf(PassWrite.class, NewEvent.class, NewWorkflow.class, DefinitionKey.class))))
			.check(classes);
	}

	@Test
	void executorKnowsNoThread() {
		noClasses().that()
			.resideInAnyPackage(DEFINITION, STEPS, EXECUTOR, "io.wfe.engine.internal.builder..")
			.should()
			.dependOnClassesThat(belongToAnyOf(Thread.class, ThreadLocal.class).or(assignableTo(Executor.class))
				.or(resideInAPackage("java.util.concurrent.locks..")))
			.orShould()
			.callMethod(Object.class, "wait")
			.check(classes);
	}

	@Test
	void executorKnowsNoClock() {
		noClasses().that()
			.resideInAnyPackage(DEFINITION, STEPS, EXECUTOR, "io.wfe.engine.internal.builder..")
			.should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class)
			.check(classes);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(classes).extracting(JavaClass::getPackage)
			.isNotEmpty()
			.allSatisfy(
					(javaPackage) -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(javaPackage.getName())
						.isTrue());
	}

	@Test
	void sourceFilesAreShort() throws IOException {
		Map<String, Integer> tooLong = new TreeMap<>();
		int files = 0;
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter((path) -> path.toString().endsWith(".java")).toList()) {
				int lines = Files.readAllLines(source).size();
				files++;
				if (lines > MOST_LINES) {
					tooLong.put(source.toString(), lines);
				}
			}
		}
		assertThat(files).isGreaterThan(50);
		assertThat(tooLong).isEmpty();
	}

}
