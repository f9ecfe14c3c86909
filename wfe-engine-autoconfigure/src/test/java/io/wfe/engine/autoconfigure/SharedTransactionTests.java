package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
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
import org.postgresql.Driver;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A workflow that is started, an event that is published, and what the application
 * writes, by JDBC, JPA or jOOQ, in one {@link Transactional @Transactional} method: all
 * or nothing.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedTransactionTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final TestDatabase database;

	private final JdbcTemplate elsewhere;

	SharedTransactionTests(TestDatabase database) {
		this.database = database;
		this.elsewhere = new JdbcTemplate(
				new SimpleDriverDataSource(new Driver(), database.jdbcUrl(), database.username(), database.password()));
	}

	@BeforeAll
	void createTable() {
		this.elsewhere.execute("CREATE TABLE placed_order (id text PRIMARY KEY)");
	}

	private Stream<Arguments> technologies() {
		ApplicationContextRunner jdbc = EngineRunner.sharing(this.database).withUserConfiguration(Application.class);
		BiConsumer<ApplicationContext, String> byJdbc = (context, id) -> context.getBean(JdbcTemplate.class)
			.update("INSERT INTO placed_order (id) VALUES (?)", id);
		BiConsumer<ApplicationContext, String> byJpa = (context, id) -> SharedEntityManagerCreator
			.createSharedEntityManager(context.getBean(EntityManagerFactory.class))
			.persist(new PlacedOrder(id));
		// As Spring Boot's auto-configuration of jOOQ does, which needs JDK 21
		BiConsumer<ApplicationContext, String> byJooq = (context, id) -> DSL
			.using(new TransactionAwareDataSourceProxy(context.getBean(DataSource.class)), SQLDialect.POSTGRES)
			.insertInto(DSL.table("placed_order"))
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
	void allOrNothing(String technology, boolean fails, ApplicationContextRunner contextRunner,
			BiConsumer<ApplicationContext, String> write) {
		contextRunner.run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			Service service = context.getBean(Service.class);
			String id = UUID.randomUUID().toString();
			String waiting = host.startWorkflow(StartWorkflow.of("waits").data(new Key(id)));
			Runnable work = () -> {
				write.accept(context, id);
				host.startWorkflow(StartWorkflow.of("runs").data(new Key(id)).id(id));
				host.publishEvent("placed", id, null);
				assertThat(this.elsewhere.queryForList("SELECT id FROM wfc.workflows WHERE id = ?", id)).isEmpty();
			};
			if (fails) {
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.run(() -> {
					work.run();
					throw new IllegalStateException(technology);
				}));
				assertThat(written(id)).as(technology).containsOnly(0);
				assertThat(host.getWorkflow(waiting).status()).isEqualTo(WorkflowStatus.RUNNABLE);
			}
			else {
				service.run(work);
				assertThat(written(id)).as(technology).containsOnly(1);
				assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
				assertThat(host.awaitWorkflow(waiting, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
			}
		});
	}

	/**
	 * Counts what was written, as another connection sees it.
	 */
	private List<Integer> written(String id) {
		return Stream.of("placed_order WHERE id = ?", "wfc.workflows WHERE id = ?", "wfc.events WHERE event_key = ?")
			.map((rows) -> this.elsewhere.queryForObject("SELECT count(*) FROM " + rows, Integer.class, id))
			.toList();
	}

	record Key(String key) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EntityScan(basePackageClasses = PlacedOrder.class)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		Workflow<ObjectNode> runs() {
			return new Runs();
		}

		@Bean
		Workflow<Key> waits() {
			return new Waits();
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

	static class Runs implements Workflow<ObjectNode> {

		@Override
		public String id() {
			return "runs";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.update("nothing", (data) -> data);
		}

	}

	static class Waits implements Workflow<Key> {

		@Override
		public String id() {
			return "waits";
		}

		@Override
		public Class<Key> dataType() {
			return Key.class;
		}

		@Override
		public void build(WorkflowBuilder<Key> workflow) {
			workflow.waitFor("placed", Key::key, String.class);
		}

	}

}
