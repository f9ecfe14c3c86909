package io.wfe.postgres.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

/**
 * Makes a step of a number: the same of the same number.
 */
final class Steps {

	private static final Instant END = Instant.parse("2020-12-31T00:00:00Z");

	private static final Comparator<WorkflowCount> COUNTS = Comparator.comparing(WorkflowCount::workflowDefinitionId)
		.thenComparing(WorkflowCount::status);

	private Steps() {
	}

	static Step of(long seed) {
		Some some = new Some(seed);
		int kind = some.number(100);
		if (kind < 14) {
			return create(some);
		}
		if (kind < 44) {
			return persist(seed, some);
		}
		if (kind < 54) {
			return load(some);
		}
		if (kind < 62) {
			return query(some);
		}
		if (kind < 66) {
			return some.chance(50) ? purge(some) : control(some);
		}
		if (kind < 79) {
			return subscription(some);
		}
		return (kind < 89) ? event(some) : commandOrError(some);
	}

	private static Step create(Some some) {
		WorkflowInstance instance = some.workflow(some.of(Some.WORKFLOWS));
		return new Step("create " + instance, (side) -> side.hold(side.store().createWorkflowInstance(instance)));
	}

	/**
	 * Persists what the caller holds, which may be out of date, and looks at it again.
	 */
	private static Step persist(long seed, Some some) {
		String id = some.of(Some.WORKFLOWS);
		boolean unconditionally = some.chance(30);
		boolean forget = some.chance(20);
		@Nullable String name = some.chance(15) ? some.of(Some.NAMES) : null;
		List<EventSubscription> subscriptions = some.chance(80) ? List.of()
				: List.of(some.subscription(), some.subscription());
		String description = "persist what is held of " + id + (unconditionally ? " unconditionally" : "")
				+ (forget ? ", and keep what was held" : "") + ((name != null) ? ", name " + name : "") + ", changes "
				+ seed + ", " + subscriptions;
		return new Step(description, (side) -> {
			Some changes = new Some(seed + 1);
			WorkflowInstance held = side.held(id).orElseGet(() -> new Some(seed).workflow(id));
			WorkflowInstance changed = (changes.chance(70) ? changes.change(held) : held).toBuilder()
				.name((name != null) ? name : held.name())
				.executionPointers(changes.changePointers(id, held.executionPointers()))
				.revision(unconditionally ? null : held.revision())
				.build();
			WorkflowInstance persisted = side.store().persistWorkflowWithSubscriptions(changed, subscriptions);
			if (!forget) {
				side.hold(persisted);
			}
			return List.of(persisted, side.store().getWorkflowInstance(id));
		});
	}

	private static Step control(Some some) {
		String id = some.of(Some.WORKFLOWS);
		Instant time = some.instant();
		return switch (some.number(3)) {
			case 0 -> new Step("suspend " + id, (side) -> side.store().suspendWorkflow(id));
			case 1 -> new Step("resume " + id, (side) -> side.store().resumeWorkflow(id));
			default -> new Step("terminate " + id + " at " + time, (side) -> side.store().terminateWorkflow(id, time));
		};
	}

	private static Step load(Some some) {
		String id = some.of(Some.WORKFLOWS);
		String name = some.of(Some.NAMES);
		List<String> ids = List.of(some.of(Some.WORKFLOWS), some.of(Some.WORKFLOWS), "unknown", id);
		return switch (some.number(3)) {
			case 0 -> new Step("load " + id, (side) -> side.hold(side.store().getWorkflowInstance(id)));
			case 1 ->
				new Step("load by name " + name, (side) -> side.hold(side.store().getWorkflowInstanceByName(name)));
			default -> new Step("load " + ids, (side) -> {
				List<WorkflowInstance> loaded = side.store().getWorkflowInstances(ids);
				loaded.forEach(side::hold);
				return loaded;
			});
		};
	}

	private static Step query(Some some) {
		Instant time = some.instant();
		int limit = some.limit();
		String definition = some.of(Some.DEFINITIONS);
		WorkflowQuery query = query(some, definition, limit);
		return switch (some.number(5)) {
			case 0 ->
				new Step("next number of " + definition, (side) -> side.store().nextDefinitionSequence(definition));
			case 1 ->
				new Step("due at " + time + ", " + limit, (side) -> side.store().getRunnableInstances(time, limit));
			case 2 ->
				new Step("count", (side) -> List.of(side.store().countWorkflows().stream().sorted(COUNTS).toList(),
						side.store().countWorkflows(1000).stream().sorted(COUNTS).toList()));
			case 3 -> new Step("backlog at " + time, (side) -> side.store().getBacklog(time));
			default -> new Step("find " + query, (side) -> pages(side, query));
		};
	}

	private static WorkflowQuery query(Some some, String definition, int limit) {
		WorkflowQuery.Builder query = WorkflowQuery.builder().pageSize(limit);
		if (some.chance(60)) {
			query.status(some.of(List.of(WorkflowStatus.values())));
		}
		if (some.chance(30)) {
			query.workflowDefinitionId(definition);
		}
		if (some.chance(30)) {
			query.version(some.number(3));
		}
		if (some.chance(20)) {
			query.reference("reference 1");
		}
		if (some.chance(30)) {
			query.namePrefix(some.of(Some.NAMES));
		}
		if (some.chance(20)) {
			query.rootWorkflowId(some.of(Some.WORKFLOWS));
		}
		if (some.chance(30)) {
			query.createdFrom(some.instant());
		}
		if (some.chance(30)) {
			query.createdBefore(some.instant());
		}
		return query.build();
	}

