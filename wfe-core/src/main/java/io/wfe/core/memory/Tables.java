package io.wfe.core.memory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.HostSummary;
import org.jspecify.annotations.Nullable;

/**
 * All that a store holds, behind one lock. Who reads or writes several tables does so in
 * one {@link #call}: others see all of that or nothing. It finds out first whether it may
 * write, since what a call has written stays if it fails after that, unless it is a
 * {@link #callUndoably}.
 */
final class Tables {

	private final Lock lock = new ReentrantLock();

	private final Undo undo = new Undo(this.lock);

	private final Clock clock;

	private long lastNumber;

	private Instant lastStamp = Instant.MIN;

	final SortedIndex<String, WorkflowRow> dueWorkflows = new SortedIndex<>(WorkflowRow::due, WorkflowRow::id);

	final GroupedIndex<DefinitionKey, String, WorkflowRow> dueWorkflowsByDefinition = new GroupedIndex<>(
			WorkflowRow::dueDefinition, WorkflowRow::due, WorkflowRow::id);

	final SortedIndex<String, WorkflowRow> endedWorkflows = new SortedIndex<>(WorkflowRow::ended, WorkflowRow::id);

	final SortedIndex<String, WorkflowRow> endedWithoutTime = new SortedIndex<>(WorkflowRow::endedWithoutTime,
			WorkflowRow::id);

	final SortedIndex<String, WorkflowRow> workflowsByCreateTime = new SortedIndex<>(
			(row) -> row.instance().createTime(), WorkflowRow::id);

	final UniqueIndex<String, WorkflowRow> workflowsByName = new UniqueIndex<>((row) -> List.of(row.instance().name()));

	final PointerIndex workflowsByPointer = new PointerIndex();

	final Table<String, WorkflowRow> workflows = new Table<>(this.undo,
			List.of(this.dueWorkflows, this.dueWorkflowsByDefinition, this.endedWorkflows, this.endedWithoutTime,
					this.workflowsByCreateTime, this.workflowsByName, this.workflowsByPointer));

	final SortedIndex<String, HostSummary> hostsByExpiry = new SortedIndex<>(HostSummary::expiresAt, HostSummary::id);

	final Table<String, HostSummary> hosts = new Table<>(this.undo, List.of(this.hostsByExpiry));

	/**
	 * The last number given out of each definition.
	 */
	final Table<String, Long> sequences = new Table<>(this.undo, List.of());

	final GroupedIndex<EventKey, String, EventSubscription> subscriptionsByEvent = new GroupedIndex<>(
			(subscription) -> new EventKey(subscription.eventName(), subscription.eventKey()),
			EventSubscription::subscribeAsOf, EventSubscription::id);

	final GroupedIndex<String, String, EventSubscription> subscriptionsByWorkflow = new GroupedIndex<>(
			EventSubscription::workflowId, EventSubscription::subscribeAsOf, EventSubscription::id);

	final SortedIndex<String, EventSubscription> userTasks = new SortedIndex<>(
			(subscription) -> UserTasks.isTask(subscription) ? subscription.subscribeAsOf() : null,
			EventSubscription::id);

	final GroupedIndex<String, String, EventSubscription> userTasksByAssignee = new GroupedIndex<>(UserTasks::assignee,
			EventSubscription::subscribeAsOf, EventSubscription::id);

	final SortedIndex<String, EventSubscription> heldSubscriptions = new SortedIndex<>(
			(subscription) -> (subscription.externalToken() != null) ? subscription.externalTokenExpiry() : null,
			EventSubscription::id);

	final Table<String, EventSubscription> subscriptions = new Table<>(this.undo, List.of(this.subscriptionsByEvent,
			this.subscriptionsByWorkflow, this.userTasks, this.userTasksByAssignee, this.heldSubscriptions));

	final SortedIndex<String, Event> unprocessedEvents = new SortedIndex<>(
			(event) -> event.processed() ? null : event.eventTime(), Event::id);

	final SortedIndex<String, Event> processedEvents = new SortedIndex<>(
			(event) -> event.processed() ? event.eventTime() : null, Event::id);

	final GroupedIndex<EventKey, String, Event> eventsByKey = new GroupedIndex<>(
			(event) -> new EventKey(event.eventName(), event.eventKey()), Event::eventTime, Event::id);

	final Table<String, Event> events = new Table<>(this.undo,
			List.of(this.unprocessedEvents, this.processedEvents, this.eventsByKey));

	final SortedIndex<Long, CommandRow> commandsByTime = new SortedIndex<>((row) -> row.command().executeTime(),
			CommandRow::number);

	final Table<CommandRow.Key, CommandRow> commands = new Table<>(this.undo, List.of(this.commandsByTime));

	final SortedIndex<Long, ErrorRow> errorsByTime = new SortedIndex<>((row) -> row.error().errorTime(),
			ErrorRow::number);

	final GroupedIndex<String, Long, ErrorRow> errorsByWorkflow = new GroupedIndex<>((row) -> row.error().workflowId(),
			(row) -> row.error().errorTime(), ErrorRow::number);

	final Table<Long, ErrorRow> errors = new Table<>(this.undo, List.of(this.errorsByTime, this.errorsByWorkflow));

	Tables(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Does something with the tables while nobody else does. It must not call code of the
	 * application.
	 */
	<T extends @Nullable Object> T call(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Does what {@link #call} does, without a result.
	 */
	void run(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Does what {@link #call} does. If that fails, what it has written is taken back.
	 */
	<T extends @Nullable Object> T callUndoably(Supplier<T> action) {
		return call(() -> this.undo.call(action));
	}

	/**
	 * Does what {@link #call} does, and what it has written stays when the caller's own
	 * action is taken back.
	 */
	<T extends @Nullable Object> T callApart(Supplier<T> action) {
		return call(() -> this.undo.callApart(action));
	}

	/**
	 * Runs code of the application, without the lock. If that fails, what it has written
	 * on this thread is taken back.
	 */
	void runUndoably(Runnable action) {
		this.undo.call(() -> {
			action.run();
			return null;
		});
	}

	/**
	 * Returns a number that is larger than all before.
	 */
	long nextNumber() {
		return ++this.lastNumber;
	}

	/**
	 * Returns the time of a write, which is later than that of any write before.
	 */
	Instant stamp() {
		Instant now = now();
		this.lastStamp = now.isAfter(this.lastStamp) ? now : this.lastStamp.plus(1, ChronoUnit.MICROS);
		return this.lastStamp;
	}

	/**
	 * Returns the time, as fine as instants are stored.
	 */
	Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
