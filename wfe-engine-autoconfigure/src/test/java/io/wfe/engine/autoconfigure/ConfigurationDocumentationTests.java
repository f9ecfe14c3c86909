package io.wfe.engine.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.wfe.engine.autoconfigure.WfeEngineProperties.WakeUp;
import io.wfe.postgres.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the reference and the metadata say of {@link WfeEngineProperties} is what there
 * is.
 */
class ConfigurationDocumentationTests {

	private static final String NAME = "wfe\\.engine\\.[a-z.-]+";

	private static final Map<String, JsonNode> properties = Documentation.properties()
		.entrySet()
		.stream()
		.filter((entry) -> entry.getKey().matches(NAME))
		.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

	@Test
	void tableHasEachProperty() {
		assertThat(names("docs/configuration.md")).containsExactlyInAnyOrderElementsOf(properties.keySet())
			.contains("wfe.engine.execute", "wfe.engine.retry.max-retries");
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/configuration.md" })
	void tableHasTypesAndDefaults(String document) {
		assertThat(Documentation.of(document).rows(NAME)).allSatisfy((row) -> {
			JsonNode property = property(row.get(0).replace("`", ""));
			String value = property.path("defaultValue").asString("");
			int columns = row.size();
			if (columns > 3) {
				assertThat(row.get(1)).isEqualTo(type(property.required("type").asString()));
			}
			assertThat(row.get((columns > 3) ? 2 : 1)).isEqualTo(value.isEmpty() ? "" : "`" + value + "`");
			assertThat(row.get((columns > 3) ? 3 : 2)).isNotEmpty();
		});
	}

	@ParameterizedTest
	@MethodSource("names")
	void describesProperty(String name) {
		assertThat(property(name).path("description").asString("")).matches("(?!(The|A|An) )[A-Z][^{}<>]*\\.");
	}

	@Test
	void defaultsAreThoseOfProperties() {
		Map<String, String> defaults = properties.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().has("defaultValue"))
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().path("defaultValue").asString()));
		assertThat(bind(defaults)).isEqualTo(bind(Map.of())).satisfies((bound) -> assertThat(bound.execute()).isTrue());
	}

	@Test
	void hintsAtAllWaysToWakeUp() throws IOException {
		try (InputStream metadata = getClass().getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			List<String> values = new JsonMapper().readTree(Objects.requireNonNull(metadata))
				.required("hints")
				.valueStream()
				.filter((hint) -> hint.path("name").asString("").equals("wfe.engine.wake-up"))
				.flatMap((hint) -> hint.path("values").valueStream())
				.map((value) -> value.path("value").asString("").toUpperCase(Locale.ROOT))
				.toList();
			assertThat(values).containsExactlyElementsOf(Arrays.stream(WakeUp.values()).map(Enum::name).toList());
		}
	}

	static List<String> names() {
		return List.copyOf(properties.keySet());
	}

	private static List<String> names(String document) {
		return Documentation.of(document).rows(NAME).stream().map((row) -> row.get(0).replace("`", "")).toList();
	}

	private static JsonNode property(String name) {
		return Objects.requireNonNull(properties.get(name), name);
	}

	private static WfeEngineProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("wfe.engine",
				WfeEngineProperties.class);
	}

	/**
	 * Returns the values of an enum, and the simple name of another type.
	 */
	private static String type(String name) {
		Class<?> type = ClassUtils.resolveClassName(name.replaceFirst("<.*", ""), null);
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((value) -> "`" + value.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		return type.getSimpleName();
	}

}
