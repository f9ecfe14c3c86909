package io.wfe.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.HostRenewal;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.support.FieldInputs;
import io.wfe.core.support.Inputs;

/**
 * Stores the leases of hosts. An instance is owned while it names a host whose lease has
 * not expired, so nothing is written to instances when a host dies.
 */
final class HostStore {

	/**
	 * Whether a row {@code w} of {@code workflows} is owned. {@code OFFSET 0} keeps the
	 * planner from joining all hosts first.
	 */
	static final String OWNED = """
			EXISTS (SELECT FROM {hosts} h WHERE h.id = w.host_id AND h.expires_at > statement_timestamp() OFFSET 0)""";

	/**
	 * Whether the host whose id is bound has its lease.
	 */
	static final String ALIVE = """
			(SELECT EXISTS (SELECT 1 FROM {hosts} h WHERE h.id = ? AND h.expires_at > statement_timestamp()))""";

	private static final String REGISTER = """
			INSERT INTO {hosts} (id, name, version, started_at, expires_at)
			SELECT ?, ?, ?, t.now, t.now + ? * interval '1 microsecond'
			FROM (SELECT clock_timestamp() AS now) AS t
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version,
				started_at = excluded.started_at, expires_at = excluded.expires_at, busy_since = NULL
			RETURNING started_at
			""";

	// Hosts that others remove at the moment are left to them
	private static final String RENEW = """
			WITH running AS MATERIALIZED (
				SELECT r.id, w.status, w.host_id, w.last_heartbeat_at
				FROM unnest(?::text[]) AS r (id) LEFT JOIN {workflows} w ON w.id = r.id
			), renewed AS (
				UPDATE {hosts} h SET expires_at = statement_timestamp() + ? * interval '1 microsecond',
					busy_since = (SELECT min(r.last_heartbeat_at) FROM running r WHERE r.host_id = h.id)
				WHERE h.id = ? AND h.expires_at > statement_timestamp()
				RETURNING h.id
			), expired AS (
				DELETE FROM {hosts} WHERE id = ANY (ARRAY (
					SELECT h.id FROM {hosts} h
					WHERE h.id <> ? AND h.expires_at <= statement_timestamp()
					FOR UPDATE SKIP LOCKED
				))
				RETURNING id
			)
			SELECT statement_timestamp() AS now, EXISTS (SELECT FROM renewed) AS alive, (SELECT count(*) FROM expired) AS expired,
				ARRAY (
					SELECT r.id FROM running r WHERE (r.status = 'Runnable' AND r.host_id = ?) IS NOT TRUE
				) AS controlled
			""";

	private static final String RELEASE = """
			DELETE FROM {hosts}
			WHERE id = ?
			RETURNING id
			""";

	private static final String FIND = """
			SELECT id, name, version, started_at, expires_at
			FROM {hosts}
			WHERE expires_at > clock_timestamp()
			ORDER BY name, id
			""";

	private static final String TYPE = "Host";

	private static final Duration LONGEST = Duration.ofDays(3650);

	private final Database database;

	private final Inputs inputs;

	private final String table;

	private final String register;

	private final String renew;

	private final String release;

	private final String find;

	HostStore(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.table = names.displayed("hosts");
		this.register = names.resolve(REGISTER);
		this.renew = names.resolve(RENEW);
		this.release = names.resolve(RELEASE);
		this.find = names.resolve(FIND);
	}

	/**
	 * Returns how long a lease is, in microseconds.
	 */
	static long micros(Duration lease) {
		if (lease.isNegative() || lease.isZero() || lease.compareTo(LONGEST) > 0) {
			throw new InvalidValueException(TYPE, null, "lease", "must be positive, and at most ten years");
		}
		return Math.max(1, lease.toNanos() / 1000);
	}

	Instant register(String id, String name, String version, Duration lease) {
		this.inputs.stored(TYPE, id).key("id", id).indexed("id", id).key("name", name).key("version", version);
		long micros = micros(lease);
		return this.database.queryApart("register host", id, this.register,
				(parameters) -> parameters.text(id).text(name).text(version).bigint(micros), (resultSet) -> {
					resultSet.next();
					return new Row(resultSet, this.table, "started_at").timestamp("started_at");
				});
	}

	HostRenewal renew(String id, Duration lease, Collection<String> running) {
		FieldInputs checks = this.inputs.of(TYPE).key("id", id);
		running.forEach((workflow) -> checks.optionalText("running", Objects.requireNonNull(workflow, "running")));
		long micros = micros(lease);
		return this.database.queryApart("renew host", id, this.renew,
				(parameters) -> parameters.texts(List.copyOf(running), (workflow) -> workflow)
					.bigint(micros)
					.text(id)
					.text(id)
					.text(id),
				this::renewal);
	}

	private HostRenewal renewal(ResultSet resultSet) throws SQLException {
		resultSet.next();
		Array controlled = resultSet.getArray("controlled");
		return new HostRenewal(resultSet.getBoolean("alive"), Set.of((String[]) controlled.getArray()),
				resultSet.getInt("expired"), new Row(resultSet, this.table, "now").timestamp("now"));
	}

	void release(String id) {
		this.inputs.of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		this.database.queryApart("release host", id, this.release, (parameters) -> parameters.text(id),
				ResultSet::next);
	}

	List<HostSummary> find() {
		return this.database.list("find hosts", null, this.find, Database.NO_PARAMETERS, (resultSet, number) -> {
			Row row = new Row(resultSet, this.table, "id");
			return new HostSummary(row.text("id"), row.text("name"), row.text("version"), row.timestamp("started_at"),
					row.timestamp("expires_at"));
		});
	}

}
