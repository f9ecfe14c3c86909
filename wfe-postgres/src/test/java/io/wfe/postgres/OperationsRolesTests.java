package io.wfe.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the roles of the operations guide: what its SQL grants them is what a store
 * needs, and no more.
 */
class OperationsRolesTests {

	private final TestDatabase database = TestPostgres.createDatabase();

	private final OperationsRoles roles = new OperationsRoles(this.database);

	private final JdbcTemplate superuser = this.roles.superuser();

	@AfterEach
	void drop() {
		this.roles.close();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void runtimeRoleDoesAllThatAStoreDoes(boolean printed) {
		createTables(printed);
		try (HikariDataSource dataSource = as("wfe_runtime")) {
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource).build();
			provider.validateStore();
			if (!printed) {
				provider.ensureStoreExists();
			}
			useAll(provider);
		}
	}

	@Test
	void grantsMakeUpForDefaultPrivileges() {
		String runtime = this.roles.ofTest("wfe_runtime");
		String owner = this.roles.ofTest("wfe_owner");
		this.superuser.execute("REVOKE USAGE ON SCHEMA wfc FROM " + runtime);
		this.superuser.execute(
				"ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA wfc REVOKE ALL ON TABLES FROM " + runtime);
		this.superuser.execute("ALTER DEFAULT PRIVILEGES FOR ROLE " + owner
				+ " IN SCHEMA wfc REVOKE ALL ON SEQUENCES FROM " + runtime);
		createTables(true);
		try (HikariDataSource ownerDataSource = as("wfe_owner"); HikariDataSource dataSource = as("wfe_runtime")) {
			new JdbcTemplate(ownerDataSource).execute(this.roles.sql("-- As wfe_owner")
				.stream()
				.filter((sql) -> sql.contains("GRANT"))
				.findFirst()
				.orElseThrow());
			useAll(PostgresPersistenceProvider.builder(dataSource).build());
		}
	}

	@Test
	void runtimeRoleMayNotChangeTables() {
		createTables(true);
		try (HikariDataSource dataSource = as("wfe_runtime")) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			for (String sql : List.of("DROP TABLE wfc.events", "TRUNCATE wfc.events", "CREATE TABLE wfc.more (id int)",
					"ALTER TABLE wfc.events ADD COLUMN more int")) {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc.execute(sql))
					.satisfies((ex) -> assertThat(SqlFailures.sqlState(ex)).isEqualTo("42501"));
			}
		}
	}

	@Test
	void readOnlyRoleReadsAndDoesNotWrite() {
		createTables(true);
		String readOnly = "SET ROLE " + this.roles.ofTest("wfe_readonly") + "; ";
		for (String sql : this.roles.sql("-- As wfe_readonly")) {
			this.superuser.execute(readOnly + sql);
		}
		this.superuser.execute(readOnly + "TABLE wfc.workflows");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.superuser.execute(readOnly + "DELETE FROM wfc.workflows"));
	}

	@Test
	void settingsOfTablesLeaveStoreValid() {
		createTables(true);
		try (HikariDataSource owner = as("wfe_owner")) {
			for (String sql : this.roles.sql("-- As wfe_owner")) {
				new JdbcTemplate(owner).execute(sql);
			}
			PostgresPersistenceProvider.builder(owner).build().validateStore();
		}
	}

	/**
	 * Creates the tables as their owner, by the printed SQL or by the provider.
	 */
	private void createTables(boolean printed) {
		try (HikariDataSource owner = as("wfe_owner")) {
			if (printed) {
				new JdbcTemplate(owner).execute(SchemaSql.of("wfc", ""));
			}
			else {
				PostgresPersistenceProvider.builder(owner).build().ensureStoreExists();
			}
		}
	}

	private HikariDataSource as(String role) {
		HikariDataSource dataSource = this.roles.dataSource(role);
		dataSource.setMaximumPoolSize(1);
		return dataSource;
	}

	private static void useAll(PostgresPersistenceProvider provider) {
		Instant now = Instant.now();
		WorkflowInstance instance = provider
			.createWorkflowInstance(WorkflowInstance.create("order", 1, JsonNodeFactory.instance.objectNode())
				.toBuilder()
				.executionPointers(List.of(ExecutionPointer.create(1)))
				.build());
		provider.nextDefinitionSequence("order");
		provider.createEventSubscription(EventSubscription.create(instance.id(), 1,
				instance.executionPointers().get(0).id(), "paid", "order-7", now));
		String event = provider.createEvent(Event.create("paid", "order-7", JsonNodeFactory.instance.nullNode()));
		provider.markEventProcessed(event);
		provider.persistErrors(List.of(ExecutionError.create(instance.id(), "pointer", "failed")));
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, instance.id(), now));
		List<String> handled = new ArrayList<>();
		provider.processCommands(now, (command) -> handled.add(command.data()));
		assertThat(handled).containsExactly(instance.id());
		provider.persistWorkflow(instance.toBuilder()
			.executionPointers(List.of())
			.status(WorkflowStatus.COMPLETE)
			.completeTime(now)
			.nextExecution(null)
			.build());
		Instant later = now.plusSeconds(60);
		assertThat(Arrays.asList(provider.callExclusively("purge", () -> provider.purgeErrors(later, 10)).orElseThrow(),
				provider.purgeEvents(later, 10), provider.purgeWorkflows(WorkflowStatus.COMPLETE, later, 10)))
			.containsOnly(1);
		assertThat(provider.getBacklog(later).commandAge()).isZero();
	}

}
