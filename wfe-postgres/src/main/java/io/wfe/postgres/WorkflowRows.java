package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.SharedList;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.UnreadableRowException;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * Loads instances with their pointers by one statement, hence as of one moment: two
 * statements could see a workflow of one version with pointers of another. The rows of
 * the workflows and those of the pointers have nulls for the columns of the other, so
 * that the data of a workflow is not repeated for each pointer.
 */
final class WorkflowRows {

	/**
	 * To be completed by a condition on the workflows {@code w} and one on the pointers
	 * {@code p}.
	 */
	static final String LOAD = """
			SELECT w.id AS w_id, w.name AS w_name, w.root_workflow_id AS w_root_workflow_id,
				w.definition_id AS w_definition_id, w.version AS w_version,
				w.description AS w_description, w.reference AS w_reference, w.status AS w_status,
				w.data AS w_data, w.next_execution AS w_next_execution,
				w.create_time AS w_create_time, w.complete_time AS w_complete_time,
				w.xmin AS w_xmin, w.last_heartbeat_at AS w_stamp,
				NULL::text AS p_id, NULL::text AS p_workflow_id, NULL::bigint AS p_position,
				NULL::int AS p_step_id, NULL::boolean AS p_active, NULL::text AS p_status,
				NULL::timestamptz AS p_sleep_until, NULL::jsonb AS p_persistence_data,
				NULL::timestamptz AS p_start_time, NULL::timestamptz AS p_end_time,
				NULL::text AS p_event_name, NULL::text AS p_event_key,
				NULL::boolean AS p_event_published, NULL::jsonb AS p_event_data,
				NULL::text AS p_step_name, NULL::int AS p_retry_count, NULL::jsonb AS p_children,
				NULL::jsonb AS p_context_item, NULL::text AS p_predecessor_id,
				NULL::jsonb AS p_outcome, NULL::jsonb AS p_scope,
				NULL::jsonb AS p_extension_attributes
			FROM {workflows} w
			WHERE %s
			UNION ALL
			SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
				p.id, p.workflow_id, p.position, p.step_id, p.active, p.status, p.sleep_until,
				p.persistence_data, p.start_time, p.end_time, p.event_name, p.event_key,
				p.event_published, p.event_data, p.step_name, p.retry_count, p.children,
				p.context_item, p.predecessor_id, p.outcome, p.scope, p.extension_attributes
			FROM {execution_pointers} p
			WHERE %s
			""";

	private static final Comparator<Positioned> ORDER = Comparator.comparingLong(Positioned::position)
		.thenComparing((positioned) -> positioned.pointer().id());

	private final String workflows;

	private final String pointers;

	private volatile @Nullable Layout layout;

	WorkflowRows(TableNames names) {
		this.workflows = names.displayed("workflows");
		this.pointers = names.displayed("execution_pointers");
	}

	/**
	 * Reads all instances of a result set.
	 * @throws UnreadableRowException if one cannot be read
	 */
	Map<String, WorkflowInstance> readAll(ResultSet resultSet) throws SQLException {
		return read(resultSet, (ex) -> {
			throw ex;
		});
	}

	/**
	 * Reads the instances of a result set, leaving out those that cannot be read.
	 */
	Map<String, WorkflowInstance> readReadable(ResultSet resultSet, UnreadableRows unreadable) throws SQLException {
		return read(resultSet, unreadable::leftOut);
	}

	/**
	 * Reads the rows in whatever order they come: the server may append the pointers of
	 * one worker before the workflows of another.
	 */
	private Map<String, WorkflowInstance> read(ResultSet resultSet, Consumer<UnreadableRowException> unreadable)
			throws SQLException {
		Map<String, Loaded> workflows = new LinkedHashMap<>();
		Map<String, List<Positioned>> pointers = new HashMap<>();
		Set<String> damaged = new HashSet<>();
		Layout layout = layout(resultSet);
		Columns ofWorkflow = layout.ofWorkflow();
		Columns ofPointer = layout.ofPointer();
		while (resultSet.next()) {
			String id = resultSet.getString(ofWorkflow.index("id"));
			String workflowId = (id != null) ? id : resultSet.getString(ofPointer.index("workflow_id"));
			try {
				if (id != null) {
					workflows.put(id, readWorkflow(resultSet, ofWorkflow));
				}
				else {
					pointers.computeIfAbsent(workflowId, (key) -> new ArrayList<>())
						.add(PointerSql.read(resultSet, this.pointers, ofPointer));
				}
			}
			catch (UnreadableRowException ex) {
				unreadable.accept(ex);
				damaged.add(workflowId);
			}
		}
		workflows.keySet().removeAll(damaged);
		Map<String, WorkflowInstance> instances = new LinkedHashMap<>();
		workflows.forEach((id, loaded) -> instances.put(id, loaded.build(pointers.getOrDefault(id, List.of()))));
		return instances;
	}

	/**
	 * It is that of {@link #LOAD}, whatever the conditions are, and so looked up once.
	 */
	private Layout layout(ResultSet resultSet) throws SQLException {
		Layout known = this.layout;
		if (known == null) {
			known = new Layout(new Columns(resultSet, "w_"), new Columns(resultSet, "p_"));
			this.layout = known;
		}
		return known;
	}

	private Loaded readWorkflow(ResultSet resultSet, Columns columns) throws SQLException {
		Row row = new Row(resultSet, this.workflows, "id", columns);
		WorkflowInstance.Builder workflow = WorkflowInstance.builder()
			.id(row.text("id"))
			.name(row.text("name"))
			.rootWorkflowId(row.nullableText("root_workflow_id"))
			.workflowDefinitionId(row.text("definition_id"))
			.version(row.integer("version"))
			.description(row.nullableText("description"))
			.reference(row.nullableText("reference"))
			.status(row.value("status", WorkflowStatus::fromStoredName))
			.data(row.json("data"))
			.nextExecution(row.nullableMillis("next_execution"))
			.createTime(row.timestamp("create_time"))
			.completeTime(row.nullableTimestamp("complete_time"));
		return new Loaded(workflow, new Version(row.text("xmin"), row.stamp("stamp")));
	}

	/**
	 * Where the columns stand.
	 */
	private record Layout(Columns ofWorkflow, Columns ofPointer) {

	}

	/**
	 * The row of a workflow.
	 */
	private record Loaded(WorkflowInstance.Builder workflow, Version version) {

		WorkflowInstance build(List<Positioned> pointers) {
			List<Positioned> sorted = new ArrayList<>(pointers);
			sorted.sort(ORDER);
			List<ExecutionPointer> ordered = new ArrayList<>(sorted.size());
			sorted.forEach((positioned) -> ordered.add(positioned.pointer()));
			WorkflowInstance instance = this.workflow.executionPointers(SharedList.of(ordered)).build();
			return instance.toBuilder()
				.revision(new PostgresRevision(this.version, instance.name(), SharedJson.data(instance),
						SharedList.of(sorted)))
				.build();
		}

	}

}
