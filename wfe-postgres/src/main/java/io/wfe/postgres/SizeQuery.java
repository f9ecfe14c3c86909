package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
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

	private static final String ESTIMATES = """
			WITH estimates (table_oid, value, estimated) AS MATERIALIZED (
				SELECT c.oid, v.value, c.reltuples * v.frequency
				FROM pg_class c
				JOIN pg_namespace n ON n.oid = c.relnamespace
				JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
				CROSS JOIN LATERAL unnest(s.most_common_vals::text::text[], s.most_common_freqs)
					AS v (value, frequency)
				WHERE c.oid IN ('{workflows}'::regclass, '{events}'::regclass)
					AND s.attname IN ('status', 'is_processed')
			)
			""";

	private static final String WORKFLOWS = """
			SELECT '%1$s' AS name,
				(SELECT count(*) FROM (
					SELECT FROM {workflows} WHERE status >= '%1$s' AND status <= '%1$s'
					ORDER BY status LIMIT %2$d
				) AS first) AS counted,
				(SELECT max(estimated) FROM estimates
					WHERE table_oid = '{workflows}'::regclass AND value = '%1$s') AS estimated
			UNION ALL
			""";

	private static final String EVENTS = """
			SELECT '%1$s',
				(SELECT count(*) FROM (
					SELECT FROM {events} WHERE is_processed = false
					ORDER BY event_time, left(id, 64) LIMIT %2$d
				) AS first),
				(SELECT max(estimated) FROM estimates WHERE table_oid = '{events}'::regclass AND value = 'f')
			UNION ALL
			""";

	private static final String COMMANDS = """
			SELECT '%1$s',
				(SELECT count(*) FROM (
					SELECT FROM {scheduled_commands}
					ORDER BY execute_time LIMIT %2$d
				) AS first),
				(SELECT reltuples FROM pg_class WHERE oid = '{scheduled_commands}'::regclass)
			""";

	private final Database database;

	private final String size;

	SizeQuery(Database database, TableNames names) {
		this.database = database;
		this.size = names.resolve(Arrays.stream(WorkflowStatus.values())
			.map((status) -> part(WORKFLOWS, status.storedName()))
			.collect(Collectors.joining("", ESTIMATES,
					part(EVENTS, UNPROCESSED_EVENTS) + part(COMMANDS, PENDING_COMMANDS))));
	}

	private static String part(String sql, String name) {
		return sql.formatted(name, StoreSize.MAX_EXACT + 1);
	}

	StoreSize estimate() {
		return this.database.query("estimate the size of the store", null, this.size, Database.NO_PARAMETERS,
				SizeQuery::read);
	}

	private static StoreSize read(ResultSet resultSet) throws SQLException {
		Map<String, Long> sizes = new HashMap<>();
		while (resultSet.next()) {
			long counted = resultSet.getLong("counted");
			// Null, which is zero here, or negative unless the table was analyzed
			long estimated = Math.round(resultSet.getDouble("estimated"));
			sizes.put(resultSet.getString("name"),
					(counted <= StoreSize.MAX_EXACT) ? counted : Math.max(StoreSize.MAX_EXACT, estimated));
		}
		Map<WorkflowStatus, Long> workflows = new EnumMap<>(WorkflowStatus.class);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			workflows.put(status, sizes.getOrDefault(status.storedName(), 0L));
		}
		return new StoreSize(workflows, sizes.getOrDefault(UNPROCESSED_EVENTS, 0L),
				sizes.getOrDefault(PENDING_COMMANDS, 0L));
	}

}
