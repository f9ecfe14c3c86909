package io.wfe.postgres.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The store at the end of an application's transaction, by JDBC and JPA, with a pool
 * whose connections do not commit by themselves.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AfterCommitTests {

	private final TestDatabase database;

	private final ApplicationContextRunner jdbc;

	private final ApplicationContextRunner jpa;

	AfterCommitTests(TestDatabase database) {
		this.database = database;
		this.jdbc = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(database))
			.withUserConfiguration(Application.class)
			.withBean(Listener.class);
		this.jpa = this.jdbc.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class));
	}

	@BeforeEach
	void createTable() {
		Databases.jdbc(this.database)
			.execute("DROP TABLE IF EXISTS article; CREATE TABLE article (id text PRIMARY KEY, version int NOT NULL)");
	}

	Stream<Arguments> applications() {
		return Stream.of(Arguments.of("JDBC", true, this.jdbc), Arguments.of("JDBC", false, this.jdbc),
				Arguments.of("JPA", true, this.jpa), Arguments.of("JPA", false, this.jpa));
	}

	@ParameterizedTest(name = "{0}, auto-commit: {1}")
	@MethodSource("applications")
	void whatAListenerWritesAfterTheCommitIsThere(String technology, boolean autoCommit,
			ApplicationContextRunner application) {
		withAutoCommit(application, autoCommit).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult((status) -> context.publishEvent(new Placed()));
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				context.getBean(PersistenceProvider.class).createNewWorkflow(Databases.workflow());
				context.publishEvent(new Placed());
			});
			assertThat(listener.created).as(technology)
				.hasSize(4)
				.allSatisfy((id) -> assertThat(Databases.hasWorkflow(this.database, id)).isTrue());
		});
	}

	@Test
	void aStaleVersionInAHandlerIsThrownAsItIs() {
		this.jpa.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
			EntityManager entityManager = SharedEntityManagerCreator
				.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
			Databases.jdbc(this.database).execute("INSERT INTO article VALUES ('a', 1)");
			String command = UUID.randomUUID().toString();
			provider.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_EVENT, command, Databases.later()));
			assertThatExceptionOfType(OptimisticLockingFailureException.class)
				.isThrownBy(() -> provider.processCommands(Databases.later(), (given) -> {
					entityManager.remove(entityManager.find(Article.class, "a"));
					Databases.jdbc(this.database).execute("UPDATE article SET version = 2");
				}));
			assertThat(
					Databases.jdbc(this.database).queryForList("SELECT data FROM wfc.scheduled_commands", String.class))
				.containsExactly(command);
			provider.processCommands(Databases.later(), (given) -> {
			});
		});
	}

	private static ApplicationContextRunner withAutoCommit(ApplicationContextRunner application, boolean autoCommit) {
		return application.withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit,
				"spring.jpa.properties.hibernate.connection.provider_disables_autocommit=" + !autoCommit);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EntityScan(basePackageClasses = Article.class)
	static class Application {

	}

	/**
	 * Something has happened.
	 */
	record Placed() {

	}

	/**
	 * Starts workflows at the end of a transaction.
	 */
	static class Listener {

		private final PersistenceProvider provider;

		private final List<String> created = new ArrayList<>();

		Listener(PersistenceProvider provider) {
			this.provider = provider;
		}

		@TransactionalEventListener
		public void afterCommit(Placed event) {
			this.created.add(this.provider.createNewWorkflow(Databases.workflow()));
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
		public void afterCompletion(Placed event) {
			this.created.add(this.provider.createNewWorkflow(Databases.workflow()));
		}

	}

	/**
	 * A row that notices concurrent changes.
	 */
	@Entity
	@Table(name = "article")
	static class Article {

		@Id
		@SuppressWarnings("NullAway.Init")
		private String id;

		@Version
		private int version;

		String id() {
			return this.id + this.version;
		}

	}

}
