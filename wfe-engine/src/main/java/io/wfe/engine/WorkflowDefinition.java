package io.wfe.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A registered version of a workflow. Immutable. <pre>{@code
 * for (WorkflowDefinition<?> definition : host.definitions()) {
 *     System.out.println(definition.id() + ", version " + definition.version());
 *     System.out.println(definition.toMermaid());
 * }
 * }</pre>
 *
 * @param <D> the type of the workflow's data
 * @since 0.1.0
 */
public interface WorkflowDefinition<D> {

	/**
	 * Returns the id.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the version.
	 * @return the version, one or more
	 */
	int version();

	/**
	 * Returns the name for people to read.
	 * @return the name; the id, if there is no other
	 */
	default String name() {
		return id();
	}

	/**
	 * Returns the description.
	 * @return the description, or {@code null}
	 */
	@Nullable String description();

	/**
	 * Returns the type of the data.
	 * @return the type
	 */
	Class<D> dataType();

	/**
	 * Returns the steps. The id of a step is its place in this list.
	 * @return the steps
	 */
	List<WorkflowStep> steps();

	/**
	 * Draws the steps as a Mermaid flow chart. Many tools and wikis can show it.
	 * @return the text of the chart
	 */
	String toMermaid();

}
