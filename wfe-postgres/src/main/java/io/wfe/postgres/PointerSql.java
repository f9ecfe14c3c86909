package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code execution_pointers}: how they are listed, bound and read. Any
 * number of pointers is bound as one array for each column, so that the text of a
 * statement, and with it the server's plan, does not depend on their number.
 */
final class PointerSql {

	static final String COLUMNS = """
			position, step_id, active, status, sleep_until, persistence_data, start_time, end_time,
			event_name, event_key, event_published, event_data, step_name, retry_count, children,
			context_item, predecessor_id, outcome, scope, extension_attributes""";

	private static final String UNNESTED = """
			unnest(a.id) AS id, unnest(a.position) AS position,
				unnest(a.step_id) AS step_id, unnest(a.active) AS active,
				unnest(a.status) AS status, unnest(a.sleep_until) AS sleep_until,
				unnest(a.persistence_data) AS persistence_data,
				unnest(a.start_time) AS start_time, unnest(a.end_time) AS end_time,
				unnest(a.event_name) AS event_name, unnest(a.event_key) AS event_key,
				unnest(a.event_published) AS event_published,
				unnest(a.event_data) AS event_data, unnest(a.step_name) AS step_name,
				unnest(a.retry_count) AS retry_count, unnest(a.children) AS children,
				unnest(a.context_item) AS context_item,
				unnest(a.predecessor_id) AS predecessor_id, unnest(a.outcome) AS outcome,
				unnest(a.scope) AS scope, unnest(a.extension_attributes) AS extension_attributes""";

	private static final String ARRAYS = """
			?::text[] AS id, ?::bigint[] AS position, ?::int[] AS step_id,
				?::boolean[] AS active, ?::text[] AS status, ?::text[]::timestamptz[] AS sleep_until,
				?::text[]::jsonb[] AS persistence_data, ?::text[]::timestamptz[] AS start_time,
				?::text[]::timestamptz[] AS end_time, ?::text[] AS event_name, ?::text[] AS event_key,
				?::boolean[] AS event_published, ?::text[]::jsonb[] AS event_data,
				?::text[] AS step_name, ?::int[] AS retry_count, ?::text[]::jsonb[] AS children,
				?::text[]::jsonb[] AS context_item, ?::text[] AS predecessor_id,
				?::text[]::jsonb[] AS outcome, ?::text[]::jsonb[] AS scope, ?::text[]::jsonb[] AS extension_attributes""";

	/**
	 * What {@link #bind} binds, as a row source {@code v}. Timestamps are text: a Java
	 * array of timestamps would be shifted by the time zone of the session, or fail
	 * beyond the year 9999.
	 * <p>
	 * {@code OFFSET 0} hides the arrays from the planner. If it knew how short they are,
	 * it would take a plan for these very arrays to be cheaper than one for any, and make
	 * one for each execution, which costs more than the execution. {@code unnest} stands
	 * in the select list, where the arrays are gone through side by side; in the
	 * {@code FROM} clause each would be written to a table of its own first.
	 */
	static final String SOURCE = source("", "");

	/**
	 * The same, with the id of the workflow and the JSON that has changed in front, as
	 * {@link #bindOfMany} binds it.
	 */
	static final String SOURCE_OF_MANY = source("unnest(a.workflow_id) AS workflow_id, unnest(a.json) AS json, ",
			"?::text[] AS workflow_id, ?::int[] AS json, ");

	/**
	 * The same for one pointer, as {@link #bindOneOrMany} binds it: most statements write
	 * one, and need no arrays.
	 */
	static final String ONE = one("");

	/**
	 * The same, with the id of the workflow and the JSON that has changed in front, as
	 * {@link #bindOneOfMany} binds it.
	 */
	static final String ONE_OF_MANY = one("?::text AS workflow_id, ?::int AS json, ");

	/**
	 * The columns that are written whenever a pointer has changed: all but those of
	 * {@link PointerJson}, as {@link #bindFields} binds them.
	 */
	static final String FIELDS = """
			position = ?, step_id = ?, active = ?, status = ?, sleep_until = ?, start_time = ?,
			end_time = ?, event_name = ?, event_key = ?, event_published = ?, step_name = ?,
			retry_count = ?, predecessor_id = ?""";

