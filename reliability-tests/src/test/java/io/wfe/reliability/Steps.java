package io.wfe.reliability;

import java.util.function.Consumer;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

/**
 * A workflow of a test, in one expression.
 *
 * @param <D> the type of its data
 * @param id the id
 * @param dataType the type of its data
 * @param steps adds the steps
 */
record Steps<D>(String id, Class<D> dataType, Consumer<WorkflowBuilder<D>> steps) implements Workflow<D> {

	@Override
	public void build(WorkflowBuilder<D> workflow) {
		this.steps.accept(workflow);
	}

}
