package io.wfe.engine.internal.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wfe.core.persistence.DefinitionKey;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.Sequence;
import io.wfe.engine.WorkflowStep;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.definition.StepLogic;
import org.jspecify.annotations.Nullable;

/**
 * A definition while it is built. Steps get their ids in the order in which they are
 * added.
 *
 * @param <D> the type of the workflow's data
 */
final class Blueprint<D> {

	private final DefinitionKey key;

	private final List<StepSpec<D>> steps = new ArrayList<>();

	private boolean closed;

	@Nullable String description;

	@Nullable ErrorBehavior errorBehavior;

	Blueprint(DefinitionKey key) {
		this.key = key;
	}

	List<StepSpec<D>> steps() {
		return this.steps;
	}

	void close() {
		this.closed = true;
	}

	void checkOpen() {
		if (this.closed) {
			throw invalid(null, "has been built and cannot be changed. Add steps in Workflow.build only.", null);
		}
	}

	StepSpec<D> add(Block<D> block, String name, StepKind kind, Supplier<StepLogic<D>> logic) {
		checkOpen();
		if (name.isBlank()) {
			throw invalid(kind.verb(), "has a blank name", null);
		}
		StepSpec<D> step = new StepSpec<>(this.steps.size(), name, kind, block, logic);
		this.steps.add(step);
		block.append(step);
		return step;
	}

	/**
	 * Adds a branch to a step.
	 */
	void branch(StepSpec<D> owner, @Nullable String text, Consumer<Sequence<D>> content) {
		checkOpen();
		owner.branches.add(new WorkflowStep.Branch(build(owner, new Block<>(owner, false), content), text));
	}

	/**
	 * Adds a compensation to a step.
	 */
	void compensation(StepSpec<D> owner, Consumer<ChainBuilder<D>> content) {
		checkOpen();
		if (owner.compensation >= 0) {
			throw invalid(owner.name, "has two compensations. Put them into one sequence.", null);
		}
		Block<D> block = new Block<>(owner, true);
		content.accept(new ChainBuilder<>(this, block));
		owner.compensation = firstOf(owner, block);
	}

	private int build(StepSpec<D> owner, Block<D> block, Consumer<Sequence<D>> content) {
		content.accept(new ChainBuilder<>(this, block));
		return firstOf(owner, block);
	}

	private int firstOf(StepSpec<D> owner, Block<D> block) {
		StepSpec<D> first = block.first();
		if (first == null) {
			throw invalid(owner.name, "has an empty block. Add a step to it, or remove it.", null);
		}
		return first.id;
	}

	InvalidDefinitionException invalid(@Nullable String step, String problem, @Nullable Throwable cause) {
		return new InvalidDefinitionException(this.key.id(), this.key.version(), step, problem, cause);
	}

}
