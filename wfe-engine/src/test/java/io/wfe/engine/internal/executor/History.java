package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.Step;
import io.wfe.engine.random.StoredInvariants;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has happened in a simulation, against which it checks what is stored.
 */
final class History {

	private final Simulation simulation;

	private final Map<String, WorkflowInstance> seen = new LinkedHashMap<>();

	private final Map<String, List<EventSubscription>> subscriptions = new HashMap<>();

	private final List<Published> published = new ArrayList<>();

	private final Set<String> startedSteps = new HashSet<>();

	private final Set<String> ended = new HashSet<>();

	History(Simulation simulation) {
		this.simulation = simulation;
	}

	void published(NewEvent event) {
		this.published.add(new Published(event.id(), event.eventName(), event.eventKey(), this.simulation.now()));
	}

	/** Invariant 9. */
	void told(PassResult result) {
		String id = result.instance().id();
		for (Lifecycle event : result.lifecycle()) {
			assertThat(this.ended).as("what ended before %s", event).doesNotContain(id);
			if (event instanceof Lifecycle.StepStarted started) {
				this.startedSteps.add(started.pointer().id());
			}
			else if (event instanceof Lifecycle.StepCompleted completed) {
				assertThat(this.startedSteps).contains(completed.pointer().id());
			}
			else if (event instanceof Lifecycle.Completed || event instanceof Lifecycle.Terminated) {
				this.ended.add(id);
			}
		}
	}

	void terminated(String id) {
		this.ended.add(id);
	}

	/** Looks at all that has changed since the last time. */
	void check() {
		for (WorkflowSummary summary : this.simulation.store
			.findWorkflows(WorkflowQuery.builder().pageSize(500).build())
			.workflows()) {
			WorkflowInstance now = this.simulation.store.getWorkflowInstance(summary.id());
			WorkflowInstance before = this.seen.put(now.id(), now);
			if (before == null || !Objects.equals(before.revision(), now.revision())) {
				try {
					check(before, now);
				}
				catch (AssertionError ex) {
					throw new AssertionError(
							ex.getMessage() + "\nbefore: " + describe(before) + "\nnow: " + describe(now), ex);
				}
			}
			else {
				assertThat(now).isEqualTo(before);
			}
		}
	}

	private void check(@Nullable WorkflowInstance before, WorkflowInstance now) {
		List<EventSubscription> open = this.simulation.store.getSubscriptionsByWorkflow(now.id(), 1000);
		StoredInvariants.check(now, open);
		checkContainers(now);
		if (before != null) {
			StoredInvariants.checkEnd(before, now);
			checkMoves(before, now);
			checkDelivered(before, now);
		}
		this.subscriptions.put(now.id(), open);
	}

	/** What is open is in open containers, but for compensations. */
	private void checkContainers(WorkflowInstance instance) {
		Map<String, ExecutionPointer> byId = new HashMap<>();
		instance.executionPointers().forEach((pointer) -> byId.put(pointer.id(), pointer));
		for (ExecutionPointer pointer : instance.executionPointers()) {
			Step<?> step = this.simulation.definition(instance).step(pointer.stepId());
			if (pointer.endTime() == null && step != null && !step.compensating()) {
				assertThat(pointer.scope()).as("containers of %s", pointer)
					.allMatch((id) -> isOpenOrFailed(Objects.requireNonNull(byId.get(id))));
			}
			if (pointer.status() == PointerStatus.PENDING_PREDECESSOR) {
				ExecutionPointer predecessor = byId.get(Objects.requireNonNull(pointer.predecessorId()));
				assertThat(Objects.requireNonNull(predecessor).endTime()).as("predecessor of %s", pointer).isNull();
			}
		}
	}

	/**
	 * What failed outside of a saga closes the blocks around it, whose other branches go
	 * on to their ends.
	 */
	private static boolean isOpenOrFailed(ExecutionPointer container) {
		return container.endTime() == null || container.status() == PointerStatus.FAILED;
	}

	/** A final status stays. */
	private static void checkMoves(WorkflowInstance before, WorkflowInstance now) {
		if (StoredInvariants.isFinal(before)) {
			assertThat(now.status()).isEqualTo(before.status());
			assertThat(now.completeTime()).isEqualTo(before.completeTime());
			assertThat(now.data()).isEqualTo(before.data());
		}
	}

