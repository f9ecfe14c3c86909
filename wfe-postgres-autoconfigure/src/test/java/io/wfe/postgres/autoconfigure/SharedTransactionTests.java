package io.wfe.postgres.autoconfigure;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

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
		Databases.jdbc(this.database).execute(SharedTransactions.CREATE_TABLE);
	}

	private Stream<Arguments> technologies() {
		return SharedTransactions.technologies(new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WfePostgresAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withPropertyValues(Databases.ofApplication(this.database)));
	}

	@ParameterizedTest(name = "{0}, fails: {1}")
	@MethodSource("technologies")
	void bothOrNeither(String technology, boolean fails, ApplicationContextRunner contextRunner,
			BiConsumer<ApplicationContext, String> write) {
		contextRunner.run((context) -> {
			PersistenceProvider provider = context.getBean(PersistenceProvider.class);
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
			SharedTransactions.run(context, fails, work);
			assertThat(written(id)).as(technology).containsOnly(fails ? 0 : 1).hasSize(5);
		});
	}

	/**
	 * Counts what was written, as another connection sees it.
	 */
	private List<Integer> written(String id) {
		return Stream
			.of(SharedTransactions.ROW, "wfc.workflows WHERE id = ?", "wfc.events WHERE id = ?",
					"wfc.workflows WHERE reference = ?", "wfc.scheduled_commands WHERE data = ?")
			.map((rows) -> Databases.jdbc(this.database)
				.queryForObject("SELECT count(*) FROM " + rows, Integer.class, id))
			.toList();
	}

}
