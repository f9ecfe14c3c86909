package io.wfe.postgres;

/**
 * The statements that bring events to the pointers that wait for them. Who delivers locks
 * workflows in the order of their ids, then subscriptions, pointers and events, each
 * after the other.
 */
final class DeliverySql {

	/**
	 * Whether nobody holds a subscription {@code s}, see {@link SubscriptionStore}.
	 */
	static final String OPEN = """
			(s.external_token IS NULL OR s.external_token_expiry <= statement_timestamp())""";

	/**
	 * Whether a pointer {@code p} waits.
	 */
	static final String WAITS = """
			(p.end_time IS NULL AND p.event_published IS NOT TRUE AND p.status = 'WaitingForEvent')""";

	/**
	 * Whether an event {@code e} and a subscription {@code s} have one name and key. For
	 * the CASE see {@link EventStore#NAME_AND_KEY}.
	 */
	private static final String SAME_NAME_AND_KEY = """
			(hashtextextended(s.event_name, 0) = hashtextextended(e.event_name, 0)
				AND hashtextextended(s.event_key, 0) = hashtextextended(e.event_key, 0)
				AND CASE WHEN s.event_name = e.event_name THEN s.event_key = e.event_key ELSE false END)""";

	/**
	 * The time behind which a pointer {@code p} waits. What no engine has written does
	 * not count.
	 */
	private static final String AFTER_TIME = """
			(CASE WHEN p.extension_attributes #>> '{wfe.after,time}' ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+|)Z$'
				THEN (p.extension_attributes #>> '{wfe.after,time}')::timestamptz END)""";

	/**
	 * Whether an event {@code e} lies behind what the pointer {@code p} has had.
	 */
	private static final String IS_BEHIND = """
			((e.event_time, e.id) > (%s, p.extension_attributes #>> '{wfe.after,id}')) IS NOT FALSE"""
		.formatted(AFTER_TIME);

	/**
	 * The workflows that are still to go on. "IS TRUE" keeps the planner from reading all
	 * of them instead of those whose ids it has.
	 */
	private static final String HAS_NOT_ENDED = "(w.status IN ('Runnable', 'Suspended')) IS TRUE";

	/**
	 * Finds subscriptions that get something from events, or go, and locks their
	 * workflows. Returns at least one row for each of the events that is there to be
	 * delivered. Of each event the subscriptions are read in the order of an index, so
	 * that no more are read than are wanted.
	 */
	static final String FIND = """
			WITH e AS MATERIALIZED (
				SELECT e.id, e.event_name, e.event_key, e.event_time
				FROM {events} e
				WHERE e.id = ANY (?) AND e.is_processed = false AND e.event_time <= clock_timestamp()
			), c AS MATERIALIZED (
				SELECT e.id AS event_id, f.id, f.workflow_id
				FROM e CROSS JOIN LATERAL (
					SELECT s.id, s.workflow_id
					FROM {event_subscriptions} s
					LEFT JOIN {execution_pointers} p ON p.id = s.execution_pointer_id AND %s
					WHERE %s AND s.subscribe_as_of <= e.event_time AND %s AND %s
					ORDER BY s.subscribe_as_of, left(s.id, 64)
					LIMIT (SELECT ?::bigint)
				) AS f
				LIMIT (SELECT ?::bigint)
			), l AS MATERIALIZED (
				SELECT w.id FROM {workflows} w WHERE w.id IN (SELECT c.workflow_id FROM c)
				ORDER BY w.id
				FOR NO KEY UPDATE
			)
			SELECT e.id AS event_id, c.id, l.id AS workflow_id
			FROM e LEFT JOIN c ON c.event_id = e.id LEFT JOIN l ON l.id = c.workflow_id
			""".formatted(WAITS, SAME_NAME_AND_KEY, OPEN, IS_BEHIND);

	/**
	 * The subscriptions of one workflow, whose row is locked.
	 */
	static final String FIND_OF_WORKFLOW = """
			SELECT s.id FROM {event_subscriptions} s WHERE s.workflow_id = ? AND %s
			""".formatted(OPEN);

	/**
	 * The oldest event for a subscription {@code s} and its pointer {@code p}.
	 */
	private static final String OLDEST_EVENT = """
			SELECT e.id, e.event_data, e.event_time
			FROM {events} e
			WHERE %s AND e.event_time >= greatest(s.subscribe_as_of, %s)
				AND e.event_time <= (SELECT clock_timestamp()) AND %s
			ORDER BY e.event_time, left(e.id, 64), e.id
			LIMIT 1""".formatted(SAME_NAME_AND_KEY, AFTER_TIME, IS_BEHIND);

