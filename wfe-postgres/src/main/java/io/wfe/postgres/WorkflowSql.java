package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code workflows}: how they are written, and how the version of a row is
 * told.
 * <p>
 * Two columns make the version: {@code xmin}, which every writer changes, and
 * {@code last_heartbeat_at}, which each of our writes sets to a stamp that is later than
 * the stored one. The stamp tells two writes of one transaction apart, and two rows that
 * got the same {@code xmin} on two servers.
 */
final class WorkflowSql {

	/**
	 * The stamp of a new version of a row {@code w}. The time of the statement, not that
	 * of the clock: a distributed PostgreSQL passes on an update only if its functions
	 * have one value during a statement, and those of a column have one for ever. That is
	 * so without a time zone, and adding to it costs less too.
	 */
	static final String NEXT_STAMP = """
			greatest(statement_timestamp(),
				(w.last_heartbeat_at AT TIME ZONE interval '0' + interval '1 microsecond') AT TIME ZONE interval '0')""";

	/**
	 * The version of a row {@code w}, as {@link #readVersion} reads it.
	 */
	static final String VERSION = "w.xmin AS xmin, w.last_heartbeat_at AS stamp";

	/**
	 * Whether a row {@code w} has the version that {@link #bindVersion} binds. A row of
	 * the Rust implementation has no stamp until somebody else writes it.
	 */
	static final String HAS_VERSION = "w.xmin = ?::text::xid AND w.last_heartbeat_at IS NOT DISTINCT FROM ?";

	/**
	 * Sets all columns but the id to what {@link #bindFields} binds.
	 */
	static final String FIELDS = """
			name = ?, root_workflow_id = ?, definition_id = ?, version = ?, description = ?, reference = ?,
			status = ?, %snext_execution = ?, create_time = ?, complete_time = ?, last_heartbeat_at =
			""" + NEXT_STAMP;

	/**
	 * The data, which is written only if it has changed.
	 */
	static final String DATA = "data = ?::jsonb, ";

	private WorkflowSql() {
	}

	/**
	 * Binds all columns but the id.
	 */
	static void bindFields(Parameters parameters, WorkflowInstance instance, boolean withData) throws SQLException {
		parameters.text(instance.name())
			.text(instance.rootWorkflowId())
			.text(instance.workflowDefinitionId())
			.integer(instance.version())
			.text(instance.description())
			.text(instance.reference())
			.text(instance.status().storedName());
		if (withData) {
			parameters.json(SharedJson.data(instance));
		}
		parameters.millis(instance.nextExecution()).timestamp(instance.createTime()).timestamp(instance.completeTime());
	}

	static void bindVersion(Parameters parameters, Version version) throws SQLException {
		parameters.text(version.xmin()).timestamp(version.stamp());
	}

	/**
	 * Returns the revision of the instance that was written, or {@code null} if there is
	 * no row, because nothing was.
	 */
	static @Nullable PostgresRevision readRevision(ResultSet resultSet, WorkflowInstance instance,
			List<Positioned> pointers) throws SQLException {
		return resultSet.next()
				? new PostgresRevision(readVersion(resultSet), instance.name(), SharedJson.data(instance), pointers)
				: null;
	}

	static Version readVersion(ResultSet resultSet) throws SQLException {
		return new Version(resultSet.getString("xmin"), Timestamps.read(resultSet, resultSet.findColumn("stamp")));
	}

}
