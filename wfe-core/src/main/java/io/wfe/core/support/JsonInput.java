package io.wfe.core.support;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import io.wfe.core.InvalidValueException;
import tools.jackson.databind.JsonNode;

/**
 * Refuses JSON that cannot be stored.
 *
 * @param inputs know what the JSON belongs to
 * @param field the name of its field
 * @param portable whether serde_json must be able to read it
 */
record JsonInput(FieldInputs inputs, String field, boolean portable) {

	private static final BigInteger NUMERIC_LIMIT = BigInteger.TEN.pow(131072);

	private static final int MAX_NUMERIC_DIGITS = 131072;

	private static final int MAX_NUMERIC_SCALE = 16383;

	/**
	 * Checks a tree, whose depth its record has checked, and returns its approximate
	 * size.
	 * @param levels how many containers the tree is in
	 */
	long characters(JsonNode node, int levels) {
		if (this.portable && node.isContainer() && levels >= SerdeJson.MAX_LEVELS) {
			throw invalid("must not be nested deeper than " + SerdeJson.MAX_LEVELS + " levels to be portable");
		}
		long characters = 1;
		switch (node.getNodeType()) {
			case OBJECT -> {
				for (Map.Entry<String, JsonNode> property : node.properties()) {
					this.inputs.optionalText(this.field, property.getKey());
					characters += property.getKey().length() + characters(property.getValue(), levels + 1);
				}
			}
			case ARRAY -> {
				for (JsonNode element : node) {
					characters += characters(element, levels + 1);
				}
			}
			case STRING -> {
				this.inputs.optionalText(this.field, node.stringValue());
				characters += node.stringValue().length();
			}
			case NUMBER -> number(node);
			default -> characters += 4;
		}
		return characters;
	}

	private void number(JsonNode node) {
		switch (node.numberType()) {
			case FLOAT, DOUBLE -> throw invalid("must not contain NaN or an infinite number");
			case BIG_INTEGER -> {
				if (node.bigIntegerValue().abs().compareTo(NUMERIC_LIMIT) >= 0) {
					throw numberOutOfRange();
				}
			}
			case BIG_DECIMAL -> {
				BigDecimal value = node.decimalValue();
				if (value.scale() > MAX_NUMERIC_SCALE
						|| (long) value.precision() - value.scale() > MAX_NUMERIC_DIGITS) {
					throw numberOutOfRange();
				}
			}
			default -> {
				// All 64 bit integers fit
			}
		}
		if (this.portable && !SerdeJson.reads(node.decimalValue())) {
			throw invalid("must not contain a number beyond a double to be portable");
		}
	}

	private InvalidValueException numberOutOfRange() {
		return invalid("must not contain a number of more than " + MAX_NUMERIC_DIGITS + " digits before or "
				+ MAX_NUMERIC_SCALE + " after the decimal point");
	}

	private InvalidValueException invalid(String problem) {
		return this.inputs.invalid(this.field, problem);
	}

}
