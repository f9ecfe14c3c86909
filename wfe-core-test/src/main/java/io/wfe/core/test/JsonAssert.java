package io.wfe.core.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.wfe.core.model.WorkflowInstance;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * AssertJ assertions for JSON, such as the data of a workflow:
 *
 * <pre class="code">
 * assertThatJson(instance.data()).isEqualTo(MAPPER.valueToTree(order));
 * assertThatJson(event.eventData()).isEqualToJson("{\"price\": 1.5}");
 * </pre>
 *
 * It compares numbers by value. The store returns {@code 1.5} as a {@code BigDecimal},
 * and Jackson alone finds that different from the {@code double}. The order of the fields
 * of an object does not matter. A failure names each difference.
 *
 * @since 0.1.0
 */
public final class JsonAssert extends AbstractAssert<JsonAssert, JsonNode> {

	private static final int MAX_DIFFERENCES = 20;

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private JsonAssert(@Nullable JsonNode actual) {
		super(actual, JsonAssert.class);
	}

	/**
	 * Begins an assertion.
	 * @param actual the JSON to look at, or {@code null}
	 * @return the assertion
	 */
	public static JsonAssert assertThatJson(@Nullable JsonNode actual) {
		return new JsonAssert(actual);
	}

	/**
	 * Verifies that the JSON has the same value as the other one.
	 * @param expected the other JSON, a {@link JsonNode}
	 * @return this assertion
	 */
	@Override
	public JsonAssert isEqualTo(@Nullable Object expected) {
		if (this.actual == null || !(expected instanceof JsonNode json)) {
			return super.isEqualTo(expected);
		}
		List<String> differences = new ArrayList<>();
		compare("$", stored(this.actual), stored(json), differences);
		if (!differences.isEmpty()) {
			throw failure("Expected the same JSON, but %d places differ:%n%s", differences.size(),
					String.join("\n", differences.subList(0, Math.min(differences.size(), MAX_DIFFERENCES))));
		}
		return this;
	}

	/**
	 * Verifies that the JSON has the same value as a text.
	 * @param expected the text, which must be JSON
	 * @return this assertion
	 */
	public JsonAssert isEqualToJson(String expected) {
		return isEqualTo(MAPPER.readTree(expected));
	}

	/**
	 * Returns the JSON with its numbers as the store returns them.
	 */
	private static JsonNode stored(JsonNode json) {
		return WorkflowInstance.create("json", 1, json).data();
	}

	private static void compare(String path, JsonNode actual, JsonNode expected, List<String> differences) {
		if (actual.isObject() && expected.isObject()) {
			Set<String> names = new LinkedHashSet<>(expected.propertyNames());
			names.addAll(actual.propertyNames());
			names.forEach(
					(name) -> compareElement(path + "." + name, actual.get(name), expected.get(name), differences));
		}
		else if (actual.isArray() && expected.isArray()) {
			for (int i = 0; i < Math.max(actual.size(), expected.size()); i++) {
				compareElement(path + "[" + i + "]", actual.get(i), expected.get(i), differences);
			}
		}
		else if (!isSameValue(actual, expected)) {
			differences.add(path + ": expected " + expected + " but was " + actual);
		}
	}

	private static void compareElement(String path, @Nullable JsonNode actual, @Nullable JsonNode expected,
			List<String> differences) {
		if (actual == null) {
			differences.add(path + ": expected " + expected + " but is missing");
		}
		else if (expected == null) {
			differences.add(path + ": expected nothing but was " + actual);
		}
		else {
			compare(path, actual, expected, differences);
		}
	}

	private static boolean isSameValue(JsonNode actual, JsonNode expected) {
		if (actual.isNumber() && expected.isNumber()) {
			return actual.decimalValue().compareTo(expected.decimalValue()) == 0;
		}
		return actual.equals(expected);
	}

}
