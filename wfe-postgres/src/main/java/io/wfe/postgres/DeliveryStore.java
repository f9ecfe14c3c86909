package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.NewEvent;
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

	private final String deliver;

	private final String sweep;

	private final String release;

	private final String lockOwned;

	private final String load;

	DeliveryStore(Database database, Inputs inputs, TableNames names) {
		this.database = database;
		this.inputs = inputs;
		this.rows = new WorkflowRows(names);
		this.publish = names.resolve(PUBLISH);
		this.find = names.resolve(DeliverySql.FIND);
		this.findOfWorkflow = names.resolve(DeliverySql.FIND_OF_WORKFLOW);
		this.deliver = names.resolve(DeliverySql.DELIVER);
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

	Delivery deliver(String eventId, int limit) {
		this.inputs.of("Event").optionalText("id", Objects.requireNonNull(eventId, "eventId"));
		Inputs.positive("Query", "limit", limit);
		Batch batch = batch(eventId, limit);
		return new Delivery(batch.delivered(), batch.hasMore());
	}

	/**
	 * The subscriptions are looked at again by a second statement, when no other can
	 * change their pointers any more.
	 */
	private Batch batch(String eventId, int limit) {
		return this.database.callApart("deliver event", (transaction) -> {
			List<Optional<String>> found = this.database.list("find the subscriptions of event", eventId, this.find,
					(parameters) -> parameters.text(eventId).integer(limit),
					(resultSet, row) -> Optional.ofNullable(resultSet.getString(1)));
			return found.isEmpty() ? Batch.NOTHING
					: deliver(found.stream().flatMap(Optional::stream).toList(), eventId);
		});
	}

	private Batch deliver(List<String> subscriptions, @Nullable String eventId) {
		return this.database.query("deliver event", eventId, this.deliver,
				(parameters) -> parameters.texts(subscriptions, (id) -> id).text(eventId), (resultSet) -> {
					resultSet.next();
					return new Batch(resultSet.getInt("delivered"), resultSet.getInt("gone"),
							resultSet.getBoolean("processed"));
				});
	}

	/**
	 * Events that nobody waits for are marked together; the others are delivered one by
	 * one.
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
		int delivered = 0;
		int left = limit;
		for (Due event : due) {
			if (left <= 0) {
				return new Delivery(delivered, true);
			}
			Batch batch = batch(event.id(), left);
			delivered += batch.delivered();
			left -= batch.gone();
			more |= batch.hasMore();
		}
		return new Delivery(delivered, more);
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
		return !subscriptions.isEmpty() && deliver(subscriptions, null).delivered() > 0;
	}

	private Optional<WorkflowInstance> load(String id) {
		Map<String, WorkflowInstance> found = this.database.query("load workflow instance", id, this.load,
				(parameters) -> parameters.text(id).text(id), this.rows::readAll);
		return Optional.ofNullable(found.get(id));
	}

	/**
	 * What was done for one event.
	 *
	 * @param delivered how many pointers got one
	 * @param gone how many subscriptions were deleted
	 * @param processed whether nobody waits for it any more
	 */
	private record Batch(int delivered, int gone, boolean processed) {

		static final Batch NOTHING = new Batch(0, 0, true);

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