	private static final String ATTRIBUTE = """
			jsonb_build_object('wfe.event', jsonb_build_object('id', m.event_id, 'time',
					to_char(m.event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))""";

	private static final String ATTRIBUTES = """
			CASE WHEN jsonb_typeof(p.extension_attributes) = 'object' THEN p.extension_attributes ELSE '{}' END
				|| d.attribute""";

	// Takes for a host what goes on and belongs to nobody. The rows are locked
	private static final String TAKEN = """
			taken AS MATERIALIZED (
				SELECT w.id
				FROM {workflows} w
				WHERE w.id = ANY (ARRAY (SELECT d.workflow_id FROM d)) AND (w.status = 'Runnable') IS TRUE
					AND NOT %s AND w.id <> ALL (?) AND %s AND EXISTS (
						SELECT FROM %s WHERE k.id = w.definition_id AND k.version = w.version)
				ORDER BY w.id
				LIMIT (SELECT ?::bigint)
			),
			""".formatted(HostStore.OWNED, HostStore.ALIVE, ClaimSql.DEFINITIONS);

	private static final String NEW_OWNER = """
			host_id = CASE WHEN w.id = ANY (ARRAY (SELECT taken.id FROM taken)) THEN ? ELSE w.host_id END,""";

	private static final String DELIVERY = """
			WITH s AS MATERIALIZED (
				SELECT s.id, s.workflow_id, s.execution_pointer_id, s.event_name, s.event_key, s.subscribe_as_of
				FROM {event_subscriptions} s
				WHERE s.id = ANY (?) AND %s
				ORDER BY s.id
				FOR UPDATE
			), m AS MATERIALIZED (
				SELECT s.id, s.workflow_id, p.id AS pointer_id, o.id AS event_id, o.event_data, o.event_time
				FROM s
				LEFT JOIN {workflows} w ON w.id = s.workflow_id AND %s
				LEFT JOIN {execution_pointers} p ON p.id = s.execution_pointer_id
					AND (p.workflow_id = w.id) IS TRUE AND %s
				LEFT JOIN LATERAL (%s) AS o ON p.id IS NOT NULL
			), d AS MATERIALIZED (
				SELECT DISTINCT ON (m.pointer_id) m.*, %s AS attribute
				FROM m
				WHERE m.event_id IS NOT NULL
				ORDER BY m.pointer_id, m.event_time, m.event_id
			), {taken}woken AS (
				UPDATE {workflows} w SET next_execution = 0, {owner} last_heartbeat_at = %s
				WHERE w.id IN (SELECT d.workflow_id FROM d)
			), gone AS (
				DELETE FROM {event_subscriptions} t
				USING m
				WHERE t.id = m.id AND (m.event_id IS NOT NULL OR m.pointer_id IS NULL)
				RETURNING t.id
			), delivered AS (
				UPDATE {execution_pointers} p SET active = true, event_published = true,
					event_data = d.event_data, extension_attributes = %s
				FROM d
				WHERE p.id = d.pointer_id
				RETURNING p.id
			), processed AS (
				UPDATE {events} e SET is_processed = true
				WHERE e.id = ANY (ARRAY (
					SELECT e.id
					FROM {events} e
					WHERE e.id = ANY (?) AND e.is_processed = false AND NOT EXISTS (
						SELECT FROM {event_subscriptions} s
						LEFT JOIN {execution_pointers} p ON p.id = s.execution_pointer_id AND %s
						WHERE %s AND s.subscribe_as_of <= e.event_time AND %s AND %s
							AND s.id <> ALL (ARRAY (SELECT gone.id FROM gone)))
					FOR NO KEY UPDATE SKIP LOCKED
				))
				RETURNING e.id
			)
			SELECT (SELECT count(*) FROM delivered) AS delivered, (SELECT count(*) FROM gone) AS gone,
				(SELECT count(*) FROM processed) AS processed, {ids} AS taken
			""".formatted(OPEN, HAS_NOT_ENDED, WAITS, OLDEST_EVENT, ATTRIBUTE, WorkflowSql.NEXT_STAMP, ATTRIBUTES,
			WAITS, SAME_NAME_AND_KEY, OPEN, IS_BEHIND);

	/**
	 * Delivers to subscriptions whose workflows are locked, so that their pointers stay
	 * as this statement sees them, and marks those of the events whose ids are bound for
	 * which nobody waits any more. Who subscribes later looks for them.
	 */
	static final String DELIVER = deliver("", "", "NULL::text[]");

