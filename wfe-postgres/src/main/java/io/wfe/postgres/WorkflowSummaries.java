package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowSummary;

/**
 * The columns of {@code workflows} that make a summary: how they are listed and read.
 */
final class WorkflowSummaries {

	static final String COLUMNS = """
			id, name, root_workflow_id, definition_id, version, description, reference, status,
			next_execution, create_time, complete_time""";

	private WorkflowSummaries() {
	}

	static WorkflowSummary read(ResultSet resultSet, String table) throws SQLException {
		Row row = new Row(resultSet, table, "id");
		return new WorkflowSummary(row.text("id"), row.text("name"), row.nullableText("root_workflow_id"),
				row.text("definition_id"), row.integer("version"), row.nullableText("description"),
				row.nullableText("reference"), row.value("status", WorkflowStatus::fromStoredName),
				row.nullableMillis("next_execution"), row.timestamp("create_time"),
				row.nullableTimestamp("complete_time"));
	}

}
