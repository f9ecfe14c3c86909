package io.wfe.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.postgres.autoconfigure.WfePostgresProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what all documents have in common.
 */
class DocumentationTests {

	private static final String HIKARI_PREFIX = "wfe.postgres.hikari.";

	static List<Documentation> documents() {
		return Documentation.all();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadSomewhere(Documentation document) {
		assertThat(document.brokenLinks()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void yamlHoldsPropertiesThatThereAre(Documentation document) throws IOException {
		Map<String, JsonNode> properties = Documentation.properties();
		for (String block : document.blocks("yaml")) {
			MutablePropertySources sources = load(block);
			assertThat(names(sources)).isNotEmpty().allSatisfy((full) -> {
				// A named store has the properties of the default one
				String name = full.replaceFirst("^wfe\\.postgres\\.stores\\.[a-z-]+\\.", "wfe.postgres.");
				if (name.startsWith("wfe.postgres.") && !name.startsWith(HIKARI_PREFIX)) {
					assertThat(properties).containsKey(name);
				}
			});
			assertThatNoException().isThrownBy(() -> new Binder(ConfigurationPropertySources.from(sources))
				.bind("wfe.postgres", WfePostgresProperties.class));
		}
	}

	private static MutablePropertySources load(String yaml) throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("yaml",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))) {
			sources.addLast(source);
		}
		return sources;
	}

	private static List<String> names(MutablePropertySources sources) {
		return sources.stream()
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.toList();
	}

	@Test
	void classesOfArchitectureAreThere() throws IOException {
		Set<String> classes;
		try (Stream<Path> files = Files.walk(Path.of(".."))) {
			classes = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - ".java".length()))
				.collect(Collectors.toSet());
		}
		String architecture = Documentation.of("ARCHITECTURE.md").text();
		assertThat(Pattern.compile("`([A-Z][a-z]\\w+)(\\.\\w+)?`").matcher(architecture).results())
			.hasSizeGreaterThan(40)
			.extracting((match) -> match.group(1))
			.filteredOn((name) -> !name.equals("DataSource"))
			.isSubsetOf(classes);
	}

	@ParameterizedTest
	@MethodSource("documents")
	void versionsAreThoseOfTheProject(Documentation document) throws IOException {
		String revision = Pattern.compile("<revision>(.+)</revision>")
			.matcher(Files.readString(Path.of("..", "pom.xml")))
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.joining());
		assertThat(
				Pattern.compile("'io\\.wfe:[a-z-]+:([^']+)'|<artifactId>wfe-[a-z-]+</artifactId>\\s*<version>([^<]+)")
					.matcher(document.text())
					.results()
					.map((match) -> (match.group(1) != null) ? match.group(1) : match.group(2)))
			.allMatch(revision::equals);
	}

}
