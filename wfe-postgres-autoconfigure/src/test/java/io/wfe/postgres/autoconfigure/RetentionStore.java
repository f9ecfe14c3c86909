package io.wfe.postgres.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.Event;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A store with rows that a retention of 30 days deletes, and rows that it keeps.
 */
final class RetentionStore implements AutoCloseable {

	static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	static final Instant OLD = NOW.minus(Duration.ofDays(31));

	static final Instant RECENT = NOW.minus(Duration.ofDays(29));

	private final HikariDataSource dataSource;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final PostgresPersistenceProvider provider;

	/**
	 * Creates the tables, without rows.
	 */
	RetentionStore(TestDatabase database) {
		this.dataSource = PostgresUrl.parse(database.uri()).createDataSource();
		this.dataSource.setMaximumPoolSize(3);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		this.provider = PostgresPersistenceProvider.builder(this.dataSource).build();
		this.provider.ensureStoreExists();
		this.provider.truncateAll();
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	TransactionTemplate transaction() {
		return this.transaction;
	}

	PostgresPersistenceProvider provider() {
		return this.provider;
	}

	void addOfEachKind(Instant time) {
		for (WorkflowStatus status : WorkflowStatus.values()) {
			workflow(status, time);
		}
		event(time, true);
		event(time, false);
		this.provider.persistErrors(List.of(new ExecutionError(time, "workflow", "pointer", "message")));
	}

	String workflow(WorkflowStatus status, @Nullable Instant completeTime) {
		return this.provider.createNewWorkflow(Databases.workflow()
			.toBuilder()
			.status(status)
			.completeTime(completeTime)
			.executionPointers(List.of(ExecutionPointer.create(0)))
			.build());
	}

	Event event(Instant time, boolean processed) {
		Event event = Event.create("event", "key", JsonNodeFactory.instance.objectNode())
			.toBuilder()
			.eventTime(time)
			.processed(processed)
			.build();
		this.provider.createEvent(event);
		return event;
	}

	/**
	 * Tells of what kinds the stored rows are, sorted.
	 */
	List<String> stored() {
		return this.jdbc.queryForList("""
				SELECT upper(status) AS kind FROM wfc.workflows
				UNION ALL SELECT CASE WHEN is_processed THEN 'processed' ELSE 'unprocessed' END FROM wfc.events
				UNION ALL SELECT 'error' FROM wfc.execution_errors
				""", String.class).stream().map(Objects::requireNonNull).sorted().toList();
	}

}
