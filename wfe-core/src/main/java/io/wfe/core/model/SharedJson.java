package io.wfe.core.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The JSON of models without copying it, for persistence providers. The accessors of the
 * models return copies, which callers may change. These methods do not copy:
 * <strong>never change or hand on</strong> their results. A model that is built by
 * {@code toBuilder()} shares the JSON that was not set. So the same object means that
 * nothing has changed.
 */
public final class SharedJson {

	private SharedJson() {
	}

	/**
	 * Returns JSON as models hold it. Two values are equal in a model if they are equal
	 * here, and a model that is given the result shares it.
	 * @param node the JSON
	 * @return a copy, unless it comes from a model
	 * @throws io.wfe.core.InvalidValueException if it is no JSON or nested too deeply
	 */
	public static JsonNode of(JsonNode node) {
		return Json.copyOf("Json", null, "value", node);
	}

	/**
	 * Returns what a mapper needs to read JSON that models do not copy: set it as the
	 * mapper's factory of nodes, and have the mapper read fractions as
	 * {@link java.math.BigDecimal} and refuse what is nested deeper than 1,000 levels.
	 * What is read is given to models only.
	 * @return the factory
	 */
	public static JsonNodeFactory nodes() {
		return Json.NODES;
	}

	/**
	 * See {@link WorkflowInstance#data()}.
	 * @param instance the model
	 * @return what it holds itself
	 */
	public static JsonNode data(WorkflowInstance instance) {
		return instance.sharedData();
	}

	/**
	 * See {@link ExecutionPointer#persistenceData()}.
	 * @param pointer the model
	 * @return what it holds itself
	 */
	public static @Nullable JsonNode persistenceData(ExecutionPointer pointer) {
		return pointer.sharedPersistenceData();
	}

	/**
	 * See {@link ExecutionPointer#eventData()}.
	 * @param pointer the model
	 * @return what it holds itself
	 */
	public static @Nullable JsonNode eventData(ExecutionPointer pointer) {
		return pointer.sharedEventData();
	}

	/**
	 * See {@link ExecutionPointer#contextItem()}.
	 * @param pointer the model
	 * @return what it holds itself
	 */
	public static @Nullable JsonNode contextItem(ExecutionPointer pointer) {
		return pointer.sharedContextItem();
	}

	/**
	 * See {@link ExecutionPointer#outcome()}.
	 * @param pointer the model
	 * @return what it holds itself
	 */
	public static @Nullable JsonNode outcome(ExecutionPointer pointer) {
		return pointer.sharedOutcome();
	}

	/**
	 * See {@link ExecutionPointer#extensionAttributes()}.
	 * @param pointer the model
	 * @return what it holds itself
	 */
	public static Map<String, JsonNode> extensionAttributes(ExecutionPointer pointer) {
		return pointer.sharedExtensionAttributes();
	}

	/**
	 * See {@link Event#eventData()}.
	 * @param event the model
	 * @return what it holds itself
	 */
	public static JsonNode eventData(Event event) {
		return event.sharedEventData();
	}

	/**
	 * See {@link EventSubscription#subscriptionData()}.
	 * @param subscription the model
	 * @return what it holds itself
	 */
	public static @Nullable JsonNode subscriptionData(EventSubscription subscription) {
		return subscription.sharedSubscriptionData();
	}

}
