package io.wfe.engine.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the auto-configuration of the engine may depend on.
 */
class ArchitectureTests {

	/** What is built together with this class, without the tests. */
	private static final JavaClasses classes = new ClassFileImporter()
		.importUrl(WfeEngineAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void allPackagesAreLookedAt() {
		assertThat(classes.contain(WfeEngineAutoConfiguration.class)).isTrue();
		assertThat(classes.contain("io.wfe.engine.autoconfigure.event.WorkflowEvent")).isTrue();
	}

	@Test
	void storeOnPostgresIsNotKnown() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.wfe.postgres..").check(classes);
	}

	@Test
	void engineIsUsedByItsPublicApi() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.wfe.engine.internal..", "io.wfe.core.memory..")
			.check(classes);
	}

	@Test
	void databaseIsNotKnown() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..",
					"org.springframework.transaction..")
			.check(classes);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("io.wfe.engine.(**)").should().beFreeOfCycles().check(classes);
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
	void autoConfigurationIsPublicAndFinalAndHasNothingPublic() {
		classes().that()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(classes);
		methods().that()
			.areDeclaredInClassesThat()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.notBePublic()
			.check(classes);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

}