	/** Invariant 7: what was delivered is the oldest that was for the pointer. */
	private void checkDelivered(WorkflowInstance before, WorkflowInstance now) {
		for (int position = 0; position < before.executionPointers().size(); position++) {
			ExecutionPointer old = before.executionPointers().get(position);
			ExecutionPointer pointer = now.executionPointers().get(position);
			if (!old.eventPublished() && pointer.eventPublished() && old.status() == PointerStatus.WAITING_FOR_EVENT
					&& String.valueOf(old.eventName()).startsWith("event")) {
				EventSubscription subscription = this.subscriptions.getOrDefault(now.id(), List.of())
					.stream()
					.filter((candidate) -> candidate.executionPointerId().equals(old.id()))
					.findFirst()
					.orElseThrow();
				Published first = firstFor(subscription, old);
				JsonNode got = pointer.extensionAttributes().get(Attributes.EVENT);
				assertThat(got).isNotNull();
				assertThat((first != null) ? first.id : "none").as("event for %s", old)
					.isEqualTo(Objects.requireNonNull(got).path("id").asString(""));
			}
		}
	}

	private @Nullable Published firstFor(EventSubscription subscription, ExecutionPointer pointer) {
		JsonNode after = pointer.extensionAttributes().get(Attributes.AFTER);
		return this.published.stream()
			.filter((event) -> event.name.equals(subscription.eventName()) && event.key.equals(subscription.eventKey()))
			.filter((event) -> !event.time.isBefore(subscription.subscribeAsOf()))
			.filter((event) -> after == null || event.isBehind(after))
			.min(Comparator.comparing((Published event) -> event.time).thenComparing((event) -> event.id))
			.orElse(null);
	}

	/**
	 * Invariant 7: nothing waits for an event that has come. What is suspended gets it
	 * when it is resumed.
	 */
	void checkEventsAreDelivered() {
		for (WorkflowInstance instance : this.seen.values()) {
			if (instance.status() == WorkflowStatus.SUSPENDED) {
				continue;
			}
			for (EventSubscription subscription : this.simulation.store.getSubscriptionsByWorkflow(instance.id(),
					1000)) {
				ExecutionPointer pointer = instance.executionPointers()
					.stream()
					.filter((candidate) -> candidate.id().equals(subscription.executionPointerId()))
					.findFirst()
					.orElseThrow();
				assertThat(firstFor(subscription, pointer))
					.as("undelivered event for %s of %s", pointer, describe(instance))
					.isNull();
			}
		}
	}

	void checkEachBodyRanOnce(Map<String, Integer> runs) {
		assertThat(runs).allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
	}

	boolean hasEnded() {
		return this.seen.values().stream().allMatch(StoredInvariants::isFinal);
	}

	int size() {
		return this.seen.size();
	}

	WorkflowInstance any(Random random) {
		List<WorkflowInstance> all = List.copyOf(this.seen.values());
		return all.get(random.nextInt(all.size()));
	}

	List<String> suspended() {
		return this.seen.values()
			.stream()
			.filter((instance) -> instance.status() == WorkflowStatus.SUSPENDED)
			.map(WorkflowInstance::id)
			.toList();
	}

	String open() {
		return this.seen.values()
			.stream()
			.filter((instance) -> !StoredInvariants.isFinal(instance))
			.map(this::describe)
			.collect(Collectors.joining());
	}

	/** Describes an instance, for whoever looks for the reason of a failure. */
	private String describe(@Nullable WorkflowInstance instance) {
		if (instance == null) {
			return "nothing";
		}
		StringBuilder text = new StringBuilder().append('\n').append(instance);
		for (ExecutionPointer pointer : instance.executionPointers()) {
			Step<?> step = this.simulation.definition(instance).step(pointer.stepId());
			text.append("\n  ").append(pointer.id()).append(' ').append(pointer.status());
			text.append(' ').append(step).append((step != null && step.compensating()) ? " compensating" : "");
			text.append(" scope ").append(pointer.scope()).append(" behind ").append(pointer.predecessorId());
			text.append(" end ").append(pointer.endTime()).append(" sleep ").append(pointer.sleepUntil());
			text.append(" event ").append(pointer.eventName()).append(' ').append(pointer.eventPublished());
			text.append(" state ").append(pointer.persistenceData());
		}
		return text.toString();
	}

	/**
	 * An event that was published.
	 */
	private record Published(String id, String name, String key, Instant time) {

		boolean isBehind(JsonNode after) {
			int order = this.time.compareTo(Instant.parse(after.path("time").asString("")));
			return order > 0 || (order == 0 && this.id.compareTo(after.path("id").asString("")) > 0);
		}

	}

}
