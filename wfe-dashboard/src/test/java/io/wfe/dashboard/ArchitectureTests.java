package io.wfe.dashboard;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Tests for what may depend on what.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.importUrl(WfeDashboardProperties.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void anyStoreAndAnyHostWillDo() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.wfe.postgres..", "io.wfe.core.memory..", "io.wfe.engine.internal..",
					"io.wfe.engine.autoconfigure..", "java.sql..", "javax.sql..", "org.springframework.jdbc..")
			.check(classes);
	}

	@Test
	void springSecurityMayBeMissing() {
		noClasses().that()
			.doNotBelongToAnyOf(SpringSecurity.class)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.security..")
			.check(classes);
	}

	@Test
	void littleIsPublic() {
		classes().that()
			.doNotBelongToAnyOf(WfeDashboardAutoConfiguration.class, WfeDashboardProperties.class, Block.class)
			.should()
			.notBePublic()
			.check(classes);
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

	@Test
	void nothingIsPrinted() {
		noClasses().should()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err")
			.orShould()
			.callMethod(Throwable.class, "printStackTrace")
			.check(classes);
	}

}
