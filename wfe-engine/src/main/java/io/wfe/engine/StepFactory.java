package io.wfe.engine;

/**
 * Makes step bodies and tasks from their classes. <pre>{@code
 * WorkflowHost.builder(provider).stepFactory(applicationContext::getBean).build();
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StepFactory {

	/**
	 * Makes an object. Called for each activation of a step.
	 * @param <T> the type of the object
	 * @param type the class of the object
	 * @return the object
	 * @throws Exception if it cannot be made
	 */
	<T> T create(Class<T> type) throws Exception;

}
