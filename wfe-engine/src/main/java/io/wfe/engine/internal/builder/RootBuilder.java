package io.wfe.engine.internal.builder;

import java.util.Objects;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.WorkflowBuilder;

/**
 * Adds steps to the workflow itself.
 *
 * @param <D> the type of the workflow's data
 */
final class RootBuilder<D> extends ChainBuilder<D> implements WorkflowBuilder<D> {

	RootBuilder(Blueprint<D> blueprint) {
		super(blueprint, new Block<>(null, false));
	}

	@Override
	public WorkflowBuilder<D> description(String description) {
		this.blueprint.checkOpen();
		this.blueprint.description = description;
		return this;
	}

	@Override
	public WorkflowBuilder<D> onError(ErrorBehavior behavior) {
		this.blueprint.checkOpen();
		this.blueprint.errorBehavior = Objects.requireNonNull(behavior, "behavior");
		return this;
	}

}
