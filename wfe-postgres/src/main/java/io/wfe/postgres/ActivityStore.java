package io.wfe.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.core.support.ActivityTokens;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gives activities to workers and takes their results, and finds user tasks.
 */
final class ActivityStore {

	// For the CASE see EventStore
	private static final String FIND = """
			SELECT %s
			FROM {event_subscriptions}
			WHERE hashtextextended(event_name, 0) = hashtextextended('%s', 0)
				AND hashtextextended(event_key, 0) = hashtextextended(?, 0)
				AND CASE WHEN event_name = '%s' THEN event_key = ? ELSE false END
				AND subscribe_as_of <= (SELECT clock_timestamp()) AND %s
			ORDER BY subscribe_as_of, left(id, 64)
			LIMIT 1
			FOR UPDATE SKIP LOCKED
			""".formatted(SubscriptionSql.COLUMNS, EventNames.ACTIVITY, EventNames.ACTIVITY, SubscriptionStore.OPEN);

	private static final String HOLD = """
			UPDATE {event_subscriptions} SET external_token = ?, external_worker_id = ?,
				external_token_expiry = statement_timestamp() + ? * interval '1 microsecond'
			WHERE id = ?
			RETURNING %s
			""".formatted(SubscriptionSql.COLUMNS);

	private static final String RENEW = """
			UPDATE {event_subscriptions}
			SET external_token_expiry = statement_timestamp() + ? * interval '1 microsecond'
			WHERE id = ? AND external_token = ?
			RETURNING id, external_token_expiry
			""";

	private static final String RELEASE = """
			UPDATE {event_subscriptions}
			SET external_token = NULL, external_worker_id = NULL, external_token_expiry = NULL
			WHERE id = ? AND external_token = ?
			""";

	private static final String TASKS = """
			SELECT %s
			FROM {event_subscriptions}
			WHERE event_name = '%s' %s
			ORDER BY subscribe_as_of, left(id, 64)
			LIMIT (SELECT ?::bigint)
			""";

	private static final String OF_ASSIGNEE = """
			AND hashtextextended(subscription_data ->> 'assignee', 0) = hashtextextended(?, 0)
				AND subscription_data ->> 'assignee' = ? AND jsonb_typeof(subscription_data -> 'assignee') = 'string'""";

	private final Database database;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final String table;

	private final String find;

	private final String hold;

	private final String renew;

	private final String release;

	private final String lockHeld;

	private final String complete;

	private final String tasks;

	private final String tasksOfAssignee;

	ActivityStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.table = names.displayed("event_subscriptions");
		this.find = names.resolve(FIND);
		this.hold = names.resolve(HOLD);
		this.renew = names.resolve(RENEW);
		this.release = names.resolve(RELEASE);
		this.lockHeld = names.resolve(DeliverySql.LOCK_HELD);
		this.complete = names.resolve(DeliverySql.COMPLETE);
		this.tasks = names.resolve(TASKS.formatted(SubscriptionSql.COLUMNS, EventNames.USER_ACTION, ""));
		this.tasksOfAssignee = names
			.resolve(TASKS.formatted(SubscriptionSql.COLUMNS, EventNames.USER_ACTION, OF_ASSIGNEE));
	}

	Optional<ClaimedActivity> claim(String activityName, String workerId, Duration lease) {
		this.inputs.of("Activity").optionalText("activityName", Objects.requireNonNull(activityName, "activityName"));
		this.inputs.stored("Activity", null).key("workerId", workerId);
		long micros = HostStore.micros(lease);
		return this.database.callApart("claim activity", (transaction) -> {
			List<EventSubscription> found = this.database.list("claim activity", activityName, this.find,
					(parameters) -> parameters.text(activityName).text(activityName),
					(resultSet, row) -> SubscriptionSql.read(resultSet, this.table));
			return found.stream().findFirst().map((subscription) -> hold(subscription, workerId, micros));
		});
	}

	private ClaimedActivity hold(EventSubscription subscription, String workerId, long micros) {
		String token = ActivityTokens.create(subscription.id(), subscription.eventKey());
		EventSubscription held = this.database
			.list("claim activity", subscription.eventKey(), this.hold,
					(parameters) -> parameters.text(token).text(workerId).bigint(micros).text(subscription.id()),
					(resultSet, row) -> SubscriptionSql.read(resultSet, this.table))
			.get(0);
		return new ClaimedActivity(held, token, Objects.requireNonNull(held.externalTokenExpiry()));
	}

	Optional<Instant> renew(String token, Duration lease) {
		long micros = HostStore.micros(lease);
		String id = subscriptionId(token);
		if (id == null) {
			return Optional.empty();
		}
		return this.database
			.list("renew activity", id, this.renew, (parameters) -> parameters.bigint(micros).text(id).text(token),
					(resultSet, row) -> new Row(resultSet, this.table, "id").timestamp("external_token_expiry"))
			.stream()
			.findFirst();
	}

	/**
	 * The lock of the instance comes first, as for all who deliver.
	 */
	boolean complete(String token, JsonNode eventData) {
		JsonNode data = SharedJson.of(eventData);
		this.inputs.stored("Activity", null).json("eventData", data);
		String id = subscriptionId(token);
		return id != null && this.database.callInTransaction("complete activity", (transaction) -> {
			this.database.list("lock the workflow instance of activity", id, this.lockHeld,
					(parameters) -> parameters.text(id).text(token), (resultSet, row) -> resultSet.getString(1));
			return this.database.query("complete activity", id, this.complete,
					(parameters) -> parameters.text(id).text(token).json(data), (resultSet) -> {
						resultSet.next();
						return resultSet.getBoolean(1);
					});
		});
	}

	boolean release(String token) {
		String id = subscriptionId(token);
		return id != null && this.database.update("release activity", id, this.release,
				(parameters) -> parameters.text(id).text(token)) > 0;
	}

	private @Nullable String subscriptionId(String token) {
		this.inputs.of("Activity").optionalText("token", Objects.requireNonNull(token, "token"));
		String id = ActivityTokens.subscriptionId(token).orElse(null);
		this.inputs.of("Activity").optionalText("token", id);
		return id;
	}

	List<EventSubscription> findUserTasks(@Nullable String assignee, int limit) {
		this.inputs.of("Query").optionalText("assignee", assignee);
		Inputs.positive("Query", "limit", limit);
		return this.unreadable.first(limit, (resultSet) -> SubscriptionSql.read(resultSet, this.table),
				(rows, reader) -> this.database.query("find user tasks", null,
						(assignee != null) ? this.tasksOfAssignee : this.tasks, (parameters) -> {
							if (assignee != null) {
								parameters.text(assignee).text(assignee);
							}
							parameters.integer(rows);
						}, reader));
	}

}
