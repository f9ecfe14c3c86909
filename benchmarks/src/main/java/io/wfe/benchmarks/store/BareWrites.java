package io.wfe.benchmarks.store;

import java.io.Reader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the provider writes, in bare JDBC: by its own statements, and by {@code COPY}, the
 * fastest way into a table. Plain code maps the models.
 */
public final class BareWrites {

	private static final String COPY_WORKFLOWS = """
			COPY %s.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status,
				data, next_execution, create_time, complete_time, last_heartbeat_at) FROM STDIN
			""";

	private static final String COPY_POINTERS = """
			COPY %s.execution_pointers (id, workflow_id, position, step_id, active, status, sleep_until,
				persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name,
				retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes) FROM STDIN
			""";

	private static final String COPY_ERRORS = """
			COPY %s.execution_errors (error_time, workflow_id, execution_pointer_id, message) FROM STDIN
			""";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final DataSource dataSource;

	private final String schema;

	/**
	 * Creates writes for the tables of a store.
	 * @param dataSource where connections come from
	 * @param schema the schema of the tables
	 */
	public BareWrites(DataSource dataSource, String schema) {
		this.dataSource = dataSource;
		this.schema = schema;
	}

	/**
	 * Inserts an instance and its pointers by the provider's statement for that number of
	 * pointers.
	 * @param sql the statement
	 * @param instance a new instance with a name and a pointer or more
	 * @throws SQLException if it fails
	 */
	public void create(String sql, WorkflowInstance instance) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			List<ExecutionPointer> pointers = instance.executionPointers();
			Row row = new Row(statement).text(instance.id())
				.workflow(instance, MAPPER.writeValueAsString(SharedJson.data(instance)))
				.array(connection, "text", pointers, ExecutionPointer::id);
			if (pointers.size() == 1) {
				one(row, pointers.get(0));
			}
			else {
				many(row, connection, pointers);
			}
			try (ResultSet resultSet = statement.executeQuery()) {
				resultSet.next();
				resultSet.getString("xmin");
				resultSet.getObject("stamp", OffsetDateTime.class);
			}
		}
	}

	private static void one(Row row, ExecutionPointer pointer) throws SQLException {
		row.text(pointer.id())
			.bigint(0)
			.integer(pointer.stepId())
			.flag(pointer.active())
			.text(pointer.status().storedName())
			.text(text(pointer.sleepUntil()))
			.text(json(SharedJson.persistenceData(pointer)))
			.text(text(pointer.startTime()))
			.text(text(pointer.endTime()))
			.text(pointer.eventName())
			.text(pointer.eventKey())
			.flag(pointer.eventPublished())
			.text(json(SharedJson.eventData(pointer)))
			.text(pointer.stepName())
			.integer(pointer.retryCount())
			.text(json(pointer.children()))
			.text(json(SharedJson.contextItem(pointer)))
			.text(pointer.predecessorId())
			.text(json(SharedJson.outcome(pointer)))
			.text(json(pointer.scope()))
			.text(json(SharedJson.extensionAttributes(pointer)));
	}

	private static void many(Row row, Connection connection, List<ExecutionPointer> pointers) throws SQLException {
		Long[] positions = new Long[pointers.size()];
		for (int position = 0; position < positions.length; position++) {
			positions[position] = (long) position;
		}
		row.array(connection, "text", pointers, ExecutionPointer::id)
			.array(connection, "int8", List.of(positions), (position) -> position)
			.array(connection, "int4", pointers, ExecutionPointer::stepId)
			.array(connection, "bool", pointers, ExecutionPointer::active)
			.array(connection, "text", pointers, (pointer) -> pointer.status().storedName())
			.array(connection, "text", pointers, (pointer) -> text(pointer.sleepUntil()))
			.array(connection, "text", pointers, (pointer) -> json(SharedJson.persistenceData(pointer)))
			.array(connection, "text", pointers, (pointer) -> text(pointer.startTime()))
			.array(connection, "text", pointers, (pointer) -> text(pointer.endTime()))
			.array(connection, "text", pointers, ExecutionPointer::eventName)
			.array(connection, "text", pointers, ExecutionPointer::eventKey)
			.array(connection, "bool", pointers, ExecutionPointer::eventPublished)
			.array(connection, "text", pointers, (pointer) -> json(SharedJson.eventData(pointer)))
			.array(connection, "text", pointers, ExecutionPointer::stepName)
			.array(connection, "int4", pointers, ExecutionPointer::retryCount)
			.array(connection, "text", pointers, (pointer) -> json(pointer.children()))
			.array(connection, "text", pointers, (pointer) -> json(SharedJson.contextItem(pointer)))
			.array(connection, "text", pointers, ExecutionPointer::predecessorId)
			.array(connection, "text", pointers, (pointer) -> json(SharedJson.outcome(pointer)))
			.array(connection, "text", pointers, (pointer) -> json(pointer.scope()))
			.array(connection, "text", pointers, (pointer) -> json(SharedJson.extensionAttributes(pointer)));
	}

	/**
	 * Copies an instance and its pointers into their tables, in one transaction.
	 * @param instance a new instance with a name
	 * @throws SQLException if it fails
	 */
	public void copy(WorkflowInstance instance) throws SQLException {
		StringBuilder workflow = new StringBuilder();
		line(workflow, instance.id(), instance.name(), instance.rootWorkflowId(), instance.workflowDefinitionId(),
				instance.version(), instance.description(), instance.reference(), instance.status().storedName(),
				json(SharedJson.data(instance)), millis(instance.nextExecution()), instance.createTime(),
				instance.completeTime(), instance.createTime());
		StringBuilder pointers = new StringBuilder();
		int position = 0;
		for (ExecutionPointer pointer : instance.executionPointers()) {
			line(pointers, pointer.id(), instance.id(), position++, pointer.stepId(), pointer.active(),
					pointer.status().storedName(), pointer.sleepUntil(), json(SharedJson.persistenceData(pointer)),
					pointer.startTime(), pointer.endTime(), pointer.eventName(), pointer.eventKey(),
					pointer.eventPublished(), json(SharedJson.eventData(pointer)), pointer.stepName(),
					pointer.retryCount(), json(pointer.children()), json(SharedJson.contextItem(pointer)),
					pointer.predecessorId(), json(SharedJson.outcome(pointer)), json(pointer.scope()),
					json(SharedJson.extensionAttributes(pointer)));
		}
		// The pool restores autocommit
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			copy(connection, COPY_WORKFLOWS, workflow);
			copy(connection, COPY_POINTERS, pointers);
			connection.commit();
		}
	}

	/**
	 * Inserts errors by the provider's statement for that number of errors.
	 * @param sql the statement
	 * @param errors the errors
	 * @throws SQLException if it fails
	 */
	public void persistErrors(String sql, List<ExecutionError> errors) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			if (errors.size() == 1) {
				ExecutionError error = errors.get(0);
				statement.setObject(1, error.errorTime().atOffset(ZoneOffset.UTC));
				statement.setString(2, error.workflowId());
				statement.setString(3, error.executionPointerId());
				statement.setString(4, error.message());
			}
			else {
				new Row(statement).array(connection, "text", errors, (error) -> text(error.errorTime()))
					.array(connection, "text", errors, ExecutionError::workflowId)
					.array(connection, "text", errors, ExecutionError::executionPointerId)
					.array(connection, "text", errors, ExecutionError::message);
			}
			statement.executeUpdate();
		}
	}

	/**
	 * Copies errors into their table.
	 * @param errors the errors
	 * @throws SQLException if it fails
	 */
	public void copyErrors(List<ExecutionError> errors) throws SQLException {
		StringBuilder lines = new StringBuilder();
		for (ExecutionError error : errors) {
			line(lines, error.errorTime(), error.workflowId(), error.executionPointerId(), error.message());
		}
		try (Connection connection = this.dataSource.getConnection()) {
			copy(connection, COPY_ERRORS, lines);
		}
	}

	// By reflection: the compiler would warn of annotations of the driver that are not on
	// the class path
	private void copy(Connection connection, String sql, StringBuilder lines) throws SQLException {
		try {
			Class<?> type = Class.forName("org.postgresql.PGConnection");
			Object api = type.getMethod("getCopyAPI").invoke(connection.unwrap(type));
			api.getClass()
				.getMethod("copyIn", String.class, Reader.class)
				.invoke(api, sql.formatted(this.schema), new StringReader(lines.toString()));
		}
		catch (ReflectiveOperationException ex) {
			throw new SQLException(ex);
		}
	}

	private static void line(StringBuilder lines, @Nullable Object... values) {
		String separator = "";
		for (Object value : values) {
			lines.append(separator);
			lines.append((value == null) ? "\\N" : (value instanceof String text)
					? text.replace("\\", "\\\\").replace("\n", "\\n") : value.toString());
			separator = "\t";
		}
		lines.append('\n');
	}

	private static @Nullable Long millis(@Nullable Instant instant) {
		return (instant != null) ? (Long) instant.toEpochMilli() : null;
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

	private static @Nullable String json(@Nullable Object value) {
		return (value != null) ? MAPPER.writeValueAsString(value) : null;
	}

}
