package io.wfe.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the testing guide shows is what is run.
 */
class TestingGuideTests {

	private static final Path GUIDE = Path.of("..", "docs", "testing.md");

	private static final Path EXAMPLE = Path.of("..", "samples", "order-fulfilment", "src", "test", "java", "io", "wfe",
			"samples", "orders", "OrderDeadlineTests.java");

	@Test
	void theExampleIsTestOfTheSample() throws IOException {
		String source = Files.readString(EXAMPLE);
		assertThat(Files.readString(GUIDE))
			.contains("```java\n" + source.substring(source.indexOf("@WfePostgresTest(")) + "```");
	}

}
