package io.wfe.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.persistence.NewEvent;
import io.wfe.postgres.PointerSql.Positioned;
import io.wfe.postgres.StartSql.Start;

/**
 * The statement that writes what passes have done: any number of them, each all or
 * nothing. All parts hang on the update of the rows of the workflows. There is a row for
 * each pass whose revision is that of the row, whose host owns it, and whose pointers and
 * children can be written.
 * <p>
 * It sees pointers and subscriptions as of its start, and so as they were when the
 * revision was written, or later: who changes them changes the revision too. What it
 * deletes it has seen, so a subscription that it adds stays.
 *
 * @param parts what there is to write
 */
record PassSql(Set<PassSql.Part> parts) {

	private static final String PASSES = """
			(SELECT unnest(a.id) AS id, unnest(a.xmin)::xid AS xmin, unnest(a.stamp) AS stamp,
				unnest(a.status) AS status, unnest(a.complete_time) AS complete_time,
				unnest(a.next_execution) AS next_execution, unnest(a.writes_next) AS writes_next,
				unnest(a.release) AS release, unnest(a.ended) AS ended, unnest(a.changed) AS changed,
				unnest(a.data) AS data
			FROM (SELECT ?::text[] AS id, ?::text[] AS xmin, ?::text[]::timestamptz[] AS stamp,
				?::text[] AS status, ?::text[]::timestamptz[] AS complete_time, ?::bigint[] AS next_execution,
				?::boolean[] AS writes_next, ?::boolean[] AS release, ?::boolean[] AS ended,
				?::int[] AS changed, ?::text[]::jsonb[] AS data OFFSET 0) AS a) AS v""";

	// A pass that comes alone needs no arrays: half of the statement's time is to set
	// them up
	private static final String ONE_PASS = """
			(SELECT ?::text AS id, ?::text::xid AS xmin, ?::text::timestamptz AS stamp, ?::text AS status,
				?::text::timestamptz AS complete_time, ?::bigint AS next_execution, ?::boolean AS writes_next,
				?::boolean AS release, ?::boolean AS ended, ?::int AS changed, ?::jsonb AS data) AS v""";

	// Each by its key: a join might read the whole table if the plan is made while it is
	// small. "IS TRUE" is explained at StepSql
	private static final String CHANGED_ARE_THERE = """
			c AS MATERIALIZED (
				SELECT v.* FROM %s
			), there AS MATERIALIZED (
				SELECT c.workflow_id, count(*) AS pointers
				FROM c
				WHERE (SELECT p.workflow_id FROM {execution_pointers} p WHERE p.id = c.id) = c.workflow_id
				GROUP BY c.workflow_id
			),
			""".formatted(PointerSql.SOURCE_OF_MANY);

	private static final String ONE_CHANGED_IS_THERE = """
			AND EXISTS (SELECT FROM {execution_pointers} p WHERE p.id = ? AND (p.workflow_id = ?) IS TRUE)""";

	private static final String CHILDREN = """
			n AS MATERIALIZED (
				SELECT n.* FROM %s
			), taken AS MATERIALIZED (
				SELECT n.parent FROM n JOIN {workflows} x ON x.id = n.id
				UNION ALL
				SELECT n.parent FROM n JOIN {workflows} x ON x.name = n.name
			),
			""".formatted(StartSql.SOURCE);

	// The order in which all others lock them: rows are updated as they come. To lock
	// them
	// first would write each of them to the log once more
	private static final String IN_ORDER = "(SELECT v.* FROM " + PASSES + " ORDER BY v.id) AS v";

	// What is still owned stays due, so that it is found when its host dies
	private static final String UPDATE = """
			w AS (
				UPDATE {workflows} AS w SET status = v.status, complete_time = v.complete_time, {data}
					next_execution = CASE WHEN v.writes_next THEN v.next_execution
						ELSE least(w.next_execution, %s) END,
					host_id = CASE WHEN v.release THEN NULL ELSE w.host_id END, last_heartbeat_at = %s
				FROM {passes} {joins}
				WHERE w.id = v.id AND w.xmin = v.xmin AND w.last_heartbeat_at IS NOT DISTINCT FROM v.stamp
					AND w.host_id = ? AND %s {conditions}
				RETURNING w.id, w.xmin, w.last_heartbeat_at, v.ended
			)""".formatted(ClaimSql.NOW, WorkflowSql.NEXT_STAMP, HostStore.ALIVE);

