package io.wfe.postgres;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values that the tables of the Rust implementation take, and that would be too
 * long for an index of ours: before a store is adopted, and after.
 */
class LongValueTests {

	/**
	 * What an index of one column takes, which is 2704 bytes with what the server adds.
	 */
	private static final String ID = text(2690);

	private static final String REFERENCE = text(3000);

	private static final String ROOT = text(4000);

	private static final String DEFINITION = text(5000);

	private static final String OF_ERROR = text(6000);

	/**
	 * An index of Rust's holds both.
	 */
	private static final String EVENT_NAME = text(1340);

	private static final String EVENT_KEY = text(1340);

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	/**
	 * Returns text that cannot be compressed.
	 */
	private static String text(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes).substring(0, length);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatRustStoresIsAdoptedAndFound(boolean before) {
		try (TestDatabase database = TestPostgres.createDatabase();
				HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource()) {
			JdbcTemplate rust = new JdbcTemplate(dataSource);
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource).build();
			RustStore.create(rust);
			if (before) {
				insert(rust);
				provider.ensureStoreExists();
			}
			else {
				provider.ensureStoreExists();
				insert(rust);
			}
			assertFound(provider);
		}
	}

	private static void insert(JdbcTemplate rust) {
		rust.update(
				"INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, reference, status, "
						+ "next_execution, create_time) VALUES (?, ?, ?, ?, 1, ?, 'Runnable', 0, '2030-01-01 00:00Z')",
				ID, ID, ROOT, DEFINITION, REFERENCE);
		rust.update("INSERT INTO wfc.execution_errors (error_time, workflow_id, execution_pointer_id, message) "
				+ "VALUES ('2030-01-01 00:00Z', ?, ?, 'm')", OF_ERROR, OF_ERROR);
		rust.update("INSERT INTO wfc.events (id, event_name, event_key, event_time) "
				+ "VALUES (?, ?, ?, '2030-01-01 00:00Z')", ID, EVENT_NAME, EVENT_KEY);
		rust.update(
				"INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name, "
						+ "event_key, subscribe_as_of) VALUES (?, ?, 1, 'p', ?, ?, '2030-01-01 00:00Z')",
				ID, ID, EVENT_NAME, EVENT_KEY);
	}

	private static void assertFound(PostgresPersistenceProvider provider) {
		for (WorkflowQuery query : List.of(WorkflowQuery.builder().workflowDefinitionId(DEFINITION).build(),
				WorkflowQuery.builder().reference(REFERENCE).build(),
				WorkflowQuery.builder().rootWorkflowId(ROOT).build(),
				WorkflowQuery.builder().namePrefix(ID.substring(0, 2000)).build())) {
			assertThat(provider.findWorkflows(query).workflows()).extracting(WorkflowSummary::id).containsExactly(ID);
		}
		assertThat(provider.getRunnableInstances(LATER)).contains(ID);
		assertThat(provider.getErrors(OF_ERROR)).extracting(ExecutionError::workflowId).containsExactly(OF_ERROR);
		assertThat(provider.getRunnableEvents(LATER)).contains(ID);
		assertThat(provider.getEvent(ID).eventName() + provider.getEvent(ID).eventKey())
			.isEqualTo(EVENT_NAME + EVENT_KEY);
		WorkflowPage page = provider.findWorkflows(WorkflowQuery.builder().pageSize(1).build());
		assertThat(page.workflows()).extracting(WorkflowSummary::id).containsExactly(ID);
		WorkflowPage next = provider.findWorkflows(WorkflowQuery.builder().pageSize(10).after(page.next()).build());
		assertThat(next.workflows()).extracting(WorkflowSummary::id).doesNotContain(ID).isNotEmpty();
	}

}
