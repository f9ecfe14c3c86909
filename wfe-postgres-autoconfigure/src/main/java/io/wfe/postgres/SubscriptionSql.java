package io.wfe.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.wfe.core.model.EventSubscription;

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
			(SELECT ?::text[] AS id, ?::text[] AS workflow_id, ?::int[] AS step_id,
				?::text[] AS execution_pointer_id, ?::text[] AS event_name, ?::text[] AS event_key,
				?::text[] AS subscribe_as_of, ?::text[] AS subscription_data,
				?::text[] AS external_token, ?::text[] AS external_worker_id,
				?::text[] AS external_token_expiry OFFSET 0) AS b
			CROSS JOIN LATERAL unnest(b.id, b.workflow_id, b.step_id, b.execution_pointer_id,
				b.event_name, b.event_key, b.subscribe_as_of, b.subscription_data,
				b.external_token, b.external_worker_id, b.external_token_expiry)
			AS s (id, workflow_id, step_id, execution_pointer_id, event_name, event_key,
				subscribe_as_of, subscription_data, external_token, external_worker_id,
				external_token_expiry)""";

	/**
	 * The values of {@link #COLUMNS} in {@link #SOURCE}.
	 */
	static final String VALUES = """
			s.id, s.workflow_id, s.step_id, s.execution_pointer_id, s.event_name, s.event_key,
			s.subscribe_as_of::timestamptz, s.subscription_data::jsonb, s.external_token,
			s.external_worker_id, s.external_token_expiry::timestamptz""";

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
			.jsons(subscriptions, EventSubscription::subscriptionData)
			.texts(subscriptions, EventSubscription::externalToken)
			.texts(subscriptions, EventSubscription::externalWorkerId)
			.timestamps(subscriptions, EventSubscription::externalTokenExpiry);
	}

	static EventSubscription read(ResultSet resultSet, String table) throws SQLException {
		Row row = new Row(resultSet, table, "", "id");
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
