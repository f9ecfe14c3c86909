package io.wfe.engine.internal.steps;

import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What containers keep between activations. The keys are those of other engines.
 */
final class ContainerState {

	static final JsonNode ACTIVE = SharedJson.of(active());

	private static final String CHILDREN_ACTIVE = "children_active";

	private static final String CURRENT_INDEX = "current_index";

	private ContainerState() {
	}

	static ObjectNode active() {
		return JsonNodeFactory.instance.objectNode().put(CHILDREN_ACTIVE, true);
	}

	static JsonNode active(int index) {
		return active().put(CURRENT_INDEX, index);
	}

	/**
	 * Tells whether the branches were started. A container with this state is activated
	 * only when they have ended.
	 */
	static boolean isActive(@Nullable JsonNode state) {
		return state != null && state.path(CHILDREN_ACTIVE).asBoolean(false);
	}

	static int index(@Nullable JsonNode state) {
		return (state != null) ? state.path(CURRENT_INDEX).asInt(0) : 0;
	}

}
