package io.wfe.postgres.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store writes and what the application writes, by JDBC, JPA or jOOQ, in one
 * {@link Transactional @Transactional} method: both or neither.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedTransactionTests {

	private final TestDatabase database;

	SharedTransactionTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeAll
	void createTable() {
		Databases.jdbc(this.database).execute("CREATE TABLE application_order (id text PRIMARY KEY)");
	}

	private Stream<Arguments> technologies() {
		ApplicationContextRunner jdbc = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(this.database))
			.withUserConfiguration(Application.class);
		BiConsumer<ApplicationContext, String> byJdbc = (context, id) -> context.getBean(JdbcTemplate.class)
			.update("INSERT INTO application_order (id) VALUES (?)", id);
		BiConsumer<ApplicationContext, String> byJpa = (context, id) -> SharedEntityManagerCreator
			.createSharedEntityManager(context.getBean(EntityManagerFactory.class))
			.persist(new ApplicationOrder(id));
		// As Spring Boot's auto-configuration of jOOQ does, which needs JDK 21
		BiConsumer<ApplicationContext, String> byJooq = (context, id) -> DSL
			.using(new TransactionAwareDataSourceProxy(context.getBean(DataSource.class)), SQLDialect.POSTGRES)
			.insertInto(DSL.table("application_order"))
			.columns(DSL.field("id", String.class))
			.values(id)
			.execute();
		List<Arguments> technologies = new ArrayList<>();
		for (boolean fails : new boolean[] { false, true }) {
			technologies.add(Arguments.of("JDBC", fails, jdbc, byJdbc));
			technologies.add(Arguments.of("JPA", fails,
					jdbc.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class)), byJpa));
			technologies.add(Arguments.of("jOOQ", fails, jdbc, byJooq));
		}
		return technologies.stream();
	}

	@ParameterizedTest(name = "{0}, fails: {1}")
	@MethodSource("technologies")
	void bothOrNeither(String technology, boolean fails, ApplicationContextRunner contextRunner,
			BiConsumer<ApplicationContext, String> write) {
		contextRunner.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			Service service = context.getBean(Service.class);
			WorkflowInstance existing = provider.createWorkflowInstance(Databases.workflow());
			String id = UUID.randomUUID().toString();
			Runnable work = () -> {
				write.accept(context, id);
				provider.createNewWorkflow(Databases.workflow().toBuilder().id(id).build());
				provider.createEvent(
						Event.create("n", "k", JsonNodeFactory.instance.nullNode()).toBuilder().id(id).build());
				provider.persistWorkflow(existing.toBuilder().reference(id).build());
				provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, Databases.later()));
			};
			if (fails) {
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.run(() -> {
					work.run();
					throw new IllegalStateException(technology);
				}));
			}
			else {
				service.run(work);
			}
			assertThat(written(id)).as(technology).containsOnly(fails ? 0 : 1).hasSize(5);
		});
	}

	/**
	 * Counts what was written, as another connection sees it.
	 */
	private List<Integer> written(String id) {
		return Stream
			.of("application_order WHERE id = ?", "wfc.workflows WHERE id = ?", "wfc.events WHERE id = ?",
					"wfc.workflows WHERE reference = ?", "wfc.scheduled_commands WHERE data = ?")
			.map((rows) -> Databases.jdbc(this.database)
				.queryForObject("SELECT count(*) FROM " + rows, Integer.class, id))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EntityScan(basePackageClasses = ApplicationOrder.class)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

	}

	/**
	 * A service of the application.
	 */
	static class Service {

		@Transactional
		public void run(Runnable work) {
			work.run();
		}

	}

}
