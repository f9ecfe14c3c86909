package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.wfe.core.model.Event;
import io.wfe.core.model.SharedJson;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.support.Inputs;

import org.springframework.dao.DuplicateKeyException;

/**
 * Stores events.
 */
final class EventStore {

	private static final String INSERT = """
			INSERT INTO {events} (id, event_name, event_key, event_data, event_time, is_processed)
			VALUES (?, ?, ?, ?::jsonb, ?, ?)
			ON CONFLICT DO NOTHING
			""";

	private static final String GET = """
			SELECT id, event_name, event_key, event_data, event_time, is_processed
			FROM {events}
			WHERE id = ?
			""";

	// The index holds the start of the ids, which may be too long for it.
	// "is_processed" is compared with a literal so that the partial index serves generic
	// plans too. The parameters are hidden from the planner, see WorkflowStore
	private static final String RUNNABLE = """
			SELECT id
			FROM {events}
			WHERE is_processed = false AND event_time <= (SELECT ?::timestamptz)
			ORDER BY event_time, left(id, 64)
			LIMIT (SELECT ?::bigint)
			""";

	/**
	 * The index holds hashes, since names and keys may be too long for it. As plain
	 * conditions the texts would look selective a second time: the planner would expect
	 * one row, and read and sort all of a busy key instead of following the index. It
	 * expects half of the rows to pass a CASE.
	 */
	static final String NAME_AND_KEY = """
			hashtextextended(event_name, 0) = hashtextextended(?, 0)
				AND hashtextextended(event_key, 0) = hashtextextended(?, 0)
				AND CASE WHEN event_name = ? THEN event_key = ? ELSE false END""";

	private static final String IDS_UP_TO = """
			SELECT id
			FROM {events}
			WHERE %s AND event_time <= ?
			ORDER BY event_time, left(id, 64)
			""".formatted(NAME_AND_KEY);

	private static final String FROM = """
			SELECT id, event_name, event_key, event_data, event_time, is_processed
			FROM {events}
			WHERE %s AND event_time >= ?
			ORDER BY event_time, left(id, 64)
			LIMIT ?
			""".formatted(NAME_AND_KEY);

	private static final String MARK = """
			UPDATE {events}
			SET is_processed = ?
			WHERE id = ?
			""";

	private static final String PURGE = """
			DELETE FROM {events}
			WHERE id = ANY (ARRAY (
				SELECT id
				FROM {events}
				WHERE is_processed = true AND event_time < ?
				ORDER BY event_time
				LIMIT ?
				FOR UPDATE SKIP LOCKED
			))
			""";

	private static final String TYPE = "Event";

	private final Database database;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final String table;

	private final String insert;

	private final String get;

	private final String runnable;

	private final String idsUpTo;

	private final String from;

	private final String mark;

	private final String purge;

	EventStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.table = names.displayed("events");
		this.insert = names.resolve(INSERT);
		this.get = names.resolve(GET);
		this.runnable = names.resolve(RUNNABLE);
		this.idsUpTo = names.resolve(IDS_UP_TO);
		this.from = names.resolve(FROM);
		this.mark = names.resolve(MARK);
		this.purge = names.resolve(PURGE);
	}

	private Event read(ResultSet resultSet) throws SQLException {
		Row row = new Row(resultSet, this.table, "id");
		return Event.builder()
			.id(row.text("id"))
			.eventName(row.text("event_name"))
			.eventKey(row.text("event_key"))
			.eventData(row.json("event_data"))
			.eventTime(row.timestamp("event_time"))
			.processed(row.flag("is_processed"))
			.build();
	}

	String create(Event event) {
		this.inputs.check(event);
		int created = LongValues.named(this.inputs, (checks) -> checks.check(event),
				() -> this.database.update("create event", event.id(), this.insert,
						(parameters) -> parameters.text(event.id())
							.text(event.eventName())
							.text(event.eventKey())
							.json(SharedJson.eventData(event))
							.timestamp(event.eventTime())
							.flag(event.processed())));
		if (created == 0) {
			throw SqlFailures.failure("create event", event.id(),
					new DuplicateKeyException("An event with that id exists already"));
		}
		return event.id();
	}

	Event get(String id) {
		this.inputs.of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		List<Event> found = this.database.list("load event", id, this.get, (parameters) -> parameters.text(id),
				(resultSet, row) -> read(resultSet));
		return found.stream().findFirst().orElseThrow(() -> new EventNotFoundException(id));
	}

	List<String> runnable(Instant asAt, int limit) {
		this.inputs.of("Query").timestamp("asAt", asAt);
		Inputs.positive("Query", "limit", limit);
		return this.database.list("find the unprocessed events", null, this.runnable,
				(parameters) -> parameters.timestamp(asAt).integer(limit), (resultSet, row) -> resultSet.getString(1));
	}

	List<String> idsUpTo(String eventName, String eventKey, Instant asOf) {
		this.inputs.of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("asOf", asOf);
		return this.database.list("find events", null, this.idsUpTo, (
				parameters) -> parameters.text(eventName).text(eventKey).text(eventName).text(eventKey).timestamp(asOf),
				(resultSet, row) -> resultSet.getString(1));
	}

	List<Event> findFrom(String eventName, String eventKey, Instant from, int limit) {
		this.inputs.of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("from", from);
		Inputs.positive("Query", "limit", limit);
		return this.unreadable.first(limit, this::read,
				(rows, reader) -> this.database.query("find events", null, this.from,
						(parameters) -> parameters.text(eventName)
							.text(eventKey)
							.text(eventName)
							.text(eventKey)
							.timestamp(Timestamps.ceiling(from))
							.integer(rows),
						reader));
	}

	void mark(String id, boolean processed) {
		this.inputs.of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		int marked = this.database.update("mark event", id, this.mark,
				(parameters) -> parameters.flag(processed).text(id));
		if (marked == 0) {
			throw new EventNotFoundException(id);
		}
	}

	int purge(Instant before, int limit) {
		this.inputs.of("Query").timestamp("before", before);
		Inputs.positive("Query", "limit", limit);
		return this.database.update("purge events", null, this.purge,
				(parameters) -> parameters.timestamp(Timestamps.ceiling(before)).integer(limit));
	}

}
