package io.wfe.engine.internal.definition;

import java.time.Instant;

import io.wfe.engine.StepContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What built-in steps see of their activation, more than applications do.
 *
 * @param <D> the type of the workflow's data
 */
public interface Activation<D> extends StepContext<D> {

	/**
	 * Returns the step.
	 * @return the step
	 */
	Step<D> step();

	/**
	 * Returns the time of the pass.
	 * @return the time
	 */
	Instant now();

	/**
	 * Returns how values are mapped.
	 * @return the codec
	 */
	JsonCodec json();

	/**
	 * Returns the persistence data.
	 * @return the JSON, not to be changed, or {@code null}
	 */
	@Nullable JsonNode state();

	/**
	 * Returns an attribute of the pointer.
	 * @param name its name
	 * @return the JSON, not to be changed, or {@code null}
	 */
	@Nullable JsonNode attribute(String name);

	/**
	 * Returns the data of the delivered event.
	 * @return the JSON, not to be changed, or {@code null}
	 */
	@Nullable JsonNode event();

	/**
	 * Returns the item of the enclosing loop, which branches inherit.
	 * @return the JSON, not to be changed, or {@code null}
	 */
	@Nullable JsonNode item();

	/**
	 * Makes an object of its class.
	 * @param <T> its type
	 * @param type its class
	 * @return the object
	 * @throws BodyUnavailableException if it cannot be made
	 */
	<T> T create(Class<T> type);

	/**
	 * Makes a child of this instance, to be started by {@link StepResult#start}.
	 * @param definitionId the id of its definition
	 * @param version the version, or {@code null} for the latest
	 * @param data its data
	 * @return the instance
	 * @throws io.wfe.engine.DefinitionNotFoundException if there is no such definition
	 * @throws io.wfe.core.InvalidValueException if the data cannot be mapped
	 */
	io.wfe.core.model.WorkflowInstance child(String definitionId, @Nullable Integer version, @Nullable Object data);

}
