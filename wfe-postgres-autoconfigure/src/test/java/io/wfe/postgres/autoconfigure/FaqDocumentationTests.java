package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.Documentation;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the FAQ shows is what there is.
 */
@ExtendWith(PostgresExtension.class)
class FaqDocumentationTests {

	private static final Documentation FAQ = Documentation.of("docs/faq.md");

	private static final Path THIS = Path.of("src", "test", "java", "io", "wfe", "postgres", "autoconfigure",
			"FaqDocumentationTests.java");

	private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

	private final HikariDataSource dataSource;

	private final JdbcTemplate jdbc;

	private final PostgresPersistenceProvider provider;

	FaqDocumentationTests(TestDatabase database) {
		this.dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.provider = PostgresPersistenceProvider.builder(this.dataSource).build();
	}

	@BeforeEach
	void createStore() {
		this.provider.ensureStoreExists();
		this.provider.truncateAll();
	}

	@AfterEach
	void close() {
		this.dataSource.close();
	}

	@ParameterizedTest
	@CsvSource({ "RUNNABLE, 2020-01-01T00:00:00Z, is due", "RUNNABLE, 1970-01-01T00:00:00Z, is due",
			"RUNNABLE, 2100-01-01T00:00:00Z, is due later", "RUNNABLE,, waits for an event or a command",
			"SUSPENDED, 2020-01-01T00:00:00Z, is suspended", "COMPLETE,, has ended", "TERMINATED,, has ended" })
	void queryTellsStateOfWorkflow(WorkflowStatus status, @Nullable Instant nextExecution, String state) {
		create(status, nextExecution);
		assertThat(rows("FROM wfc.workflows WHERE name")).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("state", state));
		assertThat(FAQ.section("My workflow does not start")).contains("**`" + state + "`");
	}

	@Test
	void queriesTellWhatWorkflowWaitsFor() {
		String id = create(WorkflowStatus.RUNNABLE, null);
		this.provider.createEventSubscription(EventSubscription.create(id, 1, "pointer", "paid", "order-7", LONG_AGO));
		assertThat(rows("FROM wfc.event_subscriptions", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("event_name", "paid").containsEntry("event_id", null));
		String event = this.provider.createEvent(event());
		assertThat(rows("FROM wfc.event_subscriptions", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("event_id", event).containsEntry("is_processed", false));
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, LONG_AGO));
		assertThat(rows("WHERE data =", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("command_name", "ProcessWorkflow"));
		this.provider.persistErrors(List.of(ExecutionError.create(id, "pointer", "failed")));
		assertThat(rows("FROM wfc.execution_errors", id)).hasSize(1)
			.allSatisfy((row) -> assertThat(row).containsEntry("message", "failed"));
	}

	@Test
	void queriesTellWhatIsStuck() {
		String id = create(WorkflowStatus.RUNNABLE, LONG_AGO);
		create(WorkflowStatus.RUNNABLE, Databases.later(), "later");
		String event = this.provider.createEvent(event());
		this.provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, LONG_AGO));
		assertThat(rows("next_execution <=")).extracting((row) -> row.get("id")).containsExactly(id);
		assertThat(rows("event_time <= now()")).extracting((row) -> row.get("id")).containsExactly(event);
		assertThat(rows("execute_time <=")).extracting((row) -> row.get("data")).containsExactly(id);
	}

	@Test
	void eachSqlBlockIsRun() {
		assertThat(FAQ.blocks("sql")).hasSize(7);
	}

	@Test
	void javaIsThatOfThisTest() throws IOException {
		String source = Files.readString(THIS).replaceAll("\\s", "");
		assertThat(FAQ.blocks("java")).hasSize(1);
		assertThat(FAQ.blocks("java"))
			.filteredOn((block) -> !source
				.contains(block.replace("@Component\nclass", "@Component static class").replaceAll("\\s", "")))
			.isEmpty();
	}

	@Test
	void tenantsHaveStoresOfTheirOwnInTransactionsOfApplication() {
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(this.dataSource);
		TenantStores stores = new TenantStores(this.dataSource, transactionManager);
		String id = stores.of("a").createNewWorkflow(Databases.workflow());
		assertThat(stores.of("a").getWorkflowInstances(List.of(id))).hasSize(1);
		assertThat(stores.of("b").getWorkflowInstances(List.of(id))).isEmpty();
		new TransactionTemplate(transactionManager).executeWithoutResult((status) -> {
			stores.of("a").nextDefinitionSequence("order");
			status.setRollbackOnly();
		});
		assertThat(stores.of("a").nextDefinitionSequence("order")).isEqualTo(1);
	}

	private String create(WorkflowStatus status, @Nullable Instant nextExecution) {
		return create(status, nextExecution, "order-7");
	}

	private String create(WorkflowStatus status, @Nullable Instant nextExecution, String name) {
		WorkflowInstance instance = Databases.workflow()
			.toBuilder()
			.name(name)
			.status(status)
			.nextExecution(nextExecution)
			.build();
		return this.provider.createNewWorkflow(instance);
	}

	private static Event event() {
		return Event.create("paid", "order-7", JsonNodeFactory.instance.objectNode());
	}

	/**
	 * Runs the query of the FAQ that has such a part.
	 */
	private List<Map<String, Object>> rows(String part) {
		return rows(part, "the-id");
	}

	// Only javac of newer JDKs reads from JdbcTemplate that values may be null
	@SuppressWarnings("NullAway")
	private List<Map<String, Object>> rows(String part, String id) {
		List<String> queries = FAQ.blocks("sql")
			.stream()
			.filter((sql) -> sql.replaceAll("\\s+", " ").contains(part))
			.toList();
		assertThat(queries).hasSize(1);
		return this.jdbc.queryForList(queries.get(0).replace("the-id", id));
	}

	@Component
	static class TenantStores {

		private final Map<String, PostgresPersistenceProvider> stores = new ConcurrentHashMap<>();

		private final DataSource dataSource;

		private final PlatformTransactionManager transactionManager;

		TenantStores(DataSource dataSource, PlatformTransactionManager transactionManager) {
			this.dataSource = dataSource;
			this.transactionManager = transactionManager;
		}

		PostgresPersistenceProvider of(String tenant) {
			return this.stores.computeIfAbsent(tenant, this::open);
		}

		private PostgresPersistenceProvider open(String tenant) {
			PostgresPersistenceProvider store = PostgresPersistenceProvider.builder(this.dataSource)
				.schema("tenant_" + tenant)
				.transactionManager(this.transactionManager)
				.build();
			store.ensureStoreExists();
			return store;
		}

	}

}
