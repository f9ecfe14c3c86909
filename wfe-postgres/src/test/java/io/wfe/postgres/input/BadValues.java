package io.wfe.postgres.input;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Draws values that cannot be stored.
 */
final class BadValues {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final int FIRST_YEAR_AFTER = 294277;

	private static final int LAST_YEAR_BEFORE = -4713;

	/**
	 * The first year that does not fit into 64 bits as milliseconds since 1970.
	 */
	private static final int FIRST_YEAR_AFTER_MILLIS = 292_278_995;

	private final Random random;

	private final OddValues odd;

	BadValues(long seed) {
		this.random = new Random(seed);
		this.odd = new OddValues(seed, 0);
	}

	/**
	 * A bad value, which may be {@code null}.
	 *
	 * @param value the value
	 */
	record Bad(@Nullable Object value) {

	}

	/**
	 * Returns a bad value for a field, or empty if it can hold none.
	 */
	Optional<Bad> value(Field field) {
		Class<?> type = field.type();
		if (!type.isPrimitive() && field.required() && (type.isEnum() || this.random.nextInt(20) == 0)) {
			return Optional.of(new Bad(null));
		}
		if (type == String.class) {
			boolean blank = !field.mayBeBlank() && this.random.nextInt(5) == 0;
			return Optional.of(new Bad(blank ? " \t\n\u2003".substring(0, this.random.nextInt(5)) : text()));
		}
		if (type == int.class) {
			return Optional.of(new Bad(-1 - this.random.nextInt(Integer.MAX_VALUE)));
		}
		if (type == Instant.class) {
			return Optional.of(new Bad(instant(field.inMilliseconds())));
		}
		if (type == JsonNode.class) {
			return Optional.of(new Bad(json()));
		}
		if (type == Map.class) {
			Map<@Nullable String, @Nullable JsonNode> values = new HashMap<>(Map.of("good", JSON.nullNode()));
			switch (this.random.nextInt(3)) {
				case 0 -> values.put(text(), JSON.nullNode());
				case 1 -> values.put(this.odd.text(false, true), json());
				default -> values.put(this.odd.text(false, true), null);
			}
			return Optional.of(new Bad(values));
		}
		if (type == List.class) {
			boolean strings = field.component().getGenericType().getTypeName().contains("String");
			return Optional.of(new Bad(strings && this.random.nextInt(4) > 0 ? List.of("good", text(), "good")
					: Arrays.asList(new Object[] { null })));
		}
		return Optional.empty();
	}

	private String text() {
		StringBuilder text = new StringBuilder(this.odd.text(false, true));
		int place = text.offsetByCodePoints(0, this.random.nextInt(text.codePointCount(0, text.length()) + 1));
		// Behind a pair or before one, half of one stays alone
		String bad = switch (this.random.nextInt(3)) {
			case 0 -> "\u0000";
			case 1 -> "\uD83Dx";
			default -> "x\uDE80";
		};
		return text.insert(place, bad).toString();
	}

	private Instant instant(boolean millis) {
		int after = millis ? FIRST_YEAR_AFTER_MILLIS : FIRST_YEAR_AFTER;
		int before = millis ? -FIRST_YEAR_AFTER_MILLIS : LAST_YEAR_BEFORE;
		int years = this.random.nextInt(this.random.nextBoolean() ? 10 : 600_000_000);
		Instant last = this.random.nextBoolean() ? Instant.MAX : Instant.MIN;
		return switch (this.random.nextInt(5)) {
			case 0 -> last;
			case 1, 2 -> Instant.EPOCH.atOffset(ZoneOffset.UTC).withYear(after + years).toInstant();
			default -> Instant.EPOCH.atOffset(ZoneOffset.UTC).withYear(before - years).toInstant();
		};
	}

	private JsonNode json() {
		JsonNode bad = switch (this.random.nextInt(10)) {
			case 0, 1 -> JSON.stringNode(text());
			case 2, 3 -> JSON.objectNode().put(text(), 1);
			case 4 -> JSON.numberNode(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
				.get(this.random.nextInt(3)));
			case 5 -> JSON.numberNode(new BigDecimal("7e" + (131072 + this.random.nextInt(1_000_000))));
			case 6 -> JSON.numberNode(new BigDecimal("7e-" + (16384 + this.random.nextInt(1_000_000))));
			case 7 -> JSON.pojoNode(Map.of());
			case 8 -> JSON.missingNode();
			default -> nested(1001 + this.random.nextInt(500));
		};
		return switch (this.random.nextInt(3)) {
			case 0 -> bad;
			case 1 -> JSON.arrayNode().add(1).add(bad);
			default -> JSON.objectNode().set("a", JSON.arrayNode().add(this.odd.json()).add(bad));
		};
	}

	private static JsonNode nested(int depth) {
		JsonNode json = JSON.numberNode(1);
		for (int i = 0; i < depth; i++) {
			json = JSON.arrayNode().add(json);
		}
		return json;
	}

}
