package io.wfe.core.model;

import java.math.BigDecimal;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.ValueNode;

/**
 * Copies JSON trees, because {@link JsonNode} containers can be changed by whoever holds
 * them. That a record can never change is what lets a store tell changed pointers from
 * unchanged ones without looking into them. What was copied once is known by the class of
 * its root and shared between records, as when one is built from another.
 */
final class Json {

	/**
	 * The deepest nesting that is accepted. PostgreSQL takes some thousands of levels,
	 * depending on {@code max_stack_depth}.
	 */
	private static final int MAX_DEPTH = 1000;

	/**
	 * Makes what a record holds already, for JSON that is read: nobody else has it.
	 */
	static final JsonNodeFactory NODES = new CopiedNodes();

	private Json() {
	}

	static JsonNode copyOf(String type, @Nullable String id, String field, @Nullable JsonNode node) {
		JsonNode given = Values.required(type, id, field, node);
		boolean copied = given instanceof CopiedObject || given instanceof CopiedArray;
		return copied ? given : new Copier(type, id, field).copy(given, 0);
	}

	static @Nullable JsonNode copyOfNullable(String type, @Nullable String id, String field, @Nullable JsonNode node) {
		return (node != null) ? copyOf(type, id, field, node) : null;
	}

	static Map<String, JsonNode> copyOf(String type, @Nullable String id, String field,
			@Nullable Map<String, JsonNode> nodes) {
		Map<String, JsonNode> source = Values.required(type, id, field, nodes);
		if (source instanceof CopiedMap) {
			return source;
		}
		if (source.isEmpty()) {
			return Map.of();
		}
		Map<String, JsonNode> copy = new LinkedHashMap<>();
		source.forEach((key, node) -> copy.put(Values.required(type, id, field, key), copyOf(type, id, field, node)));
		return new CopiedMap(copy);
	}

	static JsonNode copyOut(JsonNode node) {
		return node.isContainer() ? node.deepCopy() : node;
	}

	static @Nullable JsonNode copyOutNullable(@Nullable JsonNode node) {
		return (node != null) ? copyOut(node) : null;
	}

	static Map<String, JsonNode> copyOut(Map<String, JsonNode> nodes) {
		if (nodes.values().stream().noneMatch(JsonNode::isContainer)) {
			return nodes;
		}
		Map<String, JsonNode> copy = new LinkedHashMap<>();
		nodes.forEach((key, node) -> copy.put(key, copyOut(node)));
		return Collections.unmodifiableMap(copy);
	}

	/**
	 * Never handed out but as a copy of the ordinary class, or by {@link SharedJson}.
	 */
	private static final class CopiedObject extends ObjectNode {

		CopiedObject() {
			super(JsonNodeFactory.instance);
		}

	}

	private static final class CopiedArray extends ArrayNode {

		CopiedArray(int capacity) {
			super(JsonNodeFactory.instance, capacity);
		}

		CopiedArray() {
			super(JsonNodeFactory.instance);
		}

	}

	/**
	 * Numbers without a fraction come from a parser as the records have them.
	 */
	private static final class CopiedNodes extends JsonNodeFactory {

		private static final long serialVersionUID = 1L;

		@Override
		public ObjectNode objectNode() {
			return new CopiedObject();
		}

		@Override
		public ArrayNode arrayNode() {
			return new CopiedArray();
		}

		@Override
		public ArrayNode arrayNode(int capacity) {
			return new CopiedArray(capacity);
		}

		@Override
		public ValueNode numberNode(BigDecimal value) {
			return Numbers.decimal(value);
		}

	}

	private static final class CopiedMap extends AbstractMap<String, JsonNode> {

		private final Map<String, JsonNode> copy;

		CopiedMap(Map<String, JsonNode> copy) {
			this.copy = Collections.unmodifiableMap(copy);
		}

		@Override
		public Set<Entry<String, JsonNode>> entrySet() {
			return this.copy.entrySet();
		}

		@Override
		public @Nullable JsonNode get(@Nullable Object key) {
			return this.copy.get(key);
		}

		@Override
		public boolean containsKey(@Nullable Object key) {
			return this.copy.containsKey(key);
		}

	}

	private record Copier(String type, @Nullable String id, String field) {

		private JsonNode copy(JsonNode node, int depth) {
			if (node.isContainer() && depth >= MAX_DEPTH) {
				throw invalid("must not be nested deeper than " + MAX_DEPTH + " levels");
			}
			return switch (node.getNodeType()) {
				case OBJECT -> {
					ObjectNode copy = (depth == 0) ? new CopiedObject() : JsonNodeFactory.instance.objectNode();
					node.forEachEntry((name, value) -> copy.set(name, copy(value, depth + 1)));
					yield copy;
				}
				case ARRAY -> {
					ArrayNode copy = (depth == 0) ? new CopiedArray(node.size())
							: JsonNodeFactory.instance.arrayNode(node.size());
					node.forEach((element) -> copy.add(copy(element, depth + 1)));
					yield copy;
				}
				case BINARY -> JsonNodeFactory.instance.stringNode(node.asString());
				case NUMBER -> Numbers.normalized(node);
				case BOOLEAN, NULL, STRING -> node;
				case MISSING, POJO -> throw invalid("must be JSON, not a " + node.getNodeType() + " node");
			};
		}

		private InvalidValueException invalid(String problem) {
			return new InvalidValueException(this.type, this.id, this.field, problem);
		}

	}

}
