package io.wfe.engine.internal.runtime;

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
import tools.jackson.databind.node.ObjectNode;

/**
 * What travels with an instance: in its first pointer, which stays as long as the
 * instance.
 */
final class Carried {

	private Carried() {
	}

	static WorkflowInstance put(WorkflowInstance workflow, Map<String, String> carried) {
		if (carried.isEmpty() || workflow.executionPointers().isEmpty()) {
			return workflow;
		}
		ObjectNode values = JsonNodeFactory.instance.objectNode();
		carried.forEach(values::put);
		List<ExecutionPointer> pointers = new ArrayList<>(workflow.executionPointers());
		Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(pointers.get(0)));
		attributes.put(Attributes.TRACE, values);
		pointers.set(0, pointers.get(0).toBuilder().extensionAttributes(attributes).build());
		return workflow.toBuilder().executionPointers(pointers).build();
	}

	static Map<String, String> of(WorkflowInstance workflow) {
		if (workflow.executionPointers().isEmpty()) {
			return Map.of();
		}
		JsonNode values = SharedJson.extensionAttributes(workflow.executionPointers().get(0)).get(Attributes.TRACE);
		if (values == null) {
			return Map.of();
		}
		Map<String, String> carried = new LinkedHashMap<>();
		// A program that is not ours may have written it
		values.properties().forEach((entry) -> {
			if (entry.getValue().isString()) {
				carried.put(entry.getKey(), entry.getValue().asString());
			}
		});
		return carried;
	}

}
