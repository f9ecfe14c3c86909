package io.wfe.benchmarks.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Maps models to parameters and back, as plain code would.
 */
public final class Row {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {
	};

	private static final TypeReference<Map<String, JsonNode>> NODES = new TypeReference<>() {
	};

	private final PreparedStatement statement;

	private int index;

	Row(PreparedStatement statement) {
		this.statement = statement;
	}

	Row text(@Nullable String value) throws SQLException {
		this.statement.setString(++this.index, value);
		return this;
	}

	Row bigint(long value) throws SQLException {
		this.statement.setLong(++this.index, value);
		return this;
	}

	Row timestamp(@Nullable Instant value) throws SQLException {
		if (value != null) {
			this.statement.setObject(++this.index, value.atOffset(ZoneOffset.UTC));
		}
		else {
			this.statement.setNull(++this.index, Types.TIMESTAMP_WITH_TIMEZONE);
		}
		return this;
	}

	Row integer(int value) throws SQLException {
		this.statement.setInt(++this.index, value);
		return this;
	}

	Row flag(boolean value) throws SQLException {
		this.statement.setBoolean(++this.index, value);
		return this;
	}

	<T> Row array(Connection connection, String type, List<T> values, Function<T, @Nullable Object> column)
			throws SQLException {
		@Nullable Object[] array = new @Nullable Object[values.size()];
		for (int place = 0; place < array.length; place++) {
			array[place] = column.apply(values.get(place));
		}
		this.statement.setArray(++this.index, connection.createArrayOf(type, array));
		return this;
	}

	private Row json(@Nullable Object value) throws SQLException {
		return text((value != null) ? MAPPER.writeValueAsString(value) : null);
	}

	Row workflow(WorkflowInstance instance, String data) throws SQLException {
		text(instance.name()).text(instance.rootWorkflowId())
			.text(instance.workflowDefinitionId())
			.integer(instance.version())
			.text(instance.description())
			.text(instance.reference())
			.text(instance.status().storedName())
			.text(data);
		Instant nextExecution = instance.nextExecution();
		if (nextExecution != null) {
			bigint(nextExecution.toEpochMilli());
		}
		else {
			this.statement.setNull(++this.index, Types.BIGINT);
		}
		return timestamp(instance.createTime()).timestamp(instance.completeTime());
	}

	Row pointer(ExecutionPointer pointer, String workflowId) throws SQLException {
		return text(pointer.id()).text(workflowId)
			.integer(pointer.stepId())
			.flag(pointer.active())
			.text(pointer.status().storedName())
			.timestamp(pointer.sleepUntil())
			.json(pointer.persistenceData())
			.timestamp(pointer.startTime())
			.timestamp(pointer.endTime())
			.text(pointer.eventName())
			.text(pointer.eventKey())
			.flag(pointer.eventPublished())
			.json(pointer.eventData())
			.text(pointer.stepName())
			.integer(pointer.retryCount())
			.json(pointer.children())
			.json(pointer.contextItem())
			.text(pointer.predecessorId())
			.json(pointer.outcome())
			.json(pointer.scope())
			.json(pointer.extensionAttributes());
	}

	/**
	 * Reads a workflow without its pointers.
	 * @param row the row
	 * @param prefix what its labels start with
	 * @return the instance so far
	 * @throws SQLException if it fails
	 */
	public static WorkflowInstance.Builder readWorkflow(ResultSet row, String prefix) throws SQLException {
		long nextExecution = row.getLong(prefix + "next_execution");
		return WorkflowInstance.builder()
			.nextExecution(row.wasNull() ? null : Instant.ofEpochMilli(nextExecution))
			.id(row.getString(prefix + "id"))
			.name(row.getString(prefix + "name"))
			.rootWorkflowId(row.getString(prefix + "root_workflow_id"))
			.workflowDefinitionId(row.getString(prefix + "definition_id"))
			.version(row.getInt(prefix + "version"))
			.description(row.getString(prefix + "description"))
			.reference(row.getString(prefix + "reference"))
			.status(WorkflowStatus.fromStoredName(row.getString(prefix + "status")).orElseThrow())
			.data(MAPPER.readTree(row.getString(prefix + "data")))
			.createTime(row.getObject(prefix + "create_time", OffsetDateTime.class).toInstant())
			.completeTime(instant(row, prefix + "complete_time"));
	}

	/**
	 * Reads a pointer.
	 * @param row the row
	 * @param prefix what its labels start with
	 * @return the pointer
	 * @throws SQLException if it fails
	 */
	public static ExecutionPointer readPointer(ResultSet row, String prefix) throws SQLException {
		return ExecutionPointer.builder()
			.id(row.getString(prefix + "id"))
			.stepId(row.getInt(prefix + "step_id"))
			.active(row.getBoolean(prefix + "active"))
			.status(PointerStatus.fromStoredName(row.getString(prefix + "status")).orElseThrow())
			.sleepUntil(instant(row, prefix + "sleep_until"))
			.persistenceData(node(row, prefix + "persistence_data"))
			.startTime(instant(row, prefix + "start_time"))
			.endTime(instant(row, prefix + "end_time"))
			.eventName(row.getString(prefix + "event_name"))
			.eventKey(row.getString(prefix + "event_key"))
			.eventPublished(row.getBoolean(prefix + "event_published"))
			.eventData(node(row, prefix + "event_data"))
			.stepName(row.getString(prefix + "step_name"))
			.retryCount(row.getInt(prefix + "retry_count"))
			.children(MAPPER.readValue(row.getString(prefix + "children"), STRINGS))
			.contextItem(node(row, prefix + "context_item"))
			.predecessorId(row.getString(prefix + "predecessor_id"))
			.outcome(node(row, prefix + "outcome"))
			.scope(MAPPER.readValue(row.getString(prefix + "scope"), STRINGS))
			.extensionAttributes(MAPPER.readValue(row.getString(prefix + "extension_attributes"), NODES))
			.build();
	}

	private static @Nullable Instant instant(ResultSet row, String label) throws SQLException {
		OffsetDateTime value = row.getObject(label, OffsetDateTime.class);
		return (value != null) ? value.toInstant() : null;
	}

	private static @Nullable JsonNode node(ResultSet row, String label) throws SQLException {
		String value = row.getString(label);
		return (value != null) ? MAPPER.readTree(value) : null;
	}

}
