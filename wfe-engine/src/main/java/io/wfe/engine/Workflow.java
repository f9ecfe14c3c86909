package io.wfe.engine;

/**
 * A workflow over data of type {@code D}. The data is an immutable record or a mutable
 * bean, mapped to JSON by Jackson 3. <pre>{@code
 * class Greeting implements Workflow<Person> {
 *
 *     public String id() { return "greeting"; }
 *
 *     public Class<Person> dataType() { return Person.class; }
 *
 *     public void build(WorkflowBuilder<Person> workflow) {
 *         workflow.then("greet", (step) -> {
 *             System.out.println("Hello, " + step.data().name());
 *             return ExecutionResult.next();
 *         });
 *     }
 *
 * }
 * }</pre>
 * <p>
 * Running instances keep their version for life. To change a workflow, register it with a
 * new version and keep the old one as long as instances of it run.
 *
 * @param <D> the type of the data
 * @since 0.1.0
 */
public interface Workflow<D> {

	/**
	 * Returns the id of the definition.
	 * @return the id, not blank
	 */
	String id();

	/**
	 * Returns the version of the definition.
	 * @return the version, one or more
	 */
	default int version() {
		return 1;
	}

	/**
	 * Returns the type of the data.
	 * @return a type that Jackson can read and write
	 */
	Class<D> dataType();

	/**
	 * Describes the steps. Called once, when the workflow is registered.
	 * @param workflow what to add the steps to
	 */
	void build(WorkflowBuilder<D> workflow);

}
