package io.wfe.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.WorkflowInstance;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static io.wfe.core.test.JsonAssert.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the testing guide shows is what is run.
 */
class TestingGuideTests {

	private static final Path GUIDE = Path.of("..", "docs", "testing.md");

	private static final Path EXAMPLE = Path.of("src", "test", "java", "io", "wfe", "postgres", "slice",
			"RemindersTests.java");

	private static final Path JPA_EXAMPLE = Path.of("src", "test", "java", "io", "wfe", "postgres", "slice",
			"ArticleTests.java");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Test
	void theExampleIsTestOfTheSlice() throws IOException {
		String source = Files.readString(EXAMPLE);
		assertThat(Files.readString(GUIDE))
			.contains("```java\n@WfePostgresTest\n" + source.substring(source.indexOf("@Import(")) + "```");
	}

	@Test
	void theExampleWithJpaIsTestOfTheSlice() throws IOException {
		String source = Files.readString(JPA_EXAMPLE);
		assertThat(Files.readString(GUIDE))
			.contains("@AutoConfigureDataJpa\n" + source.substring(source.indexOf("class ArticleTests")) + "```");
	}

	@Test
	void jsonIsCompared() throws IOException {
		WorkflowInstance instance = WorkflowInstance.create("order", 1,
				MAPPER.readTree("{\"price\": 1.5, \"lines\": [\"book\"]}"));
		Map<String, Object> order = Map.of("price", 1.5d, "lines", List.of("book"));
		assertThatJson(instance.data()).isEqualTo(MAPPER.valueToTree(order));
		assertThatJson(instance.data()).isEqualToJson("{\"price\": 1.5, \"lines\": [\"book\"]}");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatJson(instance.data()).isEqualToJson("{\"price\": 1.5, \"lines\": [\"pen\"]}"))
			.withMessageContaining("$.lines[0]: expected \"pen\" but was \"book\"");
		assertThat(Files.readString(GUIDE)).contains("`$.lines[0]: expected \"pen\" but was \"book\"`")
			.contains("assertThatJson(instance.data()).isEqualTo(MAPPER.valueToTree(order));")
			.contains(
					"assertThatJson(instance.data()).isEqualToJson(\"{\\\"price\\\": 1.5, \\\"lines\\\": [\\\"book\\\"]}\");");
	}

}
