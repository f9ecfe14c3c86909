package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;

/**
 * The columns of {@code event_subscriptions}: how they are listed, bound and read. See
 * {@link PointerSql} for why they are bound as arrays.
 */
final class SubscriptionSql {

	static final String COLUMNS = """
			id, workflow_id, step_id, execution_pointer_id, event_name, event_key, subscribe_as_of,
			subscription_data, external_token, external_worker_id, external_token_expiry""";

	/**
	 * What {@link #bind} binds, as a row source {@code s}, hidden from the planner as in
	 * {@link PointerSql#SOURCE}.
	 */
	static final String SOURCE = """
			(SELECT unnest(b.id) AS id, unnest(b.workflow_id) AS workflow_id,
				unnest(b.step_id) AS step_id,
				unnest(b.execution_pointer_id) AS execution_pointer_id,
				unnest(b.event_name) AS event_name, unnest(b.event_key) AS event_key,
				unnest(b.subscribe_as_of) AS subscribe_as_of,
				unnest(b.subscription_data) AS subscription_data,
				unnest(b.external_token) AS external_token,
				unnest(b.external_worker_id) AS external_worker_id,
				unnest(b.external_token_expiry) AS external_token_expiry
			FROM (SELECT ?::text[] AS id, ?::text[] AS workflow_id, ?::int[] AS step_id,
				?::text[] AS execution_pointer_id, ?::text[] AS event_name,
				?::text[] AS event_key, ?::text[]::timestamptz[] AS subscribe_as_of,
				?::text[]::jsonb[] AS subscription_data, ?::text[] AS external_token,
				?::text[] AS external_worker_id, ?::text[]::timestamptz[] AS external_token_expiry
				OFFSET 0) AS b) AS s""";

	/**
	 * The values of {@link #COLUMNS} in {@link #SOURCE}.
	 */
	static final String VALUES = """
			s.id, s.workflow_id, s.step_id, s.execution_pointer_id, s.event_name, s.event_key,
			s.subscribe_as_of, s.subscription_data, s.external_token,
			s.external_worker_id, s.external_token_expiry""";

	/**
	 * Inserts them with the statement that persists their workflow {@code w}.
	 */
	static final String INSERT = """
			, subscribed AS (
				INSERT INTO {event_subscriptions} (%s)
				SELECT %s
				FROM w CROSS JOIN %s
				RETURNING id
			)""".formatted(COLUMNS, VALUES, SOURCE);

	/**
	 * Inserts one, as {@link #bindOne} binds it, if its workflow is there, and keeps that
	 * from being purged meanwhile. Returns nothing if the workflow is not there, and
	 * false if the id of the subscription is taken.
	 */
	static final String INSERT_ONE = """
			WITH w AS MATERIALIZED (
				SELECT id FROM {workflows} WHERE id = ? FOR KEY SHARE
			), created AS (
				INSERT INTO {event_subscriptions} (%s)
				SELECT ?::text, w.id, ?::int, ?::text, ?::text, ?::text, ?::timestamptz, ?::jsonb,
					?::text, ?::text, ?::timestamptz
				FROM w
				ON CONFLICT DO NOTHING
				RETURNING id
			)
			SELECT EXISTS (SELECT FROM created) FROM w
			""".formatted(COLUMNS);

	private SubscriptionSql() {
	}

	static void bind(Parameters parameters, List<EventSubscription> subscriptions) throws SQLException {
		parameters.texts(subscriptions, EventSubscription::id)
			.texts(subscriptions, EventSubscription::workflowId)
			.integers(subscriptions, EventSubscription::stepId)
			.texts(subscriptions, EventSubscription::executionPointerId)
			.texts(subscriptions, EventSubscription::eventName)
			.texts(subscriptions, EventSubscription::eventKey)
			.timestamps(subscriptions, EventSubscription::subscribeAsOf)
			.jsons(subscriptions, SharedJson::subscriptionData)
			.texts(subscriptions, EventSubscription::externalToken)
			.texts(subscriptions, EventSubscription::externalWorkerId)
			.timestamps(subscriptions, EventSubscription::externalTokenExpiry);
	}

	static void bindOne(Parameters parameters, EventSubscription subscription) throws SQLException {
		parameters.text(subscription.workflowId())
			.text(subscription.id())
			.integer(subscription.stepId())
			.text(subscription.executionPointerId())
			.text(subscription.eventName())
			.text(subscription.eventKey())
			.timestamp(subscription.subscribeAsOf())
			.json(SharedJson.subscriptionData(subscription))
			.text(subscription.externalToken())
			.text(subscription.externalWorkerId())
			.timestamp(subscription.externalTokenExpiry());
	}

	static EventSubscription read(ResultSet resultSet, String table) throws SQLException {
		Row row = new Row(resultSet, table, "id");
		return EventSubscription.builder()
			.id(row.text("id"))
			.workflowId(row.text("workflow_id"))
			.stepId(row.integer("step_id"))
			.executionPointerId(row.text("execution_pointer_id"))
			.eventName(row.text("event_name"))
			.eventKey(row.text("event_key"))
			.subscribeAsOf(row.timestamp("subscribe_as_of"))
			.subscriptionData(row.nullableJson("subscription_data"))
			.externalToken(row.nullableText("external_token"))
			.externalWorkerId(row.nullableText("external_worker_id"))
			.externalTokenExpiry(row.nullableTimestamp("external_token_expiry"))
			.build();
	}

}
