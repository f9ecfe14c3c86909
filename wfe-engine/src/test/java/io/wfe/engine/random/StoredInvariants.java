package io.wfe.engine.random;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for each stored instance at any time, whatever its definition.
 */
public final class StoredInvariants {

	private static final Set<PointerStatus> TERMINAL = Set.of(PointerStatus.COMPLETE, PointerStatus.SKIPPED,
			PointerStatus.FAILED, PointerStatus.COMPENSATED, PointerStatus.CANCELLED);

	private StoredInvariants() {
	}

	/**
	 * Checks an instance and its subscriptions.
	 * @param instance the instance
	 * @param subscriptions all open subscriptions of the instance
	 */
	public static void check(WorkflowInstance instance, Collection<EventSubscription> subscriptions) {
		checkEnded(instance);
		checkStatus(instance);
		checkTree(instance);
		checkSubscriptions(instance, subscriptions);
	}

	/**
	 * Checks that a pointer that has ended is closed, and no other.
	 * @param instance the instance
	 */
	public static void checkEnded(WorkflowInstance instance) {
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (pointer.endTime() != null) {
				assertThat(pointer.active()).as("%s", pointer).isFalse();
				assertThat(pointer.status()).as("%s", pointer).isIn(TERMINAL);
			}
			else {
				assertThat(pointer.status()).as("%s", pointer)
					.isNotIn(PointerStatus.COMPLETE, PointerStatus.SKIPPED, PointerStatus.COMPENSATED,
							PointerStatus.CANCELLED);
			}
		}
	}

	/**
	 * Checks that a pointer that had ended has not changed, but for its compensation.
	 * @param before the instance as it was
	 * @param after the instance as it is now
	 */
	public static void checkEnd(WorkflowInstance before, WorkflowInstance after) {
		for (int position = 0; position < before.executionPointers().size(); position++) {
			ExecutionPointer old = before.executionPointers().get(position);
			ExecutionPointer now = after.executionPointers().get(position);
			assertThat(now.id()).isEqualTo(old.id());
			if (old.endTime() != null && !old.equals(now)) {
				assertThat(old.status()).as("%s", old).isEqualTo(PointerStatus.COMPLETE);
				assertThat(now).isEqualTo(old.toBuilder().status(PointerStatus.COMPENSATED).build());
			}
		}
	}

	/**
	 * Checks that an instance has ended as a whole or not at all.
	 * @param instance the instance
	 */
	public static void checkStatus(WorkflowInstance instance) {
		boolean ended = isFinal(instance);
		assertThat(instance.completeTime() != null).as("%s", instance).isEqualTo(ended);
		if (ended) {
			assertThat(instance.nextExecution()).isNull();
			assertThat(instance.executionPointers()).allMatch((pointer) -> pointer.endTime() != null);
		}
		else if (instance.status() == WorkflowStatus.RUNNABLE && instance.nextExecution() == null) {
			assertThat(instance.executionPointers()).as("what %s waits for", instance)
				.anyMatch((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT);
		}
	}

	/**
	 * Checks scopes, children and predecessors.
	 * @param instance the instance
	 */
	public static void checkTree(WorkflowInstance instance) {
		Map<String, ExecutionPointer> byId = new HashMap<>();
		instance.executionPointers().forEach((pointer) -> byId.put(pointer.id(), pointer));
		assertThat(byId).hasSameSizeAs(instance.executionPointers());
		for (ExecutionPointer pointer : instance.executionPointers()) {
			assertThat(byId.keySet().containsAll(pointer.scope())).as("scope of %s", pointer).isTrue();
			assertThat(new HashSet<>(pointer.scope())).as("scope of %s", pointer).hasSameSizeAs(pointer.scope());
			if (pointer.predecessorId() != null) {
				assertThat(byId).as("predecessor of %s", pointer).containsKey(pointer.predecessorId());
			}
			for (String child : pointer.children()) {
				List<String> scope = Objects.requireNonNull(byId.get(child)).scope();
				assertThat(scope.subList(0, scope.size() - 1)).isEqualTo(pointer.scope());
				assertThat(scope.get(scope.size() - 1)).isEqualTo(pointer.id());
			}
		}
	}

	/**
	 * Checks that each pointer that waits has one subscription, and no other has one.
	 * @param instance the instance
	 * @param subscriptions the open subscriptions, at least all of the instance
	 */
	public static void checkSubscriptions(WorkflowInstance instance, Collection<EventSubscription> subscriptions) {
		List<String> subscribed = subscriptions.stream()
			.filter((subscription) -> subscription.workflowId().equals(instance.id()))
			.map(EventSubscription::executionPointerId)
			.toList();
		List<String> waiting = instance.executionPointers()
			.stream()
			.filter((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT && !pointer.eventPublished())
			.map(ExecutionPointer::id)
			.toList();
		assertThat(subscribed).as("subscriptions of %s", instance).containsExactlyInAnyOrderElementsOf(waiting);
	}

	/**
	 * Tells whether an instance has ended.
	 * @param instance the instance
	 * @return whether it has
	 */
	public static boolean isFinal(WorkflowInstance instance) {
		return instance.status() == WorkflowStatus.COMPLETE || instance.status() == WorkflowStatus.TERMINATED;
	}

}
