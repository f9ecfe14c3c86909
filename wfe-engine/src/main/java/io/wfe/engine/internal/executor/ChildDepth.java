package io.wfe.engine.internal.executor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.internal.definition.Attributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How deep children are nested, of which each waits for the next. A workflow that starts
 * itself would else fill the store. What a step starts without waiting for it is not
 * nested: an instance may let another one follow it, for ever.
 */
final class ChildDepth {

	/** How many levels of children an instance may have below it. */
	static final int MOST = 100;

	private ChildDepth() {
	}

	/**
	 * Returns the depth of a child of an instance.
	 * @param parent the instance
	 * @param childDefinitionId what it is about to start
	 * @return the depth, from 1 on
	 * @throws IllegalStateException if that is too deep
	 */
	static int below(WorkflowInstance parent, String childDefinitionId) {
		int depth = of(parent) + 1;
		if (depth > MOST) {
			throw new IllegalStateException("The child '" + childDefinitionId + "' is not started: children are nested "
					+ MOST + " levels deep here, which is the most. Look for a workflow that starts itself without "
					+ "end.");
		}
		return depth;
	}

	private static int of(WorkflowInstance workflow) {
		if (workflow.executionPointers().isEmpty()) {
			return 0;
		}
		JsonNode depth = SharedJson.extensionAttributes(workflow.executionPointers().get(0)).get(Attributes.DEPTH);
		return (depth != null) ? depth.asInt(0) : 0;
	}

	/**
	 * Notes the depth of a child, in its first pointer, which stays as long as the child.
	 */
	static WorkflowInstance put(WorkflowInstance child, int depth) {
		if (child.executionPointers().isEmpty()) {
			return child;
		}
		List<ExecutionPointer> pointers = new ArrayList<>(child.executionPointers());
		Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(pointers.get(0)));
		attributes.put(Attributes.DEPTH, JsonNodeFactory.instance.numberNode(depth));
		pointers.set(0, pointers.get(0).toBuilder().extensionAttributes(attributes).build());
		return child.toBuilder().executionPointers(pointers).build();
	}

}
