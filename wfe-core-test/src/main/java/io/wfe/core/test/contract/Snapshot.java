package io.wfe.core.test.contract;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.wfe.core.model.Revision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares records by all their components but the revision, so that a difference is
 * seen. Numbers in JSON are compared by their exact value, objects without regard to the
 * order of their keys, and a JSON null is not the same as none.
 */
final class Snapshot {

	private Snapshot() {
	}

	static void assertSame(Record actual, Record expected) {
		assertThat(of(actual)).isEqualTo(of(expected));
	}

	static void assertSame(Collection<? extends Record> actual, Collection<? extends Record> expected) {
		assertThat(actual.stream().map(Snapshot::of).toList())
			.containsExactlyElementsOf(expected.stream().map(Snapshot::of).toList());
	}

	static void assertSameJson(@Nullable JsonNode actual, @Nullable JsonNode expected) {
		assertThat(value(actual, "")).isEqualTo(value(expected, ""));
	}

	static String of(Record record) {
		return value(record, "");
	}

	private static String value(@Nullable Object value, String indent) {
		if (value == null) {
			return "none";
		}
		if (value instanceof JsonNode json) {
			return "json " + canonical(json);
		}
		if (value instanceof Record record) {
			return components(record, indent);
		}
		if (value instanceof Collection<?> elements) {
			return elements.stream()
				.map((element) -> "\n" + indent + "- " + value(element, indent + "\t"))
				.collect(Collectors.joining());
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, String> sorted = new TreeMap<>();
			map.forEach((key, element) -> sorted.put(quoted(String.valueOf(key)), value(element, indent)));
			return sorted.toString();
		}
		return (value instanceof String string) ? quoted(string) : value.toString();
	}

	private static String components(Record record, String indent) {
		StringBuilder result = new StringBuilder(record.getClass().getSimpleName());
		for (RecordComponent component : record.getClass().getRecordComponents()) {
			if (component.getType() != Revision.class) {
				result.append('\n').append(indent).append(component.getName()).append(" = ");
				result.append(value(component(record, component), indent));
			}
		}
		return result.toString();
	}

	private static @Nullable Object component(Record record, RecordComponent component) {
		try {
			return component.getAccessor().invoke(record);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String canonical(JsonNode json) {
		StringBuilder result = new StringBuilder();
		append(json, result);
		return result.toString();
	}

	/**
	 * Takes one frame of the stack for each level, since JSON may be nested deeply.
	 */
	private static void append(JsonNode json, StringBuilder result) {
		switch (json.getNodeType()) {
			case OBJECT -> {
				result.append('{');
				for (String key : new TreeSet<>(json.propertyNames())) {
					result.append(quoted(key)).append(": ");
					append(json.get(key), result);
					result.append(", ");
				}
				result.append('}');
			}
			case ARRAY -> {
				result.append('[');
				for (JsonNode element : json) {
					append(element, result);
					result.append(", ");
				}
				result.append(']');
			}
			case NUMBER -> result.append(number(json.decimalValue()));
			case STRING -> result.append(quoted(json.stringValue()));
			case BOOLEAN, NULL, BINARY, MISSING, POJO -> result.append(json);
		}
	}

	private static String number(BigDecimal number) {
		return (number.signum() == 0) ? "0" : number.stripTrailingZeros().toString();
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
