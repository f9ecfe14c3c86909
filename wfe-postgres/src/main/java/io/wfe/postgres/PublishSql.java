package io.wfe.postgres;

import java.sql.SQLException;
import java.util.List;

import io.wfe.core.persistence.NewEvent;
import org.jspecify.annotations.Nullable;

/**
 * How new events are bound and inserted, any number of them. The server sets the time of
 * those that have none.
 */
final class PublishSql {

	static final String COLUMNS = "id, event_name, event_key, event_data, event_time, is_processed";

	/**
	 * What {@link #bind} binds, as a row source {@code e}, hidden from the planner as in
	 * {@link PointerSql#SOURCE} and {@link StartSql#SOURCE}.
	 */
	static final String SOURCE = """
			(SELECT row_number() OVER () AS place, a.* FROM (SELECT unnest(a.workflow_id) AS workflow_id, unnest(a.id) AS id, unnest(a.event_name) AS event_name,
				unnest(a.event_key) AS event_key, unnest(a.event_data) AS event_data,
				unnest(a.event_time) AS event_time
			FROM (SELECT ?::text[] AS workflow_id, ?::text[] AS id, ?::text[] AS event_name, ?::text[] AS event_key,
				?::text[]::jsonb[] AS event_data, ?::text[]::timestamptz[] AS event_time OFFSET 0) AS a) AS a) AS e""";

	/**
	 * The values of {@link #COLUMNS} in {@link #SOURCE}.
	 */
	static final String VALUES = """
			e.id, e.event_name, e.event_key, e.event_data, coalesce(e.event_time, clock_timestamp()), false""";

	private PublishSql() {
	}

	/**
	 * Binds events.
	 * @param owners the id of the instance that publishes each
	 */
	static void bind(Parameters parameters, List<? extends @Nullable String> owners, List<NewEvent> events)
			throws SQLException {
		parameters.texts(owners, (id) -> id)
			.texts(events, NewEvent::id)
			.texts(events, NewEvent::eventName)
			.texts(events, NewEvent::eventKey)
			.jsons(events, NewEvent::eventData)
			.timestamps(events, NewEvent::eventTime);
	}

}
