package io.wfe.postgres.slice;

import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WfePostgresTest} with components of the application.
 */
@WfePostgresTest(properties = "spring.config.name=shop",
		includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Shop.class))
class WfePostgresTestComponentsTests {

	@Autowired
	PersistenceProvider provider;

	@Autowired
	Shop shop;

	@Autowired
	TestClock clock;

	@Autowired
	JdbcClient jdbc;

	@AfterEach
	void deleteOrders() {
		this.jdbc.sql("DELETE FROM application_by_liquibase").update();
	}

	@Test
	void includedComponentTellsTimeByClockOfTest() {
		String id = this.shop.order(false);
		List<ScheduledCommand> handled = new ArrayList<>();
		this.provider.processCommands(this.clock.instant(), handled::add);
		assertThat(handled).singleElement().satisfies((command) -> {
			assertThat(command.data()).isEqualTo(id);
			assertThat(command.executeTime()).isEqualTo(this.clock.instant());
		});
	}

	@Test
	void storeAndTablesOfApplicationShareTransaction() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.shop.order(true));
		assertThat(this.jdbc.sql("SELECT count(*) FROM application_by_liquibase").query(Long.class).single()).isZero();
		assertThat(this.provider.getRunnableInstances(this.clock.instant())).isEmpty();
	}

	@Test
	void classesWithSameAnnotationShareContext() {
		assertThat(context(Imported.class)).isSameAs(context(ImportedAgain.class))
			.isNotSameAs(context(WfePostgresTestComponentsTests.class));
	}

	@Test
	void importedComponentIsStarted() {
		assertThat(context(Imported.class).getBeanNamesForType(Shop.class)).hasSize(1);
		assertThat(context(Imported.class).getBeanNamesForType(Courier.class)).isEmpty();
	}

	@Test
	void excludeFilterGoesBeforeIncludeFilter() {
		assertThat(context(Excluded.class).getBeanNamesForType(Shop.class)).isEmpty();
	}

	@Test
	void excludedAutoConfigurationIsNotStarted() {
		assertThat(context(WithoutStore.class).getBeanNamesForType(PersistenceProvider.class)).isEmpty();
	}

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	@WfePostgresTest(properties = "spring.config.name=shop")
	@Import(Shop.class)
	static class Imported {

	}

	@WfePostgresTest(properties = "spring.config.name=shop")
	@Import(Shop.class)
	static class ImportedAgain {

	}

	@WfePostgresTest(properties = "spring.config.name=shop",
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Shop.class),
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Shop"))
	static class Excluded {

	}

	@WfePostgresTest(properties = "spring.config.name=shop",
			excludeAutoConfiguration = WfePostgresAutoConfiguration.class)
	static class WithoutStore {

	}

}
