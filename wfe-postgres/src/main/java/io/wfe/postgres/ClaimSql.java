package io.wfe.postgres;

/**
 * The statements that find and take due instances of given definitions, from an index
 * that begins with the definition: instances of others cost nothing.
 */
final class ClaimSql {

	/**
	 * The definitions that are bound, as a row source {@code k}.
	 */
	static final String DEFINITIONS = """
			(SELECT unnest(a.id) AS id, unnest(a.version) AS version
				FROM (SELECT ?::text[] AS id, ?::int[] AS version OFFSET 0) AS a) AS k""";

	private static final String OF_DEFINITION = """
			w.status = 'Runnable' AND hashtextextended(w.definition_id, 0) = hashtextextended(k.id, 0)
				AND w.definition_id = k.id AND w.version = k.version""";

	/**
	 * The time as due times have it. In a select of its own, so that it is known before
	 * an index is read.
	 */
	static final String NOW = "(SELECT floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint)";

	/**
	 * Takes them. A row that another host has taken since the statement began may be free
	 * to lock, and still be due: so it is taken only in the version that was found to
	 * belong to nobody. Rows are locked one after the other until there are enough. More
	 * are found than are wanted, since others may take some of them at the same time. The
	 * CASE lets rows that are owned, which may be many, be compared with no list. The
	 * planner takes them for thousands, so it is given no join in which it could read the
	 * whole table instead.
	 */
	static final String CLAIM = """
			WITH due AS MATERIALIZED (
				SELECT picked.*
				FROM %s
				CROSS JOIN LATERAL (
					SELECT w.id, w.next_execution, w.xmin AS seen, w.last_heartbeat_at AS stamp
					FROM {workflows} w
					WHERE %s AND w.next_execution <= %s AND CASE WHEN %s THEN false ELSE w.id <> ALL (?) END
					ORDER BY w.next_execution, left(w.id, 64)
					LIMIT (SELECT 2 * ?::bigint + 100)
				) AS picked
				WHERE %s
			), locked AS MATERIALIZED (
				SELECT l.id
				FROM (SELECT * FROM due ORDER BY due.next_execution, left(due.id, 64)) AS d
				CROSS JOIN LATERAL (
					SELECT w.id
					FROM {workflows} w
					WHERE w.id = d.id AND w.xmin = d.seen AND w.last_heartbeat_at IS NOT DISTINCT FROM d.stamp
					FOR NO KEY UPDATE SKIP LOCKED
				) AS l
				LIMIT (SELECT ?::bigint)
			)
			UPDATE {workflows} w SET host_id = ?, last_heartbeat_at = %s
			WHERE w.id = ANY (ARRAY (SELECT l.id FROM locked l))
			RETURNING w.id
			""".formatted(DEFINITIONS, OF_DEFINITION, NOW, HostStore.OWNED, HostStore.ALIVE, WorkflowSql.NEXT_STAMP);

	/**
	 * Finds what a host owns.
	 */
	static final String OWNED = """
			SELECT owned.id
			FROM %s
			CROSS JOIN LATERAL (
				SELECT w.id
				FROM {workflows} w
				WHERE %s AND w.next_execution <= %s AND w.host_id = ?
				ORDER BY w.next_execution, left(w.id, 64)
			) AS owned
			""".formatted(DEFINITIONS, OF_DEFINITION, NOW);

	/**
	 * Gives back what a host owns.
	 */
	static final String RELEASE = """
			WITH l AS MATERIALIZED (
				SELECT w.id FROM {workflows} w WHERE w.id = ANY (?) AND w.host_id = ?
				ORDER BY w.id
				FOR NO KEY UPDATE
			)
			UPDATE {workflows} w SET host_id = NULL, last_heartbeat_at = %s
			FROM l
			WHERE w.id = l.id AND w.host_id = ?
			""".formatted(WorkflowSql.NEXT_STAMP);

	/**
	 * Returns how many milliseconds it takes until something is due, or null. Times
	 * before 1970 count as 1970: their difference from now may be too large.
	 */
	static final String UNTIL_DUE = """
			SELECT least(
				(SELECT min(greatest(first.next_execution, 0))
					FROM %s
					CROSS JOIN LATERAL (
						SELECT w.next_execution
						FROM {workflows} w
						WHERE %s AND w.next_execution IS NOT NULL AND NOT %s
						ORDER BY w.next_execution, left(w.id, 64)
						LIMIT 1
					) AS first) - %s,
				(SELECT ceil(extract(epoch FROM first.event_time - clock_timestamp()) * 1000)::bigint
					FROM (SELECT e.event_time FROM {events} e
						WHERE e.is_processed = false AND e.event_time < 'infinity'
						ORDER BY e.event_time, left(e.id, 64)
						LIMIT 1) AS first
					WHERE isfinite(first.event_time))
			) AS millis
			""".formatted(DEFINITIONS, OF_DEFINITION, HostStore.OWNED, NOW);

	/**
	 * Goes from one definition and version to the next in the index, however many
	 * instances each has. The first of each is the one that is due the longest.
	 */
	static final String DUE_DEFINITIONS = """
			WITH RECURSIVE d AS (
				(SELECT hashtextextended(w.definition_id, 0) AS hash, w.version, w.definition_id, w.next_execution
					FROM {workflows} w
					WHERE w.status = 'Runnable'
					ORDER BY 1, 2, 4
					LIMIT 1)
				UNION ALL
				SELECT next.hash, next.version, next.definition_id, next.next_execution
				FROM d CROSS JOIN LATERAL (
					SELECT hashtextextended(w.definition_id, 0) AS hash, w.version, w.definition_id, w.next_execution
					FROM {workflows} w
					WHERE w.status = 'Runnable'
						AND (hashtextextended(w.definition_id, 0), w.version) > (d.hash, d.version)
					ORDER BY 1, 2, 4
					LIMIT 1
				) AS next
			)
			SELECT d.definition_id, d.version
			FROM d
			WHERE d.next_execution <= %s
			""".formatted(NOW);

	private ClaimSql() {
	}

}
