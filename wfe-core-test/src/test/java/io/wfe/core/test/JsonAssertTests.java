package io.wfe.core.test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static io.wfe.core.test.JsonAssert.assertThatJson;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonAssert}.
 */
class JsonAssertTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Test
	void numbersAreComparedByValue() {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		assertThatJson(nodes.numberNode(new BigDecimal("1.50"))).isEqualTo(nodes.numberNode(1.5));
		assertThatJson(nodes.numberNode(new BigDecimal("0.1"))).isEqualTo(nodes.numberNode(0.1f));
		assertThatJson(nodes.numberNode(2)).isEqualTo(nodes.numberNode(2L)).isEqualTo(nodes.numberNode(2.0));
		assertThatJson(json(new Order(new BigDecimal("1.5"), List.of("a"))))
			.isEqualTo(MAPPER.valueToTree(Map.of("price", 1.5d, "lines", List.of("a"))));
	}

	@Test
	void orderOfFieldsDoesNotMatter() {
		assertThatJson(MAPPER.readTree("{\"a\":1,\"b\":{\"c\":null,\"d\":true}}"))
			.isEqualToJson("{\"b\":{\"d\":true,\"c\":null},\"a\":1}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "{\"a\":[1.5]} | {\"a\":[2.5]} | $.a[0]: expected 2.5 but was 1.5",
					"{\"a\":\"1.5\"} | {\"a\":1.5} | $.a: expected 1.5 but was \"1.5\"",
					"{\"a\":1} | {\"a\":1,\"b\":2} | $.b: expected 2 but is missing",
					"{\"a\":1,\"b\":2} | {\"a\":1} | $.b: expected nothing but was 2",
					"{\"a\":null} | {} | $.a: expected nothing but was null",
					"[1,2] | [1,2,3] | $[2]: expected 3 but is missing", "[1,2] | [2,1] | $[0]: expected 2 but was 1",
					"{} | [] | $: expected [] but was {}" })
	void failureNamesPlaceThatDiffers(String actual, String expected, String difference) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatJson(MAPPER.readTree(actual)).isEqualToJson(expected))
			.withMessageContaining(difference);
	}

	@Test
	void failureNamesAllPlacesWithDescription() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatJson(MAPPER.readTree("{\"a\":1,\"b\":1}")).as("order")
				.isEqualToJson("{\"a\":2,\"b\":3}"))
			.withMessageContaining("order")
			.withMessageContaining("2 places differ")
			.withMessageContaining("$.a: expected 2 but was 1")
			.withMessageContaining("$.b: expected 3 but was 1");
	}

	@Test
	void whenThereIsNoJsonThenFails() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThatJson(null).isEqualToJson("{}"));
		assertThatJson(null).isNull();
	}

	private static JsonNode json(Object value) {
		return MAPPER.valueToTree(value);
	}

	private record Order(BigDecimal price, List<String> lines) {

	}

}
