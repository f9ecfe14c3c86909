package io.wfe.postgres.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Draws values that are strange, but have to be kept as they are.
 */
final class OddValues {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("+294276-12-31T23:59:59.999999Z");

	private static final List<String> FRAGMENTS = List.of("'; DROP TABLE wfc.workflows; --", "\"", "''", "\\",
			"\\u0000", "$1", "?", "??", ":name", "${x}", "{workflows}", "%s", "%_", "{NULL,\"a\"}", "NULL", "null",
			"\t\r\n", "\u0001", "\u007f", "\uD83D\uDE80", "\uD83D\uDC69\u200D\uD83D\uDCBB", "e\u0301",
			"\u05E9\u05DC\u05D5\u05DD", "\u0645\u0631\u062D\u0628\u0627", "\u202Eabc", "\uFEFF", "\uFFFF",
			"\uDBFF\uDFFF", "\u00DF\u0130\u0131", "E'\\\\x'", "/*", "*/", "$$", "\u2028", "1e400", "<&>", "\u00A0");

	private static final List<String> NUMBERS = List.of("1e400", "-1e400", "1e-400", "0.1000000000000000055",
			"9007199254740993", "-9223372036854775809", "1e4000", "-7e-3000", "0.00", "1.10", "-0.0",
			"123456789012345678901234567890.123456789");

	/**
	 * The ends of what PostgreSQL takes. They cost much to write and to read.
	 */
	private static final List<String> EXTREMES = List.of("1e131071", "-1e131071", "1e-16383");

	private static final List<String> INSTANTS = List.of("0001-01-01T00:00:00Z", "0000-12-31T23:59:59.999999Z",
			"+294275-06-01T12:00:00Z", "-4712-01-01T00:00:00Z", "+294276-12-31T23:59:59.999999Z",
			"1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2011-12-30T11:00:00Z", "1582-10-10T00:00:00Z",
			"2031-03-30T01:30:00Z", "2031-10-26T00:30:00.000001Z", "1883-11-18T17:00:00Z", "+10000-01-01T00:00:00Z");

	private static final int LONG = 1_000_000;

	/**
	 * How often an index takes a text that repeats itself.
	 */
	private static final int COMPRESSIBLE = 3000;

	/**
	 * So that the name and the key of an event have room in one entry of an index.
	 */
	private static final int MAX_INDEXED_BYTES = 1300;

	private final Random random;

	private int longTexts;

	private int unique;

	OddValues(long seed, int longTexts) {
		this.random = new Random(seed);
		this.longTexts = longTexts;
	}

	/**
	 * Returns a record that is odd in all its fields. Only its id is known to be unique.
	 */
	<R extends Record> R create(Class<R> model) {
		return Field.create(model,
				java.util.Arrays.stream(model.getRecordComponents())
					.map((component) -> value(new Field(model, component)))
					.toArray());
	}

	/**
	 * Returns a value for a field.
	 */
	@Nullable Object value(Field field) {
		Class<?> type = field.type();
		if (!field.required() && this.random.nextInt(10) == 0) {
			return null;
		}
		if (type == String.class) {
			boolean unique = field.name().equals("id") || field.name().equals("name") || field.name().equals("data");
			return unique ? uniqueText() : text(field.indexed(), field.mayBeBlank());
		}
		if (type == int.class) {
			return this.random.nextBoolean() ? Integer.MAX_VALUE - this.random.nextInt(10) : this.random.nextInt(1000);
		}
		if (type == boolean.class) {
			return this.random.nextBoolean();
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[this.random.nextInt(type.getEnumConstants().length)];
		}
		if (type == Instant.class) {
			return field.inMilliseconds() ? instant().truncatedTo(ChronoUnit.MILLIS) : instant();
		}
		if (type == JsonNode.class) {
			return json();
		}
		if (type == Map.class) {
			Map<String, JsonNode> values = new LinkedHashMap<>();
			IntStream.range(0, this.random.nextInt(4)).forEach((index) -> values.put(text(false, true), json()));
			return values;
		}
		if (type == List.class) {
			boolean pointers = field.model() == WorkflowInstance.class;
			return pointers ? List.of()
					: IntStream.range(0, this.random.nextInt(4)).mapToObj((index) -> text(false, true)).toList();
		}
		if (type == io.wfe.core.model.Revision.class) {
			return null;
		}
		throw new IllegalArgumentException("No values of " + type + " for " + field + ", see Field");
	}

	String uniqueText() {
		return ++this.unique + text(true, true);
	}

	String text(boolean indexed, boolean mayBeBlank) {
		if (!indexed && this.longTexts > 0 && this.random.nextInt(100) == 0) {
			this.longTexts--;
			return "\u00E4\uD83D\uDE80 ".repeat(LONG / 4);
		}
		if (indexed && this.random.nextInt(100) == 0) {
			return "\u00E4\uD83D\uDE80 ".repeat(COMPRESSIBLE);
		}
		int parts = this.random.nextInt(12);
		String text = IntStream.range(0, parts).mapToObj((index) -> part()).collect(Collectors.joining());
		if (indexed && text.getBytes(StandardCharsets.UTF_8).length > MAX_INDEXED_BYTES - 12) {
			text = "long";
		}
		return (text.isBlank() && !mayBeBlank) ? "x" + text : text;
	}

	private String part() {
		if (this.random.nextInt(3) > 0) {
			return FRAGMENTS.get(this.random.nextInt(FRAGMENTS.size()));
		}
		int codePoint = 1 + this.random.nextInt(Character.MAX_CODE_POINT);
		return (Character.getType(codePoint) != Character.SURROGATE) ? Character.toString(codePoint) : "s";
	}

	Instant instant() {
		if (this.random.nextBoolean()) {
			return Instant.parse(INSTANTS.get(this.random.nextInt(INSTANTS.size())));
		}
		long seconds = FIRST.getEpochSecond()
				+ (long) (this.random.nextDouble() * (LAST.getEpochSecond() - FIRST.getEpochSecond()));
		return Instant.ofEpochSecond(seconds, this.random.nextInt(1_000_000) * 1000L);
	}

	JsonNode json() {
		return (this.random.nextInt(200) == 0) ? nested(900 + this.random.nextInt(100)) : json(3);
	}

	private JsonNode json(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 9 : 6)) {
			case 0 -> JSON.nullNode();
			case 1 -> JSON.booleanNode(this.random.nextBoolean());
			case 2 -> {
				List<String> numbers = (this.random.nextInt(200) == 0) ? EXTREMES : NUMBERS;
				yield JSON.numberNode(new BigDecimal(numbers.get(this.random.nextInt(numbers.size()))));
			}
			case 3 -> JSON.numberNode(new BigInteger(1 + this.random.nextInt(400), this.random).negate());
			case 4, 5 -> JSON.stringNode(text(false, true));
			case 6 -> {
				ArrayNode array = JSON.arrayNode();
				IntStream.range(0, this.random.nextInt(4)).forEach((index) -> array.add(json(depth - 1)));
				yield array;
			}
			default -> {
				ObjectNode object = JSON.objectNode();
				IntStream.range(0, this.random.nextInt(4))
					.forEach((index) -> object.set(text(false, true), json(depth - 1)));
				yield object;
			}
		};
	}

	private JsonNode nested(int depth) {
		JsonNode json = JSON.numberNode(depth);
		for (int i = 0; i < depth; i++) {
			json = this.random.nextBoolean() ? JSON.arrayNode().add(json) : JSON.objectNode().set("k", json);
		}
		return json;
	}

}
