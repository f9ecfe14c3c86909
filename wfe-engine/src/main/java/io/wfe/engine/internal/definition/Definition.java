package io.wfe.engine.internal.definition;

import java.util.List;

import io.wfe.core.persistence.DefinitionKey;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * A definition as the executor runs it. Immutable.
 *
 * @param <D> the type of the workflow's data
 */
public final class Definition<D> implements WorkflowDefinition<D> {

	private final DefinitionKey key;

	private final @Nullable String description;

	private final Class<D> dataType;

	private final List<Step<D>> steps;

	private final List<Step<D>> cancellable;

	private final List<Step<D>> transactional;

	private final @Nullable ErrorBehavior errorBehavior;

	/**
	 * Creates a definition.
	 * @param key its id and version
	 * @param description its description
	 * @param dataType the type of the data
	 * @param steps the steps, by id
	 * @param errorBehavior what happens when a step fails that says nothing itself
	 */
	public Definition(DefinitionKey key, @Nullable String description, Class<D> dataType, List<Step<D>> steps,
			@Nullable ErrorBehavior errorBehavior) {
		this.key = key;
		this.description = description;
		this.dataType = dataType;
		this.steps = List.copyOf(steps);
		this.cancellable = steps.stream().filter((step) -> step.cancelWhen() != null).toList();
		this.transactional = steps.stream().filter(Step::transactional).toList();
		this.errorBehavior = errorBehavior;
	}

	@Override
	public String id() {
		return this.key.id();
	}

	@Override
	public int version() {
		return this.key.version();
	}

	@Override
	public @Nullable String description() {
		return this.description;
	}

	@Override
	public Class<D> dataType() {
		return this.dataType;
	}

	@Override
	public List<WorkflowStep> steps() {
		return this.steps.stream().map(Step::describe).toList();
	}

	@Override
	public String toMermaid() {
		return Mermaid.draw(steps());
	}

	/**
	 * Returns the id and the version.
	 * @return the key
	 */
	public DefinitionKey key() {
		return this.key;
	}

	/**
	 * Returns the number of steps.
	 * @return the number
	 */
	public int size() {
		return this.steps.size();
	}

	/**
	 * Returns a step.
	 * @param id its id
	 * @return the step, or {@code null} if there is none
	 */
	public @Nullable Step<D> step(int id) {
		return (id >= 0 && id < this.steps.size()) ? this.steps.get(id) : null;
	}

	/**
	 * Returns the steps that have a condition to be cancelled.
	 * @return the steps
	 */
	public List<Step<D>> cancellable() {
		return this.cancellable;
	}

	/**
	 * Returns the steps whose bodies run in a transaction of the application.
	 * @return the steps
	 */
	public List<Step<D>> transactional() {
		return this.transactional;
	}

	/**
	 * Returns what happens when a step fails that says nothing itself.
	 * @return the behavior, or {@code null} for the one of the host
	 */
	public @Nullable ErrorBehavior errorBehavior() {
		return this.errorBehavior;
	}

	@Override
	public String toString() {
		return "Definition[" + id() + ", version " + version() + ", " + this.steps.size() + " steps]";
	}

}
