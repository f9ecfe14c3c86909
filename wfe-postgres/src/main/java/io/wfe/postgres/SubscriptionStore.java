package io.wfe.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * Stores subscriptions. Whether a token has expired is told by the clock of the server,
 * which all nodes share, as of the start of the statement: {@code now()} would be the
 * start of the transaction. The clock itself would differ from row to row, so a
 * distributed PostgreSQL could not pass the statement on.
 */
final class SubscriptionStore {

	static final String OPEN = "(external_token IS NULL OR external_token_expiry <= statement_timestamp())";

	private static final String FIND_OPEN = """
			SELECT %s
			FROM {event_subscriptions}
			WHERE %s
				AND subscribe_as_of <= ? AND %s
			ORDER BY subscribe_as_of, left(id, 64)
			LIMIT ?
			""".formatted(SubscriptionSql.COLUMNS, EventStore.NAME_AND_KEY, OPEN);

	private static final String FIND_BY_WORKFLOW = """
			SELECT %s
			FROM {event_subscriptions}
			WHERE workflow_id = ?
			ORDER BY subscribe_as_of, id
			LIMIT ?
			""".formatted(SubscriptionSql.COLUMNS);

	private static final String GET = """
			SELECT %s
			FROM {event_subscriptions}
			WHERE id = ?
			""".formatted(SubscriptionSql.COLUMNS);

	private static final String DELETE = """
			DELETE FROM {event_subscriptions}
			WHERE id = ?
			""";

	private static final String SET_TOKEN = """
			WITH taken AS (
				UPDATE {event_subscriptions}
				SET external_token = ?, external_worker_id = ?, external_token_expiry = ?
				WHERE id = ? AND %s
				RETURNING id
			)
			SELECT EXISTS (SELECT FROM taken)
			FROM {event_subscriptions}
			WHERE id = ?
			""".formatted(OPEN);

	private static final String CLEAR_TOKEN = """
			UPDATE {event_subscriptions}
			SET external_token = NULL, external_worker_id = NULL, external_token_expiry = NULL
			WHERE id = ? AND external_token = ?
			""";

	private static final String TYPE = "EventSubscription";

	private final Database database;

	private final Inputs inputs;

	private final UnreadableRows unreadable;

	private final String table;

	private final String insert;

	private final String findOpen;

	private final String findByWorkflow;

	private final String get;

	private final String delete;

	private final String setToken;

	private final String clearToken;

	SubscriptionStore(Database database, Inputs inputs, TableNames names, UnreadableRows unreadable) {
		this.database = database;
		this.inputs = inputs;
		this.unreadable = unreadable;
		this.table = names.displayed("event_subscriptions");
		this.insert = names.resolve(SubscriptionSql.INSERT_ONE);
		this.findOpen = names.resolve(FIND_OPEN);
		this.findByWorkflow = names.resolve(FIND_BY_WORKFLOW);
		this.get = names.resolve(GET);
		this.delete = names.resolve(DELETE);
		this.setToken = names.resolve(SET_TOKEN);
		this.clearToken = names.resolve(CLEAR_TOKEN);
	}

	String create(EventSubscription subscription) {
		this.inputs.check(subscription);
		@Nullable Boolean created = LongValues.named(this.inputs, (checks) -> checks.check(subscription),
				() -> this.database.query("create subscription", subscription.id(), this.insert,
						(parameters) -> SubscriptionSql.bindOne(parameters, subscription),
						(resultSet) -> resultSet.next() ? resultSet.getBoolean(1) : null));
		if (created == null) {
			throw new WorkflowNotFoundException(subscription.workflowId());
		}
		if (!created) {
			throw SqlFailures.failure("create subscription", subscription.id(),
					new DuplicateKeyException("A subscription with that id exists already"));
		}
		return subscription.id();
	}

	List<EventSubscription> findOpen(String eventName, String eventKey, Instant asOf, int limit) {
		this.inputs.of(TYPE).key("eventName", eventName).text("eventKey", eventKey).timestamp("asOf", asOf);
		return this.unreadable.first(limit, (resultSet) -> SubscriptionSql.read(resultSet, this.table),
				(rows, reader) -> this.database.query("find open subscriptions", null, this.findOpen,
						(parameters) -> parameters.text(eventName)
							.text(eventKey)
							.text(eventName)
							.text(eventKey)
							.timestamp(asOf)
							.integer(rows),
						reader));
	}

	Optional<EventSubscription> findFirstOpen(String eventName, String eventKey, Instant asOf) {
		return findOpen(eventName, eventKey, asOf, 1).stream().findFirst();
	}

	List<EventSubscription> findByWorkflow(String workflowId, int limit) {
		this.inputs.of(TYPE).optionalText("workflowId", Objects.requireNonNull(workflowId, "workflowId"));
		Inputs.positive("Query", "limit", limit);
		return this.database.query("find the subscriptions of workflow instance", workflowId, this.findByWorkflow,
				(parameters) -> parameters.text(workflowId).integer(limit),
				this.unreadable.list((resultSet) -> SubscriptionSql.read(resultSet, this.table)));
	}

	EventSubscription get(String id) {
		this.inputs.of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		List<EventSubscription> found = this.database.list("load subscription", id, this.get,
				(parameters) -> parameters.text(id), (resultSet, row) -> SubscriptionSql.read(resultSet, this.table));
		return found.stream().findFirst().orElseThrow(() -> new SubscriptionNotFoundException(id));
	}

	void delete(String id) {
		this.inputs.of(TYPE).optionalText("id", Objects.requireNonNull(id, "id"));
		if (this.database.update("terminate subscription", id, this.delete, (parameters) -> parameters.text(id)) == 0) {
			throw new SubscriptionNotFoundException(id);
		}
	}

	boolean setToken(String id, String token, String workerId, Instant expiry) {
		this.inputs.stored(TYPE, null)
			.optionalText("id", Objects.requireNonNull(id, "id"))
			.key("externalToken", token)
			.key("externalWorkerId", workerId)
			.timestamp("externalTokenExpiry", Objects.requireNonNull(expiry, "expiry"));
		@Nullable Boolean taken = this.database.query("take subscription", id, this.setToken,
				(parameters) -> parameters.text(token).text(workerId).timestamp(expiry).text(id).text(id),
				(resultSet) -> resultSet.next() ? resultSet.getBoolean(1) : null);
		if (taken == null) {
			throw new SubscriptionNotFoundException(id);
		}
		return taken;
	}

	void clearToken(String id, String token) {
		this.inputs.of(TYPE)
			.optionalText("id", Objects.requireNonNull(id, "id"))
			.optionalText("externalToken", Objects.requireNonNull(token, "token"));
		int released = this.database.update("release subscription", id, this.clearToken,
				(parameters) -> parameters.text(id).text(token));
		if (released == 0) {
			throw new SubscriptionNotFoundException(id);
		}
	}

}
