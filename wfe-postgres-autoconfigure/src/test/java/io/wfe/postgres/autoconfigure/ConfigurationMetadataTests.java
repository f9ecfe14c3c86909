package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.JsonPortability;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.InitializeSchema;
import io.wfe.postgres.autoconfigure.WfePostgresProperties.Startup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.BeanWrapperImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of {@link WfePostgresProperties}, by which editors help to write
 * them.
 */
class ConfigurationMetadataTests {

	private static final String PREFIX = "wfe.postgres.";

	private static final String ENDPOINT_PREFIX = "management.endpoint.wfe.";

	private static final String HIKARI_PREFIX = PREFIX + "hikari.";

	private static final Map<String, JsonNode> properties = read("properties");

	private static final Map<String, JsonNode> hints = read("hints");

	@Test
	void namesAllPropertiesButThoseOfPool() {
		assertThat(names()).filteredOn((name) -> !name.startsWith(HIKARI_PREFIX))
			.containsExactlyInAnyOrder("wfe.postgres.enabled", "wfe.postgres.url", "wfe.postgres.username",
					"wfe.postgres.password", "wfe.postgres.schema", "wfe.postgres.table-prefix",
					"wfe.postgres.initialize-schema", "wfe.postgres.startup", "wfe.postgres.json",
					"wfe.postgres.stores", "wfe.postgres.health.max-workflow-age", "wfe.postgres.health.max-event-age",
					"wfe.postgres.health.max-command-age", "wfe.postgres.health.status", "wfe.postgres.health.timeout",
					"wfe.postgres.retention.completed-workflows", "wfe.postgres.retention.terminated-workflows",
					"wfe.postgres.retention.processed-events", "wfe.postgres.retention.errors",
					"wfe.postgres.retention.interval", "wfe.postgres.metrics.sample-interval",
					"management.endpoint.wfe.access", "management.endpoint.wfe.cache.time-to-live",
					"management.endpoint.wfe.show-data", "management.endpoint.wfe.roles");
	}

	@Test
	void namesPropertiesOfPoolThatAreSetMostOften() {
		assertThat(hikariNames()).contains("wfe.postgres.hikari.maximum-pool-size", "wfe.postgres.hikari.minimum-idle",
				"wfe.postgres.hikari.connection-timeout", "wfe.postgres.hikari.max-lifetime",
				"wfe.postgres.hikari.pool-name", "wfe.postgres.hikari.data-source-properties");
	}

	@ParameterizedTest
	@MethodSource("names")
	void describesProperty(String name) {
		assertThat(text(name, "description")).matches("(?!(The|A|An) )[A-Z].*\\.");
	}

	@ParameterizedTest
	@MethodSource("names")
	void givesTypeOfProperty(String name) {
		assertThat(text(name, "type")).contains(".");
	}

	@ParameterizedTest
	@MethodSource("hikariNames")
	void propertyOfPoolIsOneOfHikari(String name) {
		assertThat(hikariSetters(name)).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("hikariNamesWithDefault")
	void defaultOfPropertyOfPoolIsThatOfPool(String name) {
		try (HikariDataSource pool = PostgresUrl.parse("postgres://localhost/wfe").createDataSource()) {
			Object actual = new BeanWrapperImpl(pool).getPropertyValue(hikariSetters(name).get(0));
			assertThat(String.valueOf(actual)).isEqualTo(text(name, "defaultValue"));
		}
	}

	@Test
	void defaultsAreThoseOfProperties() {
		assertThat(text("wfe.postgres.enabled", "defaultValue")).isEqualTo("true");
		assertThat(text("wfe.postgres.schema", "defaultValue")).isEqualTo("wfc");
		assertThat(text("wfe.postgres.table-prefix", "defaultValue")).isEmpty();
		assertThat(text("wfe.postgres.initialize-schema", "defaultValue")).isEqualTo("always");
		assertThat(text("wfe.postgres.startup", "defaultValue")).isEqualTo("eager");
		assertThat(text("wfe.postgres.json", "defaultValue")).isEqualTo("exact");
		assertThat(text("wfe.postgres.health.status", "defaultValue")).isEqualTo("down");
		assertThat(text("wfe.postgres.health.timeout", "defaultValue")).isEqualTo("5s");
		assertThat(text("wfe.postgres.retention.interval", "defaultValue")).isEqualTo("1h");
		assertThat(text("management.endpoint.wfe.access", "defaultValue")).isEqualTo("unrestricted");
		assertThat(text("management.endpoint.wfe.show-data", "defaultValue")).isEqualTo("never");
		assertThat(text("wfe.postgres.metrics.sample-interval", "defaultValue")).isEqualTo("1m");
	}

	@Test
	void hintsAtAllWaysToInitializeSchema() {
		assertHintsAtAll("wfe.postgres.initialize-schema", InitializeSchema.values());
	}

	@Test
	void hintsAtAllWaysToStart() {
		assertHintsAtAll("wfe.postgres.startup", Startup.values());
	}

	@Test
	void hintsAtAllThatTheStoreMayTake() {
		assertHintsAtAll("wfe.postgres.json", JsonPortability.values());
	}

	private static void assertHintsAtAll(String name, Enum<?>[] constants) {
		List<String> values = Objects.requireNonNull(hints.get(name))
			.path("values")
			.valueStream()
			.map((value) -> value.path("value").asString(""))
			.toList();
		assertThat(values).hasSize(constants.length)
			.allSatisfy((value) -> assertThat(constants)
				.anySatisfy((constant) -> assertThat(constant.name()).isEqualToIgnoringCase(value)));
	}

	static List<String> names() {
		return List.copyOf(properties.keySet());
	}

	static List<String> hikariNames() {
		return names().stream().filter((name) -> name.startsWith(HIKARI_PREFIX)).toList();
	}

	static List<String> hikariNamesWithDefault() {
		return hikariNames().stream().filter((name) -> !text(name, "defaultValue").isEmpty()).toList();
	}

	private static String text(String name, String attribute) {
		return Objects.requireNonNull(properties.get(name)).path(attribute).asString("");
	}

	/**
	 * Returns the names, as Java has them, of the properties of the pool that a name
	 * stands for.
	 */
	private static List<String> hikariSetters(String name) {
		String setter = "set" + name.substring(HIKARI_PREFIX.length()).replace("-", "");
		return Arrays.stream(HikariConfig.class.getMethods())
			.filter((method) -> method.getParameterCount() == 1)
			.map(Method::getName)
			.filter(setter::equalsIgnoreCase)
			.map((method) -> method.substring("set".length()))
			.toList();
	}

	private static Map<String, JsonNode> read(String section) {
		Map<String, JsonNode> result = new TreeMap<>();
		try {
			for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream stream = url.openStream()) {
					new JsonMapper().readTree(stream).path(section).valueStream().forEach((entry) -> {
						String name = entry.path("name").asString("");
						if (name.startsWith(PREFIX) || name.startsWith(ENDPOINT_PREFIX)) {
							result.put(name, entry);
						}
					});
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return result;
	}

}
