package io.wfe.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.SharedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Maps JSON to the text of {@code jsonb} columns and back, by a mapper of its own: what
 * is stored must not change with the settings of the application's mapper, and other
 * programs read it too.
 */
final class JsonColumns {

	/**
	 * PostgreSQL's {@code numeric} has up to 131072 digits before the decimal point and
	 * 16383 after it.
	 */
	private static final int MAX_NUMBER_LENGTH = 131072 + 16383 + 2;

	/**
	 * That of the models: deeper JSON is to fail here, where the column is known.
	 */
	private static final int MAX_DEPTH = 1000;

	private static final JsonMapper MAPPER = mapper(MAX_DEPTH);

	/**
	 * For objects whose properties are JSON of its own.
	 */
	private static final JsonMapper OBJECT_MAPPER = mapper(MAX_DEPTH + 1);

	private JsonColumns() {
	}

	private static JsonMapper mapper(int maxDepth) {
		return JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder()
					.maxNumberLength(MAX_NUMBER_LENGTH)
					.maxNestingDepth(maxDepth)
					.maxStringLength(Integer.MAX_VALUE)
					.maxNameLength(Integer.MAX_VALUE)
					.build())
				.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
				.build())
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
			.nodeFactory(SharedJson.nodes())
			.build();
	}

	static String write(JsonNode node) {
		return MAPPER.writeValueAsString(node);
	}

	static @Nullable String writeNullable(@Nullable JsonNode node) {
		return (node != null) ? write(node) : null;
	}

	static String write(Collection<String> strings) {
		if (strings.isEmpty()) {
			return "[]";
		}
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		strings.forEach(array::add);
		return write(array);
	}

	static String write(Map<String, JsonNode> nodes) {
		if (nodes.isEmpty()) {
			return "{}";
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		nodes.forEach(object::set);
		return OBJECT_MAPPER.writeValueAsString(object);
	}

	static JsonNode read(String json) throws JacksonException {
		return MAPPER.readTree(json);
	}

	/**
	 * Reads an array of strings.
	 * @throws IllegalArgumentException if it is something else
	 */
	static List<String> readStrings(String json) throws JacksonException {
		if (json.equals("[]")) {
			return List.of();
		}
		JsonNode node = read(json);
		if (!node.isArray()) {
			throw new IllegalArgumentException("not an array");
		}
		List<String> strings = new ArrayList<>(node.size());
		for (JsonNode element : node) {
			if (!element.isString()) {
				throw new IllegalArgumentException("not an array of strings");
			}
			strings.add(element.stringValue());
		}
		return strings;
	}

	/**
	 * Reads an object.
	 * @throws IllegalArgumentException if it is something else
	 */
	static Map<String, JsonNode> readObject(String json) throws JacksonException {
		if (json.equals("{}")) {
			return Map.of();
		}
		JsonNode node = OBJECT_MAPPER.readTree(json);
		if (!node.isObject()) {
			throw new IllegalArgumentException("not an object");
		}
		Map<String, JsonNode> nodes = new LinkedHashMap<>();
		node.forEachEntry(nodes::put);
		return nodes;
	}

}
