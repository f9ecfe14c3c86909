package io.wfe.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * Gives a JSON number one node type, whatever the caller made it from: the one it has
 * when it is read back. Otherwise an instance would not equal itself after a round trip,
 * because Jackson holds an {@code int} and a {@code long} of the same value for
 * different.
 */
final class Numbers {

	/**
	 * The most digits that PostgreSQL takes before the decimal point. Numbers beyond that
	 * are left as they are, so that an exponent cannot make them fill the memory.
	 */
	private static final int MAX_DIGITS = 131072;

	private Numbers() {
	}

	static JsonNode normalized(JsonNode node) {
		return switch (node.numberType()) {
			case INT -> JsonNodeFactory.instance.numberNode(node.intValue());
			case LONG -> integer(node.longValue());
			case BIG_INTEGER -> integer(node.bigIntegerValue());
			case FLOAT -> finite(node) ? decimal(new BigDecimal(Float.toString(node.floatValue()))) : node;
			case DOUBLE -> finite(node) ? decimal(BigDecimal.valueOf(node.doubleValue())) : node;
			case BIG_DECIMAL -> decimal(node.decimalValue());
		};
	}

	private static boolean finite(JsonNode node) {
		return Double.isFinite(node.doubleValue());
	}

	private static ValueNode integer(BigInteger value) {
		return (value.bitLength() < Long.SIZE) ? integer(value.longValue())
				: JsonNodeFactory.instance.numberNode(value);
	}

	private static ValueNode integer(long value) {
		return ((int) value == value) ? JsonNodeFactory.instance.numberNode((int) value)
				: JsonNodeFactory.instance.numberNode(value);
	}

	static ValueNode decimal(BigDecimal value) {
		boolean integral = value.scale() <= 0 && (long) value.precision() - value.scale() <= MAX_DIGITS;
		return integral ? integer(value.toBigIntegerExact()) : JsonNodeFactory.instance.numberNode(value);
	}

}
