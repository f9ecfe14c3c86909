package io.wfe.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.support.FieldInputs;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and brings them to the instances that wait for them.
 */
final class DeliveryStore {

	private static final String PUBLISH = """
			INSERT INTO {events} (%s)
			SELECT %s
			FROM %s
			ORDER BY e.place
			""".formatted(PublishSql.COLUMNS, PublishSql.VALUES, PublishSql.SOURCE);

	private final Database database;

	private final Inputs inputs;

	private final WorkflowRows rows;

	private final String publish;

	private final String find;

	private final String findOfWorkflow;

	private final ClaimStore claims;

	private final String deliver;

	private final String deliverAndTake;

	private final String sweep;

	private final String release;

	private final String lockOwned;

	private final String load;

	DeliveryStore(Database database, Inputs inputs, TableNames names, ClaimStore claims) {
		this.claims = claims;
		this.database = database;
		this.inputs = inputs;
		this.rows = new WorkflowRows(names);
		this.publish = names.resolve(PUBLISH);
		this.find = names.resolve(DeliverySql.FIND);
		this.findOfWorkflow = names.resolve(DeliverySql.FIND_OF_WORKFLOW);
		this.deliver = names.resolve(DeliverySql.DELIVER);
		this.deliverAndTake = names.resolve(DeliverySql.DELIVER_AND_TAKE);
		this.sweep = names.resolve(DeliverySql.SWEEP);
		this.release = names.resolve(DeliverySql.RELEASE);
		this.lockOwned = names.resolve(DeliverySql.LOCK_OWNED);
		this.load = names.resolve(WorkflowRows.LOAD.formatted("w.id = ?", "p.workflow_id = (SELECT ?::text)"));
	}

	void publish(List<NewEvent> events) {
		events.forEach((event) -> Pass.check(event, this.inputs));
		if (!events.isEmpty()) {
			List<@Nullable String> owners = new ArrayList<>();
			events.forEach((event) -> owners.add(null));
			LongValues.named(this.inputs, (checks) -> events.forEach((event) -> Pass.check(event, checks)),
					() -> this.database.update("publish events", null, this.publish,
							(parameters) -> PublishSql.bind(parameters, owners, events)));
		}
	}

	Delivery deliver(Collection<String> eventIds, int limit) {
		return deliver(eventIds, limit, this::deliver).delivery(List.of());
	}

	/**
	 * Delivers, and takes instances for a host. They are loaded once that is committed.
	 */
	Delivery deliver(Collection<String> eventIds, int limit, DeliveryClaim claim) {
		this.inputs.of("Host").optionalText("id", claim.hostId());
		ClaimStore.check(this.inputs, claim.definitions(), claim.except());
		Inputs.positive("Query", "places", claim.places());
		Batch batch = deliver(eventIds, limit, (subscriptions, events) -> take(subscriptions, events, claim));
		return batch.delivery(this.claims.loadTaken(claim.hostId(), batch.taken()));
	}

	private Batch deliver(Collection<String> eventIds, int limit,
			BiFunction<List<String>, List<String>, Batch> deliver) {
		FieldInputs checks = this.inputs.of("Event");
		eventIds.forEach((id) -> checks.optionalText("id", Objects.requireNonNull(id, "eventId")));
		Inputs.positive("Query", "limit", limit);
		return batch(List.copyOf(eventIds), limit, deliver);
	}

	/**
	 * The subscriptions are looked at again by a second statement, when no other can
	 * change their pointers any more.
	 */
	private Batch batch(List<String> events, int limit, BiFunction<List<String>, List<String>, Batch> deliver) {
		if (events.isEmpty()) {
			return Batch.NOTHING;
		}
		return this.database.callApart("deliver events", (transaction) -> {
			Set<String> found = new HashSet<>();
			Set<String> subscriptions = new LinkedHashSet<>();
			this.database.list("find the subscriptions of events", null, this.find,
					(parameters) -> parameters.texts(events, (id) -> id).integer(limit).integer(limit),
					(resultSet, row) -> {
						found.add(resultSet.getString("event_id"));
						@Nullable String subscription = resultSet.getString("id");
						return subscription != null && subscriptions.add(subscription);
					});
			return found.isEmpty() ? Batch.NOTHING : deliver.apply(List.copyOf(subscriptions), List.copyOf(found));
		});
	}

	private Batch deliver(List<String> subscriptions, List<String> events) {
		return this.database.query("deliver events", null, this.deliver,
				(parameters) -> parameters.texts(subscriptions, (id) -> id).texts(events, (id) -> id),
				(resultSet) -> Batch.read(resultSet, events.size()));
	}

