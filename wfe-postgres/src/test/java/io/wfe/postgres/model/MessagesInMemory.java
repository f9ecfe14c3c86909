package io.wfe.postgres.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a store in memory that has to do with events, subscriptions, commands and
 * errors. Written from the contract and the Javadoc of the repositories; for one thread.
 */
abstract class MessagesInMemory implements PersistenceProvider {

	Map<String, Event> events = new HashMap<>();

	Map<String, EventSubscription> subscriptions = new HashMap<>();

	List<ExecutionError> errors = new ArrayList<>();

	/**
	 * By name and data, in the order in which they were first scheduled.
	 */
	Map<String, ScheduledCommand> commands = new LinkedHashMap<>();

	@Override
	public String createEvent(Event event) {
		if (this.events.putIfAbsent(event.id(), event) != null) {
			throw new PersistenceException("exists", null);
		}
		return event.id();
	}

	@Override
	public Event getEvent(String id) {
		Event event = this.events.get(id);
		if (event == null) {
			throw new EventNotFoundException(id);
		}
		return event;
	}

	private List<Event> events(String eventName, String eventKey) {
		return this.events.values()
			.stream()
			.filter((event) -> event.eventName().equals(eventName) && event.eventKey().equals(eventKey))
			.sorted(Comparator.comparing(Event::eventTime).thenComparing(Event::id))
			.toList();
	}

	@Override
	public List<String> getRunnableEvents(Instant asAt, int limit) {
		return this.events.values()
			.stream()
			.filter((event) -> !event.processed() && !event.eventTime().isAfter(asAt))
			.sorted(Comparator.comparing(Event::eventTime).thenComparing(Event::id))
			.map(Event::id)
			.limit(limit)
			.toList();
	}

	@Override
	public List<String> getEvents(String eventName, String eventKey, Instant asOf) {
		return events(eventName, eventKey).stream()
			.filter((event) -> !event.eventTime().isAfter(asOf))
			.map(Event::id)
			.toList();
	}

	@Override
	public List<Event> findEvents(String eventName, String eventKey, Instant from, int limit) {
		return events(eventName, eventKey).stream()
			.filter((event) -> !event.eventTime().isBefore(from))
			.limit(limit)
			.toList();
	}

	@Override
	public void markEventProcessed(String id) {
		this.events.put(id, getEvent(id).toBuilder().processed(true).build());
	}

	@Override
	public void markEventUnprocessed(String id) {
		this.events.put(id, getEvent(id).toBuilder().processed(false).build());
	}

	@Override
	public int purgeEvents(Instant before, int limit) {
		List<Event> purged = oldest(this.events.values()
			.stream()
			.filter((event) -> event.processed() && event.eventTime().isBefore(before))
			.toList(), Event::eventTime, limit);
		this.events.values().removeAll(purged);
		return purged.size();
	}

	@Override
	public void persistErrors(Collection<ExecutionError> errors) {
		this.errors.addAll(errors);
	}

	@Override
	public List<ExecutionError> getErrors(String workflowId) {
		return this.errors.stream()
			.filter((error) -> error.workflowId().equals(workflowId))
			.sorted(Comparator.comparing(ExecutionError::errorTime))
			.toList();
	}

	@Override
	public List<ExecutionError> getLatestErrors(String workflowId, int limit) {
		List<ExecutionError> latest = new ArrayList<>(getErrors(workflowId));
		Collections.reverse(latest);
		return latest.stream().limit(limit).toList();
	}

	@Override
	public int purgeErrors(Instant before, int limit) {
		List<ExecutionError> purged = oldest(
				this.errors.stream().filter((error) -> error.errorTime().isBefore(before)).toList(),
				ExecutionError::errorTime, limit);
		this.errors.removeAll(purged);
		return purged.size();
	}

	/**
	 * Returns the values of the earliest times. Which of those with one time come first
	 * is not promised.
	 */
	static <T> List<T> oldest(List<T> values, Function<T, Instant> time, int limit) {
		List<T> sorted = values.stream().sorted(Comparator.comparing(time)).toList();
		if (sorted.size() <= limit) {
			return sorted;
		}
		if (time.apply(sorted.get(limit - 1)).equals(time.apply(sorted.get(limit)))) {
			throw new Refusal.Undecided();
		}
		return sorted.subList(0, limit);
	}

