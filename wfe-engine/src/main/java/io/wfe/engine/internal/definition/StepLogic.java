package io.wfe.engine.internal.definition;

/**
 * What a step does when it is activated. Without state: one object serves all instances.
 *
 * @param <D> the type of the workflow's data
 */
@FunctionalInterface
public interface StepLogic<D> {

	/**
	 * Runs an activation of the step.
	 * @param activation what it works with
	 * @return what it asks for
	 * @throws Exception if the step fails
	 */
	StepResult run(Activation<D> activation) throws Exception;

}
