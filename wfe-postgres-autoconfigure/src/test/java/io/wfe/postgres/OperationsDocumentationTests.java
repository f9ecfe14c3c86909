package io.wfe.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the operations guide says is what there is. {@link OperationsRolesTests} runs its
 * SQL.
 */
class OperationsDocumentationTests {

	private static final Documentation OPERATIONS = Documentation.of("docs/operations.md");

	@Test
	void eachSqlBlockSaysWhoRunsIt() {
		assertThat(OPERATIONS.blocks("sql")).hasSize(7).allMatch((sql) -> sql.startsWith("-- As "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "connectTimeout | 10 | 10 s",
					"socketTimeout | 0 | 60 s in the store's own pool, none in a shared `DataSource`",
					"tcpKeepAlive | false | on in the store's own pool, off in a shared `DataSource`" })
	void defaultsOfDriverAreThoseThatAreNamed(String property, String value, String named) {
		assertThat(OPERATIONS.section("Timeouts").lines())
			.filteredOn((line) -> line.startsWith("| `" + property + "` of the driver"))
			.singleElement()
			.asString()
			.endsWith("| " + named + " |");
		assertThat(new Driver().getPropertyInfo("jdbc:postgresql:", new Properties()))
			.filteredOn((info) -> info.name.equals(property))
			.extracting((info) -> info.value)
			.containsExactly(value);
	}

	@Test
	void defaultsOfPoolAreThoseThatAreNamed() {
		try (HikariDataSource pool = PostgresUrl.parse("postgres://localhost/wfe").createDataSource()) {
			assertThat(pool.getDataSourceProperties()).containsEntry("socketTimeout", "60")
				.containsEntry("tcpKeepAlive", "true")
				.doesNotContainKey("connectTimeout");
		}
	}

	@Test
	void messagesAreThoseOfTheCode() throws IOException {
		String code = code();
		List<String> messages = OPERATIONS.section("What to do when")
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring("| `".length(), line.indexOf("` |")))
			.toList();
		assertThat(messages).hasSizeGreaterThan(15);
		assertThat(messages).filteredOn((message) -> !code.contains(message)).isEmpty();
	}

	/**
	 * Returns the code with texts that are put together from several lines in one piece.
	 */
	private static String code() throws IOException {
		return (code(Path.of("src", "main", "java")) + code(Path.of("..", "wfe-postgres", "src", "main", "java"))
				+ code(Path.of("..", "wfe-core", "src", "main", "java"))
				+ code(Path.of("..", "wfe-engine", "src", "main", "java")))
			.replaceAll("\"\\s*\\+\\s*\"", "");
	}

	private static String code(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map(OperationsDocumentationTests::read)
				.collect(Collectors.joining());
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