	private static final String NO_CHILD_IS_TAKEN = """
			AND NOT EXISTS (SELECT FROM taken WHERE taken.parent = v.id)""";

	private static final String CHANGED_POINTERS = """
			, changed AS (
				UPDATE {execution_pointers} p SET step_id = v.step_id, active = v.active, status = v.status,
					sleep_until = v.sleep_until, start_time = v.start_time, end_time = v.end_time,
					event_name = v.event_name, event_key = v.event_key, event_published = v.event_published,
					step_name = v.step_name, retry_count = v.retry_count, predecessor_id = v.predecessor_id,
					%s
				FROM {changed}
				WHERE p.id = v.id AND (p.workflow_id = w.id) IS TRUE
			)""".formatted(PointerJson.assignments());

	// "RETURNING" is explained at StepSql
	private static final String NEW_POINTERS = """
			, {name} AS (
				INSERT INTO {execution_pointers} (id, workflow_id, %s)
				SELECT v.id, v.workflow_id, %s
				FROM {owners} JOIN {pointers} ON v.workflow_id = {owner}
				RETURNING id
			)""".formatted(PointerSql.COLUMNS, PointerSql.VALUES);

	private static final String UNSUBSCRIBED = """
			, unsubscribed AS (
				DELETE FROM {event_subscriptions} s
				USING w, (SELECT unnest(?::text[]) AS workflow_id, unnest(?::text[]) AS pointer_id OFFSET 0) AS u
				WHERE u.workflow_id = w.id AND s.workflow_id = w.id AND s.execution_pointer_id = u.pointer_id
					AND NOT w.ended
			)""";

	private static final String SUBSCRIBED = """
			, subscribed AS (
				INSERT INTO {event_subscriptions} (%s)
				SELECT %s
				FROM w JOIN %s ON s.workflow_id = w.id
				WHERE NOT w.ended
				RETURNING id
			)""".formatted(SubscriptionSql.COLUMNS, SubscriptionSql.VALUES, SubscriptionSql.SOURCE);

	// A command that is locked is left to its handler, see WorkflowControl
	private static final String ENDED = """
			, ended AS (
				DELETE FROM {event_subscriptions} s USING w WHERE s.workflow_id = w.id AND w.ended
			), commands AS (
				DELETE FROM {scheduled_commands} WHERE id = ANY (ARRAY (
					SELECT c.id
					FROM w JOIN {scheduled_commands} c ON c.command_name = 'ProcessWorkflow' AND c.data = w.id
					WHERE w.ended
					FOR UPDATE OF c SKIP LOCKED
				))
			)""";

	private static final String ERRORS = """
			, errors AS (
				INSERT INTO {execution_errors} (error_time, workflow_id, execution_pointer_id, message)
				SELECT e.error_time, e.workflow_id, e.execution_pointer_id, e.message
				FROM w JOIN (SELECT row_number() OVER () AS place, a.*
					FROM (SELECT unnest(a.error_time) AS error_time, unnest(a.workflow_id) AS workflow_id,
						unnest(a.execution_pointer_id) AS execution_pointer_id, unnest(a.message) AS message
					FROM (SELECT ?::text[]::timestamptz[] AS error_time, ?::text[] AS workflow_id,
						?::text[] AS execution_pointer_id, ?::text[] AS message OFFSET 0) AS a) AS a) AS e
					ON e.workflow_id = w.id
				ORDER BY e.place
			)""";

	private static final String EVENTS = """
			, events AS (
				INSERT INTO {events} (%s)
				SELECT %s
				FROM w JOIN %s ON e.workflow_id = w.id
				ORDER BY e.place
				RETURNING id
			)""".formatted(PublishSql.COLUMNS, PublishSql.VALUES, PublishSql.SOURCE);

	private static final String STARTED = """
			, started AS (
				INSERT INTO {workflows} (%s)
				SELECT %s
				FROM w JOIN n ON n.parent = w.id
				RETURNING id
			)""".formatted(StartSql.COLUMNS, StartSql.VALUES);

	private static final String RESULT = """

			SELECT w.id, %s FROM w
			""".formatted(WorkflowSql.VERSION);

	/**
	 * What there may be to write.
	 */
	enum Part {

