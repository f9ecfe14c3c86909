package io.wfe.engine.internal.builder;

import org.jspecify.annotations.Nullable;

/**
 * A chain of steps while its definition is built: the workflow, a branch or a
 * compensation.
 *
 * @param <D> the type of the workflow's data
 */
final class Block<D> {

	private final @Nullable StepSpec<D> owner;

	private final boolean compensating;

	private @Nullable StepSpec<D> first;

	private @Nullable StepSpec<D> last;

	/**
	 * Creates a block.
	 * @param owner the step that has the block, or {@code null} for the workflow
	 * @param compensating whether it is a compensation
	 */
	Block(@Nullable StepSpec<D> owner, boolean compensating) {
		this.owner = owner;
		this.compensating = compensating || (owner != null && owner.block.compensating);
	}

	void append(StepSpec<D> step) {
		if (this.last == null) {
			this.first = step;
		}
		else {
			this.last.next = step.id;
		}
		this.last = step;
	}

	@Nullable StepSpec<D> first() {
		return this.first;
	}

	boolean isCompensating() {
		return this.compensating;
	}

	/**
	 * Tells whether another block is this one or lies in it, and both are or neither is
	 * part of a compensation.
	 */
	boolean encloses(Block<D> other) {
		for (Block<D> block = other; block != null; block = (block.owner != null) ? block.owner.block : null) {
			if (block == this) {
				return this.compensating == other.compensating;
			}
		}
		return false;
	}

}