	private static List<List<WorkflowSummary>> pages(Side side, WorkflowQuery query) {
		List<List<WorkflowSummary>> pages = new ArrayList<>();
		WorkflowQuery next = query;
		while (true) {
			WorkflowPage page = side.store().findWorkflows(next);
			pages.add(page.workflows());
			WorkflowPage.Cursor cursor = page.next();
			if (cursor == null) {
				return pages;
			}
			next = next.after(cursor);
		}
	}

	private static Step purge(Some some) {
		WorkflowStatus status = some.of(List.of(WorkflowStatus.values()));
		Instant before = some.instant();
		int limit = some.limit();
		String what = " before " + before + ", " + limit;
		String id = some.of(Some.WORKFLOWS);
		return switch (some.number(4)) {
			case 3 -> new Step("purge " + id, (side) -> side.store().purgeWorkflow(id));
			case 0 -> new Step("purge events" + what, (side) -> side.store().purgeEvents(before, limit),
					Ties.noneOfEvents(before, limit));
			case 1 -> new Step("purge errors" + what, (side) -> side.store().purgeErrors(before, limit),
					Ties.noneOfErrors(before, limit));
			default -> new Step("purge " + status + what, (side) -> side.store().purgeWorkflows(status, before, limit),
					Ties.noneOfWorkflows(status, before, limit));
		};
	}

	private static Step subscription(Some some) {
		EventSubscription given = some.subscription();
		String id = some.of(Some.SUBSCRIPTIONS);
		String name = some.eventName();
		String key = some.eventKey();
		Instant time = some.instant();
		Instant expiry = some.expiry();
		String token = some.token();
		return switch (some.number(7)) {
			case 0, 1 -> new Step("subscribe " + given, (side) -> side.store().createEventSubscription(given));
			case 2 -> new Step("open subscriptions of " + name + "/" + key + " at " + time,
					(side) -> List.of(side.store().getSubscriptions(name, key, time),
							side.store().getFirstOpenSubscription(name, key, time),
							side.store().getSubscriptionsByWorkflow(given.workflowId(), 2)));
			case 3 -> new Step("terminate " + id, (side) -> {
				side.store().terminateSubscription(id);
				return "terminated";
			});
			case 4 -> new Step("release " + id + " of " + token, (side) -> {
				side.store().clearSubscriptionToken(id, token);
				return side.store().getSubscription(id);
			});
			// By two workers, so that the second finds what the first has left behind
			default -> new Step("take " + id + " for " + token + " until " + expiry + ", twice",
					(side) -> List.of(side.store().setSubscriptionToken(id, token, "w", expiry),
							side.store().setSubscriptionToken(id, token + "-2", "w-2", expiry),
							side.store().getSubscription(id)));
		};
	}

	private static Step event(Some some) {
		Event given = some.event();
		String id = some.of(Some.EVENTS);
		String name = some.eventName();
		String key = some.eventKey();
		Instant time = some.instant();
		int limit = some.limit();
		return switch (some.number(6)) {
			case 0, 1 -> new Step("publish " + given, (side) -> side.store().createEvent(given));
			case 2 -> new Step("mark " + id, (side) -> {
				side.store().markEventProcessed(id);
				return side.store().getEvent(id);
			});
			case 3 -> new Step("unmark " + id, (side) -> {
				side.store().markEventUnprocessed(id);
				return side.store().getEvent(id);
			});
			case 4 -> new Step("runnable events at " + time + ", " + limit,
					(side) -> side.store().getRunnableEvents(time, limit));
			default -> new Step("events of " + name + "/" + key + " around " + time + ", " + limit, (side) -> List
				.of(side.store().getEvents(name, key, time), side.store().findEvents(name, key, time, limit)));
		};
	}

	private static Step commandOrError(Some some) {
		ScheduledCommand command = some.command();
		List<ExecutionError> errors = List.of(some.error(), some.error(), some.error()).subList(0, some.number(4));
		Event event = some.event();
		Instant time = some.instant();
		int batch = 1 + some.number(3);
		int mood = some.number(4);
		String workflowId = some.of(Some.WORKFLOWS);
		return switch (some.number(5)) {
			case 0, 1 -> new Step("schedule " + command, (side) -> {
				side.store().scheduleCommand(command);
				return "scheduled";
			});
			case 2 -> new Step("add " + errors, (side) -> {
				side.store().persistErrors(errors);
				return List.of(side.store().getErrors(workflowId), side.store().getLatestErrors(workflowId, 2));
			});
			default ->
				new Step("process commands due at " + time + " in batches of " + batch + ", mood " + mood, (side) -> {
					List<ScheduledCommand> handled = new ArrayList<>();
					side.store().processCommands(time, batch, (due) -> {
						handled.add(due);
						handle(side, due, event, mood);
					});
					return handled;
				});
		};
	}

	/**
	 * What a handler may do: publish, schedule its command anew, at the same time or
	 * later, and fail after that.
	 */
	private static void handle(Side side, ScheduledCommand due, Event event, int mood) {
		int what = (due.data().charAt(due.data().length() - 1) + mood) % 4;
		if (what % 2 == 0) {
			side.store().createEvent(event.toBuilder().id(due.commandName() + " " + due.data()).build());
		}
		if (what > 0) {
			side.store().scheduleCommand(due.toBuilder().executeTime((what == 1) ? due.executeTime() : END).build());
		}
		if (what == 2) {
			throw new IllegalStateException("Handler of " + due);
		}
	}

}