		GROUP, DATA, ONE_CHANGED, CHANGED, ONE_ADDED, ADDED, UNSUBSCRIBED, SUBSCRIBED, ENDED, ERRORS, EVENTS, CHILDREN,
		POINTERS_OF_CHILDREN

	}

	static PassSql of(List<Pass> passes) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		if (passes.size() > 1) {
			parts.add(Part.GROUP);
		}
		boolean alone = passes.size() == 1;
		for (Pass pass : passes) {
			add(parts, Part.DATA, pass.write().dataChanged());
			add(parts, (alone && pass.changed().size() == 1) ? Part.ONE_CHANGED : Part.CHANGED,
					!pass.changed().isEmpty());
			add(parts, (alone && pass.added().size() == 1) ? Part.ONE_ADDED : Part.ADDED, !pass.added().isEmpty());
			add(parts, Part.UNSUBSCRIBED, !pass.write().unsubscribed().isEmpty());
			add(parts, Part.SUBSCRIBED, !pass.write().subscriptions().isEmpty());
			add(parts, Part.ENDED, pass.hasEnded());
			add(parts, Part.ERRORS, !pass.write().errors().isEmpty());
			add(parts, Part.EVENTS, !pass.write().events().isEmpty());
			add(parts, Part.CHILDREN, !pass.children().isEmpty());
			add(parts, Part.POINTERS_OF_CHILDREN, StartSql.havePointers(pass.children()));
		}
		return new PassSql(parts);
	}

	private static void add(Set<Part> parts, Part part, boolean there) {
		if (there) {
			parts.add(part);
		}
	}

	/**
	 * Returns the statement, with the names of the tables in braces.
	 */
	String text() {
		String update = UPDATE
			.replace("{data}", has(Part.DATA) ? "data = CASE WHEN v.data IS NULL THEN w.data ELSE v.data END," : "")
			.replace("{passes}", has(Part.GROUP) ? IN_ORDER : ONE_PASS)
			.replace("{joins}", has(Part.CHANGED) ? "LEFT JOIN there t ON t.workflow_id = v.id" : "")
			.replace("{conditions}",
					text(Part.ONE_CHANGED, ONE_CHANGED_IS_THERE)
							+ text(Part.CHANGED, "AND coalesce(t.pointers, 0) = v.changed ")
							+ text(Part.CHILDREN, NO_CHILD_IS_TAKEN));
		String changed = CHANGED_POINTERS.replace("{changed}",
				has(Part.CHANGED) ? "w JOIN c AS v ON v.workflow_id = w.id" : "w CROSS JOIN " + PointerSql.ONE_OF_MANY);
		return "WITH " + text(Part.CHANGED, CHANGED_ARE_THERE) + text(Part.CHILDREN, CHILDREN) + update
				+ text(Part.ONE_CHANGED, changed) + text(Part.CHANGED, changed)
				+ text(Part.ONE_ADDED, newPointers("added", "w", "w.id", PointerSql.ONE_OF_MANY))
				+ text(Part.ADDED, newPointers("added", "w", "w.id", PointerSql.SOURCE_OF_MANY))
				+ text(Part.UNSUBSCRIBED, UNSUBSCRIBED) + text(Part.SUBSCRIBED, SUBSCRIBED) + text(Part.ENDED, ENDED)
				+ text(Part.ERRORS, ERRORS) + text(Part.EVENTS, EVENTS) + text(Part.CHILDREN, STARTED)
				+ text(Part.POINTERS_OF_CHILDREN,
						newPointers("of_children", "w JOIN n ON n.parent = w.id", "n.id", PointerSql.SOURCE_OF_MANY))
				+ RESULT;
	}

	private static String newPointers(String name, String owners, String owner, String pointers) {
		return NEW_POINTERS.replace("{name}", name)
			.replace("{owners}", owners)
			.replace("{pointers}", pointers)
			.replace("{owner}", owner);
	}

	private String text(Part part, String text) {
		return has(part) ? text : "";
	}

	private boolean has(Part part) {
		return this.parts.contains(part);
	}

	void bind(Parameters parameters, String hostId, List<Pass> passes) throws SQLException {
		if (has(Part.CHANGED)) {
			bindPointers(parameters, passes, Pass::changed, all(passes, Pass::json));
		}
		if (has(Part.CHILDREN)) {
			StartSql.bind(parameters, all(passes, Pass::children));
		}
		if (has(Part.GROUP)) {
			bindPasses(parameters, passes);
		}
		else {
			bindPass(parameters, passes.get(0));
		}
		parameters.text(hostId).text(hostId);
		if (has(Part.ONE_CHANGED)) {
			Pass pass = passes.get(0);
			Positioned changed = pass.changed().get(0);
			parameters.text(changed.pointer().id()).text(pass.id());
			PointerSql.bindOneOfMany(parameters, pass.id(), pass.json().get(0), changed);
		}
		if (has(Part.ONE_ADDED)) {
			Pass pass = passes.get(0);
			PointerSql.bindOneOfMany(parameters, pass.id(), PointerJson.ALL, pass.added().get(0));
		}
		if (has(Part.ADDED)) {
			bindPointers(parameters, passes, Pass::added,
					all(passes, (pass) -> Collections.nCopies(pass.added().size(), PointerJson.ALL)));
		}
		bindRest(parameters, passes);
	}

	private static void bindPasses(Parameters parameters, List<Pass> passes) throws SQLException {
		parameters.texts(passes, Pass::id)
			.texts(passes, (pass) -> pass.version().xmin())
			.texts(passes, (pass) -> Timestamps.toText(pass.version().stamp()))
			.texts(passes, (pass) -> pass.instance().status().storedName())
			.timestamps(passes, (pass) -> pass.instance().completeTime())
			.nullableMillis(passes, (pass) -> pass.instance().nextExecution())
			.flags(passes, Pass::writesNextExecution)
			.flags(passes, (pass) -> pass.write().release())
			.flags(passes, Pass::hasEnded)
			.integers(passes, (pass) -> pass.changed().size())
			.jsons(passes, Pass::data);
	}

	private static void bindPass(Parameters parameters, Pass pass) throws SQLException {
		parameters.text(pass.id())
			.text(pass.version().xmin())
			.text(Timestamps.toText(pass.version().stamp()))
			.text(pass.instance().status().storedName())
			.text(Timestamps.toText(pass.instance().completeTime()))
			.millis(pass.instance().nextExecution())
			.flag(pass.writesNextExecution())
			.flag(pass.write().release())
			.flag(pass.hasEnded())
			.integer(pass.changed().size())
			.json(pass.data());
	}

	private void bindRest(Parameters parameters, List<Pass> passes) throws SQLException {
		if (has(Part.UNSUBSCRIBED)) {
			parameters.texts(owners(passes, (pass) -> List.copyOf(pass.write().unsubscribed())), (id) -> id)
				.texts(all(passes, (pass) -> List.copyOf(pass.write().unsubscribed())), (id) -> id);
		}
		if (has(Part.SUBSCRIBED)) {
			List<EventSubscription> subscriptions = all(passes, (pass) -> pass.write().subscriptions());
			SubscriptionSql.bind(parameters, subscriptions);
		}
		if (has(Part.ERRORS)) {
			List<ExecutionError> errors = all(passes, (pass) -> pass.write().errors());
			parameters.timestamps(errors, ExecutionError::errorTime)
				.texts(errors, ExecutionError::workflowId)
				.texts(errors, ExecutionError::executionPointerId)
				.texts(errors, ExecutionError::message);
		}
		if (has(Part.EVENTS)) {
			List<NewEvent> events = all(passes, (pass) -> pass.write().events());
			PublishSql.bind(parameters, owners(passes, (pass) -> pass.write().events()), events);
		}
		if (has(Part.POINTERS_OF_CHILDREN)) {
			List<Start> children = all(passes, Pass::children);
			StartSql.bindPointers(parameters, children);
		}
	}

	private static void bindPointers(Parameters parameters, List<Pass> passes,
			Function<Pass, List<Positioned>> pointers, List<Integer> json) throws SQLException {
		PointerSql.bindOfMany(parameters, owners(passes, pointers), json, all(passes, pointers));
	}

	private static <T> List<T> all(List<Pass> passes, Function<Pass, List<T>> parts) {
		List<T> all = new ArrayList<>();
		passes.forEach((pass) -> all.addAll(parts.apply(pass)));
		return all;
	}

	private static <T> List<String> owners(List<Pass> passes, Function<Pass, List<T>> parts) {
		List<String> owners = new ArrayList<>();
		passes.forEach((pass) -> parts.apply(pass).forEach((part) -> owners.add(pass.id())));
		return owners;
	}

}
