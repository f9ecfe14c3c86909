package io.wfe.engine.internal.executor;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold after every pass, whatever the definition.
 */
final class Invariants {

	private static final Set<PointerStatus> TERMINAL = Set.of(PointerStatus.COMPLETE, PointerStatus.SKIPPED,
			PointerStatus.FAILED, PointerStatus.COMPENSATED, PointerStatus.CANCELLED);

	private Invariants() {
	}

	static void check(WorkflowInstance before, PassResult result) {
		WorkflowInstance after = result.instance();
		checkDelta(before, result);
		checkEnded(before, after);
		checkFinal(result);
		checkTree(after);
		checkLifecycle(result);
	}

	/** The delta is all that has changed, and no more. */
	private static void checkDelta(WorkflowInstance before, PassResult result) {
		List<ExecutionPointer> old = before.executionPointers();
		List<ExecutionPointer> now = result.instance().executionPointers();
		assertThat(now).hasSizeGreaterThanOrEqualTo(old.size());
		assertThat(now.subList(old.size(), now.size())).isEqualTo(result.added());
		assertThat(result.changed()).isEqualTo(IntStream.range(0, old.size())
			.filter((position) -> !old.get(position).equals(now.get(position)))
			.mapToObj(now::get)
			.toList());
		assertThat(result.dataChanged() || before.data().equals(result.instance().data())).isTrue();
		assertThat(result.instance().revision()).isEqualTo(before.revision());
	}

	private static void checkEnded(WorkflowInstance before, WorkflowInstance after) {
		for (ExecutionPointer pointer : after.executionPointers()) {
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
		for (int position = 0; position < before.executionPointers().size(); position++) {
			ExecutionPointer old = before.executionPointers().get(position);
			ExecutionPointer now = after.executionPointers().get(position);
			if (old.endTime() != null && !old.equals(now)) {
				assertThat(old.status()).isEqualTo(PointerStatus.COMPLETE);
				assertThat(now).isEqualTo(old.toBuilder().status(PointerStatus.COMPENSATED).build());
			}
		}
	}

	private static void checkFinal(PassResult result) {
		WorkflowInstance after = result.instance();
		boolean ended = after.status() == WorkflowStatus.COMPLETE || after.status() == WorkflowStatus.TERMINATED;
		assertThat(after.completeTime() != null).isEqualTo(ended);
		if (ended) {
			assertThat(after.nextExecution()).isNull();
			assertThat(after.executionPointers()).allMatch((pointer) -> pointer.endTime() != null);
			assertThat(result.subscriptions()).isEmpty();
		}
		else if (after.status() == WorkflowStatus.RUNNABLE && after.nextExecution() == null) {
			assertThat(after.executionPointers())
				.anyMatch((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT);
		}
	}

	private static void checkTree(WorkflowInstance after) {
		Map<String, ExecutionPointer> byId = new HashMap<>();
		after.executionPointers().forEach((pointer) -> byId.put(pointer.id(), pointer));
		assertThat(byId).hasSameSizeAs(after.executionPointers());
		for (ExecutionPointer pointer : after.executionPointers()) {
			assertThat(byId.keySet().containsAll(pointer.scope())).as("scope of %s", pointer).isTrue();
			if (pointer.predecessorId() != null) {
				assertThat(byId).as("predecessor of %s", pointer).containsKey(pointer.predecessorId());
			}
			for (String child : pointer.children()) {
				List<String> scope = Objects.requireNonNull(byId.get(child)).scope();
				assertThat(scope.subList(0, scope.size() - 1)).isEqualTo(pointer.scope());
				assertThat(scope.get(scope.size() - 1)).isEqualTo(pointer.id());
			}
			assertThat(new HashSet<>(pointer.scope())).as("scope of %s", pointer).hasSameSizeAs(pointer.scope());
		}
	}

	private static void checkLifecycle(PassResult result) {
		List<Lifecycle> lifecycle = result.lifecycle();
		long ends = lifecycle.stream().filter(Invariants::isEnd).count();
		assertThat(ends).isEqualTo(result.hasEnded() ? 1 : 0);
		if (ends == 1) {
			assertThat(lifecycle.get(lifecycle.size() - 1)).matches(Invariants::isEnd);
		}
	}

	private static boolean isEnd(Lifecycle event) {
		return event instanceof Lifecycle.Completed || event instanceof Lifecycle.Terminated;
	}

	/** Each pointer that waits has one subscription, and no other has one. */
	static void checkSubscriptions(WorkflowInstance instance, Collection<EventSubscription> subscriptions) {
		List<String> subscribed = subscriptions.stream()
			.filter((subscription) -> subscription.workflowId().equals(instance.id()))
			.map(EventSubscription::executionPointerId)
			.toList();
		List<String> waiting = instance.executionPointers()
			.stream()
			.filter((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT && !pointer.eventPublished())
			.map(ExecutionPointer::id)
			.toList();
		assertThat(subscribed).containsExactlyInAnyOrderElementsOf(waiting);
	}

}