	/**
	 * The same, and takes the instances.
	 */
	static final String DELIVER_AND_TAKE = deliver(TAKEN, NEW_OWNER, "ARRAY (SELECT taken.id FROM taken)");

	private static final String DUE = """
			SELECT e.id
				FROM {events} e
				WHERE e.is_processed = false AND e.event_time <= (SELECT clock_timestamp())
				ORDER BY e.event_time, left(e.id, 64)
				LIMIT (SELECT ?::bigint)""";

	/**
	 * Marks those of the first due events that nobody waits for, and returns all of them.
	 */
	static final String SWEEP = """
			WITH due AS MATERIALIZED (
				SELECT x.id, row_number() OVER () AS place FROM (%s) AS x
			), processed AS (
				UPDATE {events} SET is_processed = true WHERE id = ANY (ARRAY (
					SELECT e.id
					FROM due JOIN {events} e ON e.id = due.id
					WHERE e.is_processed = false AND NOT EXISTS (
						SELECT FROM {event_subscriptions} s
						LEFT JOIN {execution_pointers} p ON p.id = s.execution_pointer_id AND %s
						WHERE %s AND s.subscribe_as_of <= e.event_time AND %s AND %s)
					FOR NO KEY UPDATE OF e SKIP LOCKED
				))
				RETURNING id
			)
			SELECT due.id, EXISTS (SELECT FROM processed WHERE processed.id = due.id) AS processed
			FROM due
			ORDER BY due.place
			""".formatted(DUE, WAITS, SAME_NAME_AND_KEY, OPEN, IS_BEHIND);

	/**
	 * Releases an instance in the version that is bound, unless there is an event for it.
	 * An event that is published later finds its subscriptions, which are committed.
	 */
	static final String RELEASE = """
			UPDATE {workflows} w SET next_execution = ?, host_id = NULL, last_heartbeat_at = %s
			WHERE w.id = ? AND w.host_id = ? AND %s AND %s AND NOT EXISTS (
				SELECT FROM {event_subscriptions} s
				JOIN {execution_pointers} p ON p.id = s.execution_pointer_id AND %s
				JOIN LATERAL (%s) AS o ON true
				WHERE s.workflow_id = w.id AND %s)
			""".formatted(WorkflowSql.NEXT_STAMP, HostStore.ALIVE, WorkflowSql.HAS_VERSION, WAITS, OLDEST_EVENT, OPEN);

	/**
	 * Locks an instance that a host owns.
	 */
	static final String LOCK_OWNED = """
			SELECT %s FROM {workflows} w WHERE w.id = ? AND w.host_id = ? AND %s FOR NO KEY UPDATE
			""".formatted(WorkflowSql.VERSION, HostStore.ALIVE);

	/**
	 * Locks the instance of an activity that a token holds.
	 */
	static final String LOCK_HELD = """
			SELECT w.id
			FROM {event_subscriptions} s JOIN {workflows} w ON w.id = s.workflow_id
			WHERE s.id = ? AND s.external_token = ?
			FOR NO KEY UPDATE OF w
			""";

	/**
	 * Delivers the result of an activity that a token holds, whose instance is locked.
	 */
	static final String COMPLETE = """
			WITH s AS (
				DELETE FROM {event_subscriptions} s
				WHERE s.id = ? AND s.external_token = ?
				RETURNING s.workflow_id, s.execution_pointer_id
			), d AS MATERIALIZED (
				SELECT w.id AS workflow_id, p.id AS pointer_id
				FROM s
				JOIN {workflows} w ON w.id = s.workflow_id AND %s
				JOIN {execution_pointers} p ON p.id = s.execution_pointer_id
					AND (p.workflow_id = w.id) IS TRUE AND %s
			), woken AS (
				UPDATE {workflows} w SET next_execution = 0, last_heartbeat_at = %s
				FROM d
				WHERE w.id = d.workflow_id
			), delivered AS (
				UPDATE {execution_pointers} p SET active = true, event_published = true, event_data = ?::jsonb
				FROM d
				WHERE p.id = d.pointer_id
			)
			SELECT EXISTS (SELECT FROM s)
			""".formatted(HAS_NOT_ENDED, WAITS, WorkflowSql.NEXT_STAMP);

	private DeliverySql() {
	}

	private static String deliver(String taken, String owner, String ids) {
		return DELIVERY.replace("{taken}", taken).replace("{owner}", owner).replace("{ids}", ids);
	}

}