	/**
	 * The values of {@link #COLUMNS} in {@link #SOURCE} and {@link #ONE}.
	 */
	static final String VALUES = """
			v.position, v.step_id, v.active, v.status, v.sleep_until,
			v.persistence_data, v.start_time, v.end_time,
			v.event_name, v.event_key, v.event_published, v.event_data, v.step_name,
			v.retry_count, v.children, v.context_item, v.predecessor_id,
			v.outcome, v.scope, v.extension_attributes""";

	/**
	 * The values of {@link #COLUMNS} in the table {@code p}.
	 */
	static final String STORED = """
			p.position, p.step_id, p.active, p.status, p.sleep_until, p.persistence_data,
			p.start_time, p.end_time, p.event_name, p.event_key, p.event_published, p.event_data,
			p.step_name, p.retry_count, p.children, p.context_item, p.predecessor_id, p.outcome,
			p.scope, p.extension_attributes""";

	private PointerSql() {
	}

	private static String one(String first) {
		return "(SELECT " + first + """
				?::text AS id, ?::bigint AS position, ?::int AS step_id, ?::boolean AS active,
				?::text AS status, ?::text::timestamptz AS sleep_until, ?::jsonb AS persistence_data,
				?::text::timestamptz AS start_time, ?::text::timestamptz AS end_time, ?::text AS event_name,
				?::text AS event_key, ?::boolean AS event_published, ?::jsonb AS event_data,
				?::text AS step_name, ?::int AS retry_count, ?::jsonb AS children,
				?::jsonb AS context_item, ?::text AS predecessor_id, ?::jsonb AS outcome,
				?::jsonb AS scope, ?::jsonb AS extension_attributes) AS v""";
	}

	private static String source(String unnested, String arrays) {
		return "(SELECT " + unnested + UNNESTED + " FROM (SELECT " + arrays + ARRAYS + " OFFSET 0) AS a) AS v";
	}

	/**
	 * A pointer and its place in the order of its instance.
	 *
	 * @param pointer the pointer
	 * @param position a number that is larger than that of the pointer before
	 */
	record Positioned(ExecutionPointer pointer, long position) {

	}

	/**
	 * A pointer whose JSON is sent, or a part of it.
	 *
	 * @param pointer the pointer
	 * @param json the JSON that is sent, as {@link PointerJson#bits} has it
	 */
	private record Sent(ExecutionPointer pointer, int json) {

		@Nullable String text(PointerJson column) {
			return column.isIn(this.json) ? column.text(this.pointer) : null;
		}

	}

	static void bind(Parameters parameters, List<Positioned> pointers) throws SQLException {
		bind(parameters, pointers, Collections.nCopies(pointers.size(), PointerJson.ALL));
	}

	private static void bind(Parameters parameters, List<Positioned> pointers, List<Integer> json) throws SQLException {
		List<ExecutionPointer> values = new ArrayList<>(pointers.size());
		List<Sent> sent = new ArrayList<>(pointers.size());
		for (int index = 0; index < pointers.size(); index++) {
			values.add(pointers.get(index).pointer());
			sent.add(new Sent(values.get(index), json.get(index)));
		}
		parameters.texts(values, ExecutionPointer::id)
			.bigints(pointers, Positioned::position)
			.integers(values, ExecutionPointer::stepId)
			.flags(values, ExecutionPointer::active)
			.texts(values, (pointer) -> pointer.status().storedName())
			.timestamps(values, ExecutionPointer::sleepUntil)
			.texts(sent, (pointer) -> pointer.text(PointerJson.PERSISTENCE_DATA))
			.timestamps(values, ExecutionPointer::startTime)
			.timestamps(values, ExecutionPointer::endTime)
			.texts(values, ExecutionPointer::eventName)
			.texts(values, ExecutionPointer::eventKey)
			.flags(values, ExecutionPointer::eventPublished)
			.texts(sent, (pointer) -> pointer.text(PointerJson.EVENT_DATA))
			.texts(values, ExecutionPointer::stepName)
			.integers(values, ExecutionPointer::retryCount)
			.texts(sent, (pointer) -> pointer.text(PointerJson.CHILDREN))
			.texts(sent, (pointer) -> pointer.text(PointerJson.CONTEXT_ITEM))
			.texts(values, ExecutionPointer::predecessorId)
			.texts(sent, (pointer) -> pointer.text(PointerJson.OUTCOME))
			.texts(sent, (pointer) -> pointer.text(PointerJson.SCOPE))
			.texts(sent, (pointer) -> pointer.text(PointerJson.EXTENSION_ATTRIBUTES));
	}

