package io.wfe.engine.internal.executor;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.random.StoredInvariants;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold after every pass, whatever the definition.
 */
final class Invariants {

	private Invariants() {
	}

	static void check(WorkflowInstance before, PassResult result) {
		WorkflowInstance after = result.instance();
		checkDelta(before, result);
		StoredInvariants.checkEnded(after);
		StoredInvariants.checkEnd(before, after);
		StoredInvariants.checkStatus(after);
		StoredInvariants.checkTree(after);
		if (result.hasEnded()) {
			assertThat(result.subscriptions()).isEmpty();
		}
		checkLifecycle(result);
	}

	/** What a pass leaves for the next one is what that would find out itself. */
	static void check(PassMemory memory, PassResult result) {
		List<ExecutionPointer> after = result.instance().executionPointers();
		if (memory.isOf(after)) {
			Pointers found = new Pointers(after, null);
			assertThat(memory.open()).isEqualTo(found.open());
			assertThat(memory.lastEnd()).isEqualTo(found.lastEnd());
		}
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

	static void checkSubscriptions(WorkflowInstance instance, Collection<EventSubscription> subscriptions) {
		StoredInvariants.checkSubscriptions(instance, subscriptions);
	}

}
