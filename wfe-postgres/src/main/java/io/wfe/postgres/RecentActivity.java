package io.wfe.postgres;

import java.sql.SQLException;
import java.time.Instant;

import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.support.Inputs;

/**
 * Counts what has happened lately.
 */
final class RecentActivity {

	/**
	 * Each part reads the end of an index, up to the limit. Statuses are literals, so
	 * that the server knows how many rows to expect. Damaged times, which are infinite,
	 * are no activity.
	 */
	private static final String COUNT = """
			SELECT started.count AS started, started.since AS started_since,
				completed.count AS completed, completed.since AS completed_since,
				terminated.count AS terminated, terminated.since AS terminated_since,
				errors.count AS errors, errors.since AS errors_since
			FROM
				(SELECT count(*) AS count, min(time) AS since FROM (
					SELECT create_time AS time FROM {workflows}
					WHERE create_time >= ? AND create_time < 'infinity'
					ORDER BY create_time DESC LIMIT ?
				) AS latest) AS started,
				(SELECT count(*) AS count, min(time) AS since FROM (
					SELECT complete_time AS time FROM {workflows}
					WHERE status = 'Complete' AND complete_time >= ? AND complete_time < 'infinity'
					ORDER BY complete_time DESC LIMIT ?
				) AS latest) AS completed,
				(SELECT count(*) AS count, min(time) AS since FROM (
					SELECT complete_time AS time FROM {workflows}
					WHERE status = 'Terminated' AND complete_time >= ? AND complete_time < 'infinity'
					ORDER BY complete_time DESC LIMIT ?
				) AS latest) AS terminated,
				(SELECT count(*) AS count, min(time) AS since FROM (
					SELECT error_time AS time FROM {execution_errors}
					WHERE error_time >= ? AND error_time < 'infinity'
					ORDER BY error_time DESC LIMIT ?
				) AS latest) AS errors
			""";

	private final Database database;

	private final Inputs inputs;

	private final String count;

	RecentActivity(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.count = names.resolve(COUNT);
	}

	StoreActivity since(Instant since, int limit) {
		this.inputs.of("Query").timestamp("since", since);
		Inputs.positive("Query", "limit", limit);
		Instant first = Timestamps.ceiling(since);
		return this.database.query("count recent activity", null, this.count, (parameters) -> {
			for (int part = 0; part < 4; part++) {
				parameters.timestamp(first).integer(limit);
			}
		}, (resultSet) -> {
			resultSet.next();
			Row row = new Row(resultSet, "activity", "started");
			return new StoreActivity(count(row, "started", since, limit), count(row, "completed", since, limit),
					count(row, "terminated", since, limit), count(row, "errors", since, limit));
		});
	}

	private static StoreActivity.Count count(Row row, String column, Instant since, int limit) throws SQLException {
		long count = row.bigint(column);
		return new StoreActivity.Count(count, (count < limit) ? since : row.timestamp(column + "_since"));
	}

}
