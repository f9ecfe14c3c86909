package io.wfe.postgres;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowStatus;

/**
 * Tells how many rows there are, at a cost that does not grow with their number: counts
 * so many entries of an index, and takes the estimate of the planner where there are
 * more.
 * <p>
 * Each order is that of an index, and a status is asked for as a range: else the server
 * would not need the index for the order, and might pass over the whole table to find
 * few. Nothing is bound, so that the server knows the limit, and how common a status is,
 * when it chooses its plan.
 */
final class SizeQuery {

	private static final String UNPROCESSED_EVENTS = "unprocessed events";

	private static final String PENDING_COMMANDS = "pending commands";

	private static final String WORKFLOWS = """
			SELECT '%1$s' AS name, (SELECT count(*) FROM (
				SELECT FROM {workflows} WHERE status >= '%1$s' AND status <= '%1$s'
				ORDER BY status LIMIT %2$d
			) AS first) AS size
			UNION ALL
			""";

	private static final String EVENTS = """
			SELECT '%1$s', (SELECT count(*) FROM (
				SELECT FROM {events} WHERE is_processed = false
				ORDER BY event_time, left(id, 64) LIMIT %2$d
			) AS first)
			UNION ALL
			""";

	private static final String COMMANDS = """
			SELECT '%1$s', (SELECT count(*) FROM (
				SELECT FROM {scheduled_commands}
				ORDER BY execute_time LIMIT %2$d
			) AS first)
			""";

	/**
	 * Reads nothing but the catalog: a distributed PostgreSQL has the tables elsewhere,
	 * and could not pass on a statement that reads both.
	 */
	private static final String ESTIMATES = """
			SELECT v.value AS name, c.reltuples * v.frequency AS size
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
			CROSS JOIN LATERAL (
				SELECT CASE WHEN s.attname = 'status' THEN u.value ELSE '%1$s' END, u.frequency
				FROM unnest(s.most_common_vals::text::text[], s.most_common_freqs) AS u (value, frequency)
				WHERE s.attname = 'status' OR u.value = 'f'
			) AS v (value, frequency)
			WHERE c.oid = '{workflows}'::regclass AND s.attname = 'status'
				OR c.oid = '{events}'::regclass AND s.attname = 'is_processed'
			UNION ALL
			SELECT '%2$s', reltuples FROM pg_class WHERE oid = '{scheduled_commands}'::regclass
			""".formatted(UNPROCESSED_EVENTS, PENDING_COMMANDS);

	private final Database database;

	private final String count;

	private final String estimates;

	SizeQuery(Database database, TableNames names) {
		this.database = database;
		this.count = names.resolve(Arrays.stream(WorkflowStatus.values())
			.map((status) -> part(WORKFLOWS, status.storedName()))
			.collect(Collectors.joining("", "", part(EVENTS, UNPROCESSED_EVENTS) + part(COMMANDS, PENDING_COMMANDS))));
		this.estimates = names.resolve(ESTIMATES);
	}

	private static String part(String sql, String name) {
		return sql.formatted(name, StoreSize.MAX_EXACT + 1);
	}

	StoreSize estimate() {
		Map<String, Long> sizes = read(this.count);
		if (sizes.values().stream().anyMatch((size) -> size > StoreSize.MAX_EXACT)) {
			// An estimate is negative, or not there, unless the table was analyzed
			Map<String, Long> estimates = read(this.estimates);
			sizes.replaceAll((name, size) -> (size <= StoreSize.MAX_EXACT) ? size
					: Math.max(StoreSize.MAX_EXACT, estimates.getOrDefault(name, 0L)));
		}
		Map<WorkflowStatus, Long> workflows = new EnumMap<>(WorkflowStatus.class);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			workflows.put(status, sizes.getOrDefault(status.storedName(), 0L));
		}
		return new StoreSize(workflows, sizes.getOrDefault(UNPROCESSED_EVENTS, 0L),
				sizes.getOrDefault(PENDING_COMMANDS, 0L));
	}

	private Map<String, Long> read(String sql) {
		return this.database.query("estimate the size of the store", null, sql, Database.NO_PARAMETERS, (resultSet) -> {
			Map<String, Long> sizes = new HashMap<>();
			while (resultSet.next()) {
				sizes.put(resultSet.getString("name"), Math.round(resultSet.getDouble("size")));
			}
			return sizes;
		});
	}

}
