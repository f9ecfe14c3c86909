package io.wfe.engine.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.autoconfigure.SharedTransactions;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

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
		this.elsewhere.execute(SharedTransactions.CREATE_TABLE);
	}

	private Stream<Arguments> technologies() {
		return SharedTransactions
			.technologies(EngineRunner.sharing(this.database).withBean(Runs.class).withBean(Waits.class));
	}

	@ParameterizedTest(name = "{0}, fails: {1}")
	@MethodSource("technologies")
	void allOrNothing(String technology, boolean fails, ApplicationContextRunner contextRunner,
			BiConsumer<ApplicationContext, String> write) {
		contextRunner.run((context) -> {
			WorkflowHost host = context.getBean(WorkflowHost.class);
			String id = UUID.randomUUID().toString();
			String waiting = host.startWorkflow(StartWorkflow.of("waits").data(new Key(id)));
			Runnable work = () -> {
				write.accept(context, id);
				host.startWorkflow(StartWorkflow.of("runs").data(new Key(id)).id(id));
				host.publishEvent("placed", id, null);
				assertThat(this.elsewhere.queryForList("SELECT id FROM wfc.workflows WHERE id = ?", id)).isEmpty();
			};
			SharedTransactions.run(context, fails, work);
			assertThat(written(id)).as(technology).containsOnly(fails ? 0 : 1);
			if (fails) {
				assertThat(host.getWorkflow(waiting).status()).isEqualTo(WorkflowStatus.RUNNABLE);
			}
			else {
				assertThat(host.awaitWorkflow(id, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
				assertThat(host.awaitWorkflow(waiting, SOON).status()).isEqualTo(WorkflowStatus.COMPLETE);
			}
		});
	}

	/**
	 * Counts what was written, as another connection sees it.
	 */
	private List<Integer> written(String id) {
		return Stream.of(SharedTransactions.ROW, "wfc.workflows WHERE id = ?", "wfc.events WHERE event_key = ?")
			.map((rows) -> this.elsewhere.queryForObject("SELECT count(*) FROM " + rows, Integer.class, id))
			.toList();
	}

	record Key(String key) {

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
