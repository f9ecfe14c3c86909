package io.wfe.engine.internal.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Maps values to JSON and back. Class names are never written.
 */
public final class JsonCodec {

	private final JsonMapper mapper;

	/**
	 * Creates a codec.
	 * @param mapper how values are mapped
	 */
	public JsonCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return its JSON, or {@code null} for {@code null}
	 * @throws tools.jackson.core.JacksonException if it cannot be mapped
	 */
	public @Nullable JsonNode write(@Nullable Object value) {
		return (value != null) ? writeValue(value) : null;
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return its JSON
	 * @throws tools.jackson.core.JacksonException if it cannot be mapped
	 */
	public JsonNode writeValue(Object value) {
		return (value instanceof JsonNode node) ? node.deepCopy() : this.mapper.valueToTree(value);
	}

	/**
	 * Reads a value.
	 * @param <T> its type
	 * @param node the JSON, which is not changed
	 * @param type its type
	 * @return the value, or {@code null} for no JSON or a JSON {@code null}
	 * @throws tools.jackson.core.JacksonException if it cannot be mapped
	 */
	public <T> @Nullable T read(@Nullable JsonNode node, Class<T> type) {
		if (node == null || node.isNull()) {
			return null;
		}
		if (JsonNode.class.isAssignableFrom(type) || (type == Object.class && node.isContainer())) {
			return this.mapper.treeToValue(node.deepCopy(), type);
		}
		return this.mapper.treeToValue(node, type);
	}

	/**
	 * Returns the mapper.
	 * @return how values are mapped
	 */
	public JsonMapper mapper() {
		return this.mapper;
	}

}