	abstract boolean isThere(String workflowId);

	@Override
	public String createEventSubscription(EventSubscription subscription) {
		if (!isThere(subscription.workflowId())) {
			throw new WorkflowNotFoundException(subscription.workflowId());
		}
		if (this.subscriptions.putIfAbsent(subscription.id(), subscription) != null) {
			throw new PersistenceException("exists", null);
		}
		return subscription.id();
	}

	private static boolean open(EventSubscription subscription) {
		Instant expiry = subscription.externalTokenExpiry();
		return subscription.externalToken() == null || (expiry != null && !expiry.isAfter(Instant.now()));
	}

	@Override
	public List<EventSubscription> getSubscriptions(String eventName, String eventKey, Instant asOf) {
		return this.subscriptions.values()
			.stream()
			.filter((subscription) -> subscription.eventName().equals(eventName)
					&& subscription.eventKey().equals(eventKey) && !subscription.subscribeAsOf().isAfter(asOf)
					&& open(subscription))
			.sorted(Comparator.comparing(EventSubscription::subscribeAsOf).thenComparing(EventSubscription::id))
			.toList();
	}

	@Override
	public Optional<EventSubscription> getFirstOpenSubscription(String eventName, String eventKey, Instant asOf) {
		return getSubscriptions(eventName, eventKey, asOf).stream().findFirst();
	}

	@Override
	public List<EventSubscription> getSubscriptionsByWorkflow(String workflowId, int limit) {
		return this.subscriptions.values()
			.stream()
			.filter((subscription) -> subscription.workflowId().equals(workflowId))
			.sorted(Comparator.comparing(EventSubscription::subscribeAsOf).thenComparing(EventSubscription::id))
			.limit(limit)
			.toList();
	}

	@Override
	public EventSubscription getSubscription(String id) {
		EventSubscription subscription = this.subscriptions.get(id);
		if (subscription == null) {
			throw new SubscriptionNotFoundException(id);
		}
		return subscription;
	}

	@Override
	public void terminateSubscription(String id) {
		getSubscription(id);
		this.subscriptions.remove(id);
	}

	@Override
	public boolean setSubscriptionToken(String id, String token, String workerId, Instant expiry) {
		EventSubscription subscription = getSubscription(id);
		if (!open(subscription)) {
			return false;
		}
		hold(subscription, token, workerId, expiry.truncatedTo(ChronoUnit.MICROS));
		return true;
	}

	@Override
	public void clearSubscriptionToken(String id, String token) {
		EventSubscription subscription = getSubscription(id);
		if (!token.equals(subscription.externalToken())) {
			throw new SubscriptionNotFoundException(id);
		}
		hold(subscription, null, null, null);
	}

	private void hold(EventSubscription subscription, @Nullable String token, @Nullable String workerId,
			@Nullable Instant expiry) {
		this.subscriptions.put(subscription.id(),
				subscription.toBuilder()
					.externalToken(token)
					.externalWorkerId(workerId)
					.externalTokenExpiry(expiry)
					.build());
	}

	@Override
	public boolean supportsScheduledCommands() {
		return true;
	}

	private static String key(ScheduledCommand command) {
		return command.commandName() + " " + command.data();
	}

	@Override
	public void scheduleCommand(ScheduledCommand command) {
		this.commands.put(key(command), command);
	}

	@Override
	public void processCommands(Instant asOf, int batchSize, Consumer<ScheduledCommand> handler) {
		List<RuntimeException> failures = new ArrayList<>();
		List<ScheduledCommand> due = this.commands.values()
			.stream()
			.filter((command) -> !command.executeTime().isAfter(asOf))
			.sorted(Comparator.comparing(ScheduledCommand::executeTime))
			.toList();
		for (ScheduledCommand command : due) {
			Map<String, Event> eventsBefore = new HashMap<>(this.events);
			Map<String, ScheduledCommand> commandsBefore = new LinkedHashMap<>(this.commands);
			try {
				handler.accept(command);
				this.commands.remove(key(command), command);
			}
			catch (RuntimeException ex) {
				this.events = eventsBefore;
				this.commands = commandsBefore;
				failures.add(ex);
			}
		}
		if (!failures.isEmpty()) {
			failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
			throw failures.get(0);
		}
	}

}
