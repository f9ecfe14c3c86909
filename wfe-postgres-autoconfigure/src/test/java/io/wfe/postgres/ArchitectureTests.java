package io.wfe.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what may depend on what.
 */
class ArchitectureTests {

	private static final String CORE = "io.wfe.core..";

	private static final String POSTGRES = "io.wfe.postgres";

	private static final String AUTOCONFIGURE = "io.wfe.postgres.autoconfigure..";

	private static final String ACTUATOR = "io.wfe.actuator..";

	private static final String TESTCONTAINERS = "io.wfe.postgres.testcontainers..";

	private static final String DOCKER_COMPOSE = "io.wfe.postgres.docker.compose..";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.withImportOption(
				(location) -> !location.contains("/io/wfe/postgres/test/") && !location.contains("/io/wfe/core/test/"))
		.importPackages("io.wfe");

	@Test
	void allPackagesAreLookedAt() {
		assertThat(classes.contain(WorkflowInstance.class)).isTrue();
		assertThat(classes.contain(PersistenceProvider.class)).isTrue();
		assertThat(classes.contain(PostgresPersistenceProvider.class)).isTrue();
		assertThat(classes.contain(WfePostgresAutoConfiguration.class)).isTrue();
	}

	@Test
	void onlyAutoConfigurationDependsOnSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackages(AUTOCONFIGURE, ACTUATOR, TESTCONTAINERS, DOCKER_COMPOSE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(classes);
	}

	@Test
	void onlyServiceConnectionsDependOnWhatIsOptional() {
		noClasses().that()
			.resideOutsideOfPackages(TESTCONTAINERS, DOCKER_COMPOSE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.testcontainers..", "org.springframework.boot.testcontainers..",
					"org.springframework.boot.docker.compose..", TESTCONTAINERS, DOCKER_COMPOSE)
			.check(classes);
	}

	@Test
	void coreDependsOnLittle() {
		classes().that()
			.resideInAPackage(CORE)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CORE, "java..", "tools.jackson..", "com.fasterxml.jackson.annotation..", "org.slf4j..",
					"org.jspecify..")
			.check(classes);
	}

	@Test
	void coreKnowsNoDatabase() {
		noClasses().that()
			.resideInAPackage(CORE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..")
			.check(classes);
	}

	@Test
	void providerDoesNotDependOnAutoConfiguration() {
		noClasses().that()
			.resideInAPackage(POSTGRES)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(AUTOCONFIGURE, ACTUATOR)
			.check(classes);
	}

	@Test
	void onlyMigrationDependsOnLiquibase() {
		noClasses().that()
			.doNotBelongToAnyOf(LiquibaseMigration.class, StoreChangelog.class)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("liquibase..")
			.check(classes);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("io.wfe.(**)").should().beFreeOfCycles().check(classes);
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
	void autoConfigurationIsPublicAndFinal() {
		classes().that()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(classes);
	}

	@Test
	void autoConfigurationHasNoPublicMethods() {
		methods().that()
			.areDeclaredInClassesThat()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.notBePublic()
			.check(classes);
	}

	@Test
	void autoConfigurationHasNoPublicFields() {
		fields().that()
			.areDeclaredInClassesThat()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.notBePublic()
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

	@Test
	void onlyPrinterOfSqlPrints() {
		noClasses().that()
			.doNotBelongToAnyOf(SchemaSql.class)
			.should()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err")
			.orShould()
			.callMethod(Throwable.class, "printStackTrace")
			.check(classes);
	}

	@Test
	void datesAreNotOfOldTypes() {
		noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(Date.class, Calendar.class, Timestamp.class)
			.check(classes);
	}

	@Test
	void providerDoesNotTellTimeByClockOfNode() {
		noClasses().that()
			.resideInAPackage(POSTGRES)
			.should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(classes);
	}

}
