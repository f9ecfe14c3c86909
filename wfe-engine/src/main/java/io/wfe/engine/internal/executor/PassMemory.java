package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import org.jspecify.annotations.Nullable;

/**
 * What a pass has found out about the pointers of an instance, for the next pass of the
 * same instance: that one need not read thousands of pointers that have ended. Used by
 * one thread.
 */
public final class PassMemory {

	private @Nullable List<ExecutionPointer> pointers;

	private List<Integer> open = List.of();

	private @Nullable Instant lastEnd;

	/**
	 * Tells whether this is about these very pointers. Others, such as those that a
	 * command or an event has left, are read anew.
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean isOf(List<ExecutionPointer> pointers) {
		return this.pointers == pointers;
	}

	/**
	 * Returns the places of those that have not ended, in order.
	 */
	List<Integer> open() {
		return this.open;
	}

	/**
	 * Returns when the last one has ended, or {@code null}.
	 */
	@Nullable Instant lastEnd() {
		return this.lastEnd;
	}

	void keep(List<ExecutionPointer> pointers, Collection<Integer> open, @Nullable Instant lastEnd) {
		this.pointers = pointers;
		this.open = List.copyOf(open);
		this.lastEnd = lastEnd;
	}

}
