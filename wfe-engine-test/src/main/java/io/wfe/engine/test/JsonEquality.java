package io.wfe.engine.test;

import java.util.Comparator;

import tools.jackson.databind.JsonNode;

/**
 * Compares JSON with numbers by value: a store may return 1.50 as 1.5.
 */
final class JsonEquality {

	private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (first, second) -> {
		if (first.isNumber() && second.isNumber() && !isSpecial(first) && !isSpecial(second)) {
			return first.decimalValue().compareTo(second.decimalValue());
		}
		return first.equals(second) ? 0 : 1;
	};

	private JsonEquality() {
	}

	static boolean areEqual(JsonNode first, JsonNode second) {
		return first.equals(NUMBERS_BY_VALUE, second);
	}

	private static boolean isSpecial(JsonNode number) {
		return (number.isDouble() || number.isFloat()) && !Double.isFinite(number.doubleValue());
	}

}