	/**
	 * Binds pointers of many instances.
	 * @param workflowIds the id of the instance of each
	 * @param json the JSON of each that is written, as {@link PointerJson#bits} has it;
	 * the rest is not sent
	 */
	static void bindOfMany(Parameters parameters, List<String> workflowIds, List<Integer> json,
			List<Positioned> pointers) throws SQLException {
		parameters.texts(workflowIds, (id) -> id).integers(json, (bits) -> bits);
		bind(parameters, pointers, json);
	}

	/**
	 * Binds one pointer of one of many instances.
	 * @param json the JSON that is written, as {@link PointerJson#bits} has it; the rest
	 * is not sent
	 */
	static void bindOneOfMany(Parameters parameters, String workflowId, int json, Positioned pointer)
			throws SQLException {
		parameters.text(workflowId).integer(json);
		bindOne(parameters, pointer, json);
	}

	private static void bindOne(Parameters parameters, Positioned positioned, int json) throws SQLException {
		ExecutionPointer pointer = positioned.pointer();
		Sent sent = new Sent(pointer, json);
		parameters.text(pointer.id())
			.bigint(positioned.position())
			.integer(pointer.stepId())
			.flag(pointer.active())
			.text(pointer.status().storedName())
			.text(Timestamps.toText(pointer.sleepUntil()))
			.text(sent.text(PointerJson.PERSISTENCE_DATA))
			.text(Timestamps.toText(pointer.startTime()))
			.text(Timestamps.toText(pointer.endTime()))
			.text(pointer.eventName())
			.text(pointer.eventKey())
			.flag(pointer.eventPublished())
			.text(sent.text(PointerJson.EVENT_DATA))
			.text(pointer.stepName())
			.integer(pointer.retryCount())
			.text(sent.text(PointerJson.CHILDREN))
			.text(sent.text(PointerJson.CONTEXT_ITEM))
			.text(pointer.predecessorId())
			.text(sent.text(PointerJson.OUTCOME))
			.text(sent.text(PointerJson.SCOPE))
			.text(sent.text(PointerJson.EXTENSION_ATTRIBUTES));
	}

	static void bindFields(Parameters parameters, Positioned positioned) throws SQLException {
		ExecutionPointer pointer = positioned.pointer();
		parameters.bigint(positioned.position())
			.integer(pointer.stepId())
			.flag(pointer.active())
			.text(pointer.status().storedName())
			.timestamp(pointer.sleepUntil())
			.timestamp(pointer.startTime())
			.timestamp(pointer.endTime())
			.text(pointer.eventName())
			.text(pointer.eventKey())
			.flag(pointer.eventPublished())
			.text(pointer.stepName())
			.integer(pointer.retryCount())
			.text(pointer.predecessorId());
	}

	/**
	 * Binds what the statement for so many pointers has: {@link #ONE} or {@link #SOURCE}.
	 */
	static void bindOneOrMany(Parameters parameters, List<Positioned> pointers) throws SQLException {
		if (pointers.size() == 1) {
			bindOne(parameters, pointers.get(0), PointerJson.ALL);
		}
		else {
			bind(parameters, pointers);
		}
	}

	static Positioned read(ResultSet resultSet, String table, Columns columns) throws SQLException {
		Row row = new Row(resultSet, table, "id", columns);
		ExecutionPointer pointer = ExecutionPointer.builder()
			.id(row.text("id"))
			.stepId(row.integer("step_id"))
			.active(row.flag("active"))
			.status(row.value("status", PointerStatus::fromStoredName))
			.sleepUntil(row.nullableTimestamp("sleep_until"))
			.persistenceData(row.nullableJson("persistence_data"))
			.startTime(row.nullableTimestamp("start_time"))
			.endTime(row.nullableTimestamp("end_time"))
			.eventName(row.nullableText("event_name"))
			.eventKey(row.nullableText("event_key"))
			.eventPublished(row.flag("event_published"))
			.eventData(row.nullableJson("event_data"))
			.stepName(row.nullableText("step_name"))
			.retryCount(row.integer("retry_count"))
			.children(row.strings("children"))
			.contextItem(row.nullableJson("context_item"))
			.predecessorId(row.nullableText("predecessor_id"))
			.outcome(row.nullableJson("outcome"))
			.scope(row.strings("scope"))
			.extensionAttributes(row.object("extension_attributes"))
			.build();
		return new Positioned(pointer, row.bigint("position"));
	}

}
