package io.wfe.postgres;

import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what becomes of a store of the Rust implementation, and of its hosts.
 */
@ExtendWith(OutputCaptureExtension.class)
class RustAdoptionTests {

	private static final String RESTART = "Restart all Rust hosts that run on it now, or run them with "
			+ "statement-cache-capacity=0";

	private final TestStore store = TestStore.builder().withoutTables().connections(1).open();

	private final JdbcTemplate jdbc = this.store.jdbc();

	private final PostgresPersistenceProvider provider = this.store.provider();

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void whenAdoptedThenAWarningSaysThatRustHostsMustBeRestarted(CapturedOutput output) {
		RustStore.create(this.jdbc);
		this.provider.ensureStoreExists();
		this.provider.ensureStoreExists();
		assertThat(output).containsOnlyOnce(RESTART);
		assertThat(output.getOut().lines().filter((line) -> line.contains(RESTART))).singleElement()
			.asString()
			.contains("WARN");
	}

	@Test
	void whenCreatedThenNoWarningSpeaksOfRustHosts(CapturedOutput output) {
		this.provider.ensureStoreExists();
		assertThat(output).doesNotContain("Rust");
	}

	/**
	 * The tables of wfe-postgres 1.0.0: no names, no roots, no sequences.
	 */
	private void createStoreOfRust100() {
		RustStore.TABLES.stream()
			.filter((sql) -> !sql.contains("definition_sequences"))
			.map((sql) -> sql.replace("    name TEXT NOT NULL UNIQUE,\n    root_workflow_id TEXT,\n", ""))
			.forEach(this.jdbc::execute);
	}

	@Test
	void whenTheStoreIsOfRust100ThenItIsRefusedWithTheVersionsThatUpgradeIt() {
		createStoreOfRust100();
		for (Runnable start : List.<Runnable>of(this.provider::ensureStoreExists, this.provider::validateStore)) {
			assertThatExceptionOfType(StoreSchemaException.class).isThrownBy(start::run)
				.withMessageContaining("wfe-postgres 1.0.0")
				.withMessageContaining("wfe-postgres 1.9.1, 1.9.2 or 1.9.3");
		}
		assertThat(this.jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'wfc'", String.class))
			.hasSize(6);
	}

	@Test
	void whenRust19HasUpgradedTheStoreThenItIsAdoptedAndNamesAreUnique() {
		createStoreOfRust100();
		this.jdbc.execute("ALTER TABLE wfc.workflows ADD COLUMN name TEXT; "
				+ "ALTER TABLE wfc.workflows ALTER COLUMN name SET NOT NULL; "
				+ "CREATE UNIQUE INDEX IF NOT EXISTS idx_workflows_name ON wfc.workflows (name); "
				+ "ALTER TABLE wfc.workflows ADD COLUMN root_workflow_id TEXT");
		this.provider.ensureStoreExists();
		create("taken");
		WorkflowInstance other = create("other");
		assertThatExceptionOfType(WorkflowAlreadyExistsException.class)
			.isThrownBy(() -> this.provider.persistWorkflow(other.toBuilder().name("taken").build()));
	}

	private WorkflowInstance create(String name) {
		return this.provider
			.createWorkflowInstance(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode())
				.toBuilder()
				.name(name)
				.executionPointers(List.of(ExecutionPointer.create(1)))
				.build());
	}

	@Test
	void whenAdoptedThenPositionsComeFromASequenceThatAllWhoInsertPointersMayUse() {
		RustStore.create(this.jdbc);
		String role = "rust_host_" + this.store.database().name();
		this.jdbc.execute("CREATE ROLE " + role);
		try {
			this.jdbc.execute("GRANT USAGE ON SCHEMA wfc TO " + role + "; GRANT SELECT, INSERT, UPDATE, DELETE ON "
					+ "wfc.workflows, wfc.execution_pointers TO " + role);
			this.provider.ensureStoreExists();
			assertThat(this.jdbc.queryForMap("SELECT is_identity, column_default FROM information_schema.columns "
					+ "WHERE table_schema = 'wfc' AND table_name = 'execution_pointers' AND column_name = 'position'"))
				.containsEntry("is_identity", "NO")
				.extractingByKey("column_default")
				.asString()
				.startsWith("nextval(");
			this.jdbc.execute("SET ROLE " + role + "; INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, "
					+ "status) VALUES ('by-the-role', 'w-1', 9, 'Pending'); RESET ROLE");
			assertThat(this.provider.getWorkflowInstance("w-1").executionPointers()).last()
				.extracting(ExecutionPointer::id)
				.isEqualTo("by-the-role");
		}
		finally {
			this.jdbc.execute("RESET ROLE; DROP OWNED BY " + role + "; DROP ROLE " + role);
		}
	}

	@Test
	void whenAdoptedThenPagesKeepRoomForNewVersionsUnlessTheyAreToldAnother() {
		RustStore.create(this.jdbc);
		this.jdbc.execute("ALTER TABLE wfc.execution_pointers SET (fillfactor = 70)");
		this.provider.ensureStoreExists();
		String parameters = "SELECT array_to_string(reloptions, ',') FROM pg_class WHERE oid = ?::regclass";
		assertThat(this.jdbc.queryForObject(parameters, String.class, "wfc.workflows")).isEqualTo("fillfactor=80");
		assertThat(this.jdbc.queryForObject(parameters, String.class, "wfc.execution_pointers"))
			.isEqualTo("fillfactor=70");
	}

}
