package io.wfe.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.support.Inputs;
import io.wfe.postgres.PointerSql.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * How new instances are bound and inserted, any number of them. The server sets their
 * times.
 */
final class StartSql {

	static final String COLUMNS = """
			id, name, root_workflow_id, definition_id, version, description, reference, status, data,
			next_execution, create_time, complete_time, last_heartbeat_at, host_id""";

	/**
	 * What {@link #bind} binds, as a row source {@code n}, hidden from the planner as in
	 * {@link PointerSql#SOURCE}. Their places are counted, since of
	 * {@code generate_subscripts} the planner expects a thousand.
	 */
	static final String SOURCE = """
			(SELECT row_number() OVER () AS place, a.* FROM (SELECT unnest(a.parent) AS parent, unnest(a.id) AS id, unnest(a.name) AS name,
				unnest(a.root_workflow_id) AS root_workflow_id, unnest(a.definition_id) AS definition_id,
				unnest(a.version) AS version, unnest(a.description) AS description,
				unnest(a.reference) AS reference, unnest(a.status) AS status, unnest(a.data) AS data,
				unnest(a.delay) AS delay, unnest(a.complete_time) AS complete_time, unnest(a.host_id) AS host_id
			FROM (SELECT ?::text[] AS parent, ?::text[] AS id, ?::text[] AS name, ?::text[] AS root_workflow_id,
				?::text[] AS definition_id, ?::int[] AS version, ?::text[] AS description,
				?::text[] AS reference, ?::text[] AS status, ?::text[]::jsonb[] AS data, ?::bigint[] AS delay,
				?::text[]::timestamptz[] AS complete_time, ?::text[] AS host_id OFFSET 0) AS a) AS a) AS n""";

	/**
	 * The same for one instance, as {@link #bindOne} binds it.
	 */
	static final String ONE = """
			(SELECT 1 AS place, ?::text AS parent, ?::text AS id, ?::text AS name, ?::text AS root_workflow_id,
				?::text AS definition_id, ?::int AS version, ?::text AS description, ?::text AS reference,
				?::text AS status, ?::jsonb AS data, ?::bigint AS delay, ?::text::timestamptz AS complete_time,
				?::text AS host_id) AS n""";

	/**
	 * The values of {@link #COLUMNS} in {@link #SOURCE} and {@link #ONE}.
	 */
	static final String VALUES = """
			n.id, n.name, n.root_workflow_id, n.definition_id, n.version, n.description, n.reference, n.status,
			n.data, CASE WHEN n.delay = 0 THEN 0 ELSE %s + n.delay END, clock_timestamp(), n.complete_time,
			clock_timestamp(), n.host_id""".formatted(ClaimSql.NOW);

	private static final Duration LONGEST_DELAY = Duration.ofDays(365_000_000);

	private StartSql() {
	}

	/**
	 * A new instance with its id and name.
	 *
	 * @param parent the id of the instance that starts it, or {@code null}
	 * @param instance the instance
	 * @param delay how long it waits, in milliseconds
	 * @param hostId the id of its owner, or {@code null}
	 * @param pointers its pointers
	 */
	record Start(@Nullable String parent, WorkflowInstance instance, long delay, @Nullable String hostId,
			List<Positioned> pointers) {

		/**
		 * Checks a new instance.
		 * @throws InvalidValueException if a value cannot be stored
		 */
		static Start of(@Nullable String parent, NewWorkflow started, Inputs inputs) {
			WorkflowInstance given = started.instance();
			WorkflowInstance instance = WorkflowStore
				.withName(given.id().isBlank() ? given.toBuilder().id(TimeOrderedIds.next()).build() : given);
			inputs.check(instance);
			Inputs.checkUnique(instance);
			instance.executionPointers().forEach(inputs::check);
			if (started.delay().compareTo(LONGEST_DELAY) > 0) {
				throw new InvalidValueException("NewWorkflow", instance.id(), "delay", "is too long");
			}
			inputs.stored("NewWorkflow", instance.id()).optionalText("hostId", started.hostId());
			return new Start(parent, instance, started.delay().toMillis(), started.hostId(),
					PointerChanges.positioned(instance.executionPointers()));
		}

	}

	static void bind(Parameters parameters, List<Start> starts) throws SQLException {
		List<WorkflowInstance> instances = starts.stream().map(Start::instance).toList();
		parameters.texts(starts, Start::parent)
			.texts(instances, WorkflowInstance::id)
			.texts(instances, WorkflowInstance::name)
			.texts(instances, WorkflowInstance::rootWorkflowId)
			.texts(instances, WorkflowInstance::workflowDefinitionId)
			.integers(instances, WorkflowInstance::version)
			.texts(instances, WorkflowInstance::description)
			.texts(instances, WorkflowInstance::reference)
			.texts(instances, (instance) -> instance.status().storedName())
			.jsons(instances, SharedJson::data)
			.bigints(starts, Start::delay)
			.timestamps(instances, WorkflowInstance::completeTime)
			.texts(starts, Start::hostId);
	}

	static void bindOne(Parameters parameters, Start start) throws SQLException {
		WorkflowInstance instance = start.instance();
		parameters.text(start.parent())
			.text(instance.id())
			.text(instance.name())
			.text(instance.rootWorkflowId())
			.text(instance.workflowDefinitionId())
			.integer(instance.version())
			.text(instance.description())
			.text(instance.reference())
			.text(instance.status().storedName())
			.json(SharedJson.data(instance))
			.bigint(start.delay())
			.text(Timestamps.toText(instance.completeTime()))
			.text(start.hostId());
	}

	/**
	 * Binds the pointers of new instances as {@link PointerSql#SOURCE_OF_MANY}.
	 */
	static void bindPointers(Parameters parameters, List<Start> starts) throws SQLException {
		List<String> owners = new ArrayList<>();
		List<Integer> json = new ArrayList<>();
		List<Positioned> pointers = new ArrayList<>();
		for (Start start : starts) {
			for (Positioned pointer : start.pointers()) {
				owners.add(start.instance().id());
				json.add(PointerJson.ALL);
				pointers.add(pointer);
			}
		}
		PointerSql.bindOfMany(parameters, owners, json, pointers);
	}

	static boolean havePointers(List<Start> starts) {
		for (Start start : starts) {
			if (!start.pointers().isEmpty()) {
				return true;
			}
		}
		return false;
	}

}