	private Batch take(List<String> subscriptions, List<String> events, DeliveryClaim claim) {
		return this.database.query("deliver events", null, this.deliverAndTake,
				(parameters) -> parameters.texts(subscriptions, (id) -> id)
					.texts(List.copyOf(claim.except()), (id) -> id)
					.text(claim.hostId())
					.texts(List.copyOf(claim.definitions()), DefinitionKey::id)
					.integers(List.copyOf(claim.definitions()), DefinitionKey::version)
					.integer(claim.places())
					.text(claim.hostId())
					.texts(events, (id) -> id),
				(resultSet) -> Batch.read(resultSet, events.size()));
	}

	/**
	 * Events that nobody waits for are marked together, and so are the others delivered.
	 */
	Delivery deliverDue(int limit) {
		Inputs.positive("Query", "limit", limit);
		List<Due> due = new ArrayList<>(this.database.queryApart("find the unprocessed events", null, this.sweep,
				(parameters) -> parameters.integer(limit), (resultSet) -> {
					List<Due> found = new ArrayList<>();
					while (resultSet.next()) {
						found.add(new Due(resultSet.getString("id"), resultSet.getBoolean("processed")));
					}
					return found;
				}));
		boolean more = due.size() >= limit;
		due.removeIf(Due::processed);
		Batch batch = batch(due.stream().map(Due::id).toList(), limit, this::deliver);
		return new Delivery(batch.delivered(), more || batch.hasMore());
	}

	Optional<WorkflowInstance> lookBackOrRelease(String hostId, WorkflowInstance instance) {
		PostgresRevision revision = PostgresRevision.of(instance);
		if (revision == null) {
			throw new InvalidValueException("WorkflowInstance", instance.id(), "revision", "must be there");
		}
		this.inputs.of("Host").optionalText("id", Objects.requireNonNull(hostId, "hostId"));
		this.inputs.checkFields(instance);
		if (release(hostId, instance, revision.version())) {
			return Optional.empty();
		}
		return this.database.callInTransaction("look back for events", (transaction) -> {
			List<Version> owned = this.database.list("lock workflow instance", instance.id(), this.lockOwned,
					(parameters) -> parameters.text(instance.id()).text(hostId).text(hostId),
					(resultSet, row) -> WorkflowSql.readVersion(resultSet));
			if (owned.isEmpty()) {
				return Optional.empty();
			}
			if (owned.get(0).equals(revision.version()) && !lookBack(instance.id())
					&& release(hostId, instance, revision.version())) {
				return Optional.empty();
			}
			return load(instance.id());
		});
	}

	private boolean release(String hostId, WorkflowInstance instance, Version version) {
		return this.database.update("release workflow instance", instance.id(), this.release, (parameters) -> {
			parameters.millis(instance.nextExecution()).text(instance.id()).text(hostId).text(hostId);
			WorkflowSql.bindVersion(parameters, version);
		}) > 0;
	}

	private boolean lookBack(String id) {
		List<String> subscriptions = this.database.list("find the subscriptions of workflow instance", id,
				this.findOfWorkflow, (parameters) -> parameters.text(id), (resultSet, row) -> resultSet.getString(1));
		return !subscriptions.isEmpty() && deliver(subscriptions, List.of()).delivered() > 0;
	}

	private Optional<WorkflowInstance> load(String id) {
		Map<String, WorkflowInstance> found = this.database.query("load workflow instance", id, this.load,
				(parameters) -> parameters.text(id).text(id), this.rows::readAll);
		return Optional.ofNullable(found.get(id));
	}

	/**
	 * What was done for some events.
	 *
	 * @param delivered how many pointers got one
	 * @param gone how many subscriptions were deleted
	 * @param processed whether nobody waits for any of them any more
	 * @param taken the ids of the instances that were taken
	 */
	private record Batch(int delivered, int gone, boolean processed, Set<String> taken) {

		static final Batch NOTHING = new Batch(0, 0, true, Set.of());

		static Batch read(ResultSet resultSet, int events) throws SQLException {
			resultSet.next();
			Array taken = resultSet.getArray("taken");
			return new Batch(resultSet.getInt("delivered"), resultSet.getInt("gone"),
					resultSet.getInt("processed") == events,
					(taken != null) ? Set.of((String[]) taken.getArray()) : Set.of());
		}

		Delivery delivery(List<WorkflowInstance> instances) {
			return new Delivery(this.delivered, hasMore(), instances);
		}

		/**
		 * If nothing could be done now, a call at once could do nothing either.
		 */
		boolean hasMore() {
			return !this.processed && this.gone > 0;
		}

	}

	/**
	 * An event that is due.
	 *
	 * @param id its id
	 * @param processed whether nobody waits for it
	 */
	private record Due(String id, boolean processed) {

	}

}
