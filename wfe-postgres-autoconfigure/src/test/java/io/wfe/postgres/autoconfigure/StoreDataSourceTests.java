package io.wfe.postgres.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link WfeDatabase} finds the data source of the store.
 */
class StoreDataSourceTests {

	private static final TestDatabase application = TestPostgres.createDatabase();

	private static final TestDatabase store = TestPostgres.createDatabase();

	private final ApplicationContextRunner withoutDataSource = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutDataSource
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				TransactionAutoConfiguration.class))
		.withPropertyValues(Databases.ofApplication(application));

	@BeforeEach
	void empty() {
		Databases.jdbc(application).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
		Databases.jdbc(store).execute("DROP SCHEMA IF EXISTS wfc CASCADE");
	}

	@AfterAll
	static void drop() {
		application.close();
		store.close();
	}

	@Test
	void sharesOnlyDataSourceOfApplication() {
		this.contextRunner.run((context) -> {
			assertThat(storeDataSource(context)).isSameAs(context.getBean(DataSource.class));
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			assertThat(Databases.hasWorkflow(application, id)).isTrue();
		});
	}

	@Test
	void leavesSharedDataSourceOpen() {
		try (HikariDataSource dataSource = PostgresUrl.parse(application.uri()).createDataSource()) {
			this.withoutDataSource
				.withBean(DataSource.class, () -> dataSource, (definition) -> definition.setDestroyMethodName(""))
				.run((context) -> assertThat(storeDataSource(context)).isSameAs(dataSource));
			assertThat(dataSource.isClosed()).isFalse();
		}
	}

	@Test
	void qualifiedDataSourceGoesBeforeThatOfApplication() {
		this.contextRunner.withUserConfiguration(QualifiedDataSource.class).run((context) -> {
			assertThat(storeDataSource(context)).isSameAs(context.getBean("workflowDataSource"));
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			assertThat(Databases.hasWorkflow(store, id)).isTrue();
			assertThat(Databases.hasSchema(application, "wfc")).isFalse();
		});
	}

	@Test
	void qualifiedDataSourceLeavesThatOfApplicationToApplication() {
		this.contextRunner.withUserConfiguration(QualifiedDataSource.class)
			.run((context) -> assertThat(currentDatabase(context)).isEqualTo(application.name()));
	}

	@Test
	void qualifiedDataSourceGoesBeforeUrl() {
		this.withoutDataSource.withUserConfiguration(QualifiedDataSource.class)
			.withPropertyValues("wfe.postgres.url=postgres://localhost:1/nowhere")
			.run((context) -> assertThat(storeDataSource(context)).isSameAs(context.getBean("workflowDataSource")));
	}

	@Test
	void whenSeveralDataSourcesAreQualifiedThenFailureNamesThem() {
		this.contextRunner.withUserConfiguration(QualifiedDataSource.class, AnotherQualifiedDataSource.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("workflowDataSource")
				.hasMessageContaining("anotherWorkflowDataSource"));
	}

	@Test
	void urlGoesBeforeDataSourceOfApplication() {
		this.contextRunner.withPropertyValues(Databases.ofStore(store)).run((context) -> {
			String id = context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
			assertThat(Databases.hasWorkflow(store, id)).isTrue();
			assertThat(Databases.hasSchema(application, "wfc")).isFalse();
		});
	}

	@Test
	void poolOfStoreLeavesDataSourceOfApplicationToApplication() {
		this.contextRunner.withPropertyValues(Databases.ofStore(store)).run((context) -> {
			assertThat(context).hasSingleBean(DataSource.class);
			assertThat(currentDatabase(context)).isEqualTo(application.name());
		});
	}

	@Test
	void closesOnlyPoolOfStore() {
		AtomicReference<HikariDataSource> pool = new AtomicReference<>();
		this.contextRunner.withPropertyValues(Databases.ofStore(store)).run((context) -> {
			pool.set((HikariDataSource) storeDataSource(context));
			context.getBeanFactory().destroyBean("wfeDatabase", context.getBean(WfeDatabase.class));
			assertThat(pool.get().isClosed()).isTrue();
			assertThat(currentDatabase(context)).isEqualTo(application.name());
		});
	}

	@Test
	void sharesPrimaryOfSeveralDataSources() {
		this.withoutDataSource.withUserConfiguration(TwoDataSources.class, PrimaryDataSource.class)
			.run((context) -> assertThat(storeDataSource(context)).isSameAs(context.getBean("primaryDataSource")));
	}

	@Test
	void whenThereAreSeveralDataSourcesThenFailureSaysWhatToDo() {
		this.withoutDataSource.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(WfeDataSourceException.class)
				.hasMessageContaining("2 DataSource beans")
				.hasMessageContaining("@WfeDataSource")
				.hasMessageContaining("@Primary")
				.hasMessageContaining("wfe.postgres.url"));
	}

	@Test
	void whenThereAreSeveralDataSourcesThenUrlDecides() {
		this.withoutDataSource.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues(Databases.ofStore(store))
			.run((context) -> assertThat(Databases.hasTable(store, "wfc.workflows")).isTrue());
	}

	@Test
	void whenThereIsNoDataSourceThenFailureSaysWhatToDo() {
		this.withoutDataSource.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(WfeDataSourceException.class)
			.hasMessageContaining("wfe.postgres.url")
			.hasMessageContaining("spring.datasource.url"));
	}

	private static DataSource storeDataSource(ApplicationContext context) {
		return context.getBean(WfeDatabase.class).dataSource();
	}

	private static String currentDatabase(ApplicationContext context) {
		return String
			.valueOf(context.getBean(JdbcTemplate.class).queryForObject("SELECT current_database()", String.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSource {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource workflowDataSource() {
			return PostgresUrl.parse(store.uri()).createDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherQualifiedDataSource {

		@Bean(defaultCandidate = false)
		@WfeDataSource
		HikariDataSource anotherWorkflowDataSource() {
			return PostgresUrl.parse(application.uri()).createDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		HikariDataSource oneDataSource() {
			return PostgresUrl.parse(application.uri()).createDataSource();
		}

		@Bean
		HikariDataSource otherDataSource() {
			return PostgresUrl.parse(application.uri()).createDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDataSource {

		@Bean
		@Primary
		HikariDataSource primaryDataSource() {
			return PostgresUrl.parse(store.uri()).createDataSource();
		}

	}

}
