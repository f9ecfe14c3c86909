package io.wfe.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.wfe.dashboard.WfeDashboardProperties.ShowData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/dashboard.md} shows is what there is.
 */
class DocumentationTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `(wfe\\.dashboard\\.[a-z-]+)` \\| ([^|]+) \\|([^|]*)\\| ([^|]+) \\|$");

	private final String text = Files.readString(Path.of("..", "docs", "dashboard.md"));

	DocumentationTests() throws IOException {
	}

	@Test
	void propertiesAreThoseOfTheMetadata() throws IOException {
		List<String> rows = new ArrayList<>();
		Matcher matcher = ROW.matcher(this.text);
		while (matcher.find()) {
			rows.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3).strip());
		}
		List<String> properties = metadata();
		assertThat(properties).hasSize(6);
		assertThat(rows).containsExactlyInAnyOrderElementsOf(properties);
	}

	private static List<String> metadata() throws IOException {
		List<String> properties = new ArrayList<>();
		for (URL url : Collections.list(DocumentationTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = url.openStream()) {
				new JsonMapper().readTree(input)
					.required("properties")
					.valueStream()
					.filter((property) -> property.path("name").asString("").startsWith("wfe.dashboard."))
					.forEach((property) -> properties.add(row(property)));
			}
		}
		return properties;
	}

	private static String row(JsonNode property) {
		assertThat(property.path("description").asString("")).as(property.toString()).endsWith(".");
		String value = property.path("defaultValue").asString("");
		return property.required("name").asString() + " " + type(property.required("type").asString()) + " "
				+ (value.isEmpty() ? "" : "`" + value + "`");
	}

	private static String type(String name) {
		if (name.equals(ShowData.class.getName())) {
			return Arrays.stream(ShowData.values())
				.map((value) -> "`" + value.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		String raw = name.replaceFirst("<.*", "");
		return raw.substring(raw.lastIndexOf('.') + 1);
	}

	@Test
	void actionsAreThoseOfTheCode() {
		for (Command command : Command.values()) {
			assertThat(this.text).contains("\n| " + command.label() + " | ");
		}
	}

	@Test
	void imagesAreThere() {
		Matcher image = Pattern.compile("!\\[[^]]+]\\(([^)]+)\\)").matcher(this.text);
		while (image.find()) {
			assertThat(Path.of("..", "docs", Objects.requireNonNull(image.group(1)))).isNotEmptyFile();
		}
	}

}
