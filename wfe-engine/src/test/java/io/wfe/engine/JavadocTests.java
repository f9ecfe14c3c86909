package io.wfe.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Javadoc of the public API.
 */
class JavadocTests {

	static List<Path> publicTypes() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "wfe", "engine"))) {
			List<Path> types = files.filter((file) -> file.toString().endsWith(".java")).sorted().toList();
			assertThat(types).hasSizeGreaterThan(25);
			return types;
		}
	}

	@ParameterizedTest
	@MethodSource("publicTypes")
	void typeHasAnExample(Path type) throws IOException {
		String source = Files.readString(type);
		assertThat(source.substring(0, source.indexOf("*/"))).contains("<pre>{@code", "}</pre>");
	}

}
