package io.wfe.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A store of the Rust implementation, with a row or two in each table.
 */
public final class RustStore {

	/**
	 * What makes it.
	 */
	public static final String SCRIPT = read("rust-store.sql");

	/**
	 * What a Rust host does when it starts, statement by statement.
	 */
	static final List<String> TABLES = Stream
		.concat(Stream.of("CREATE SCHEMA IF NOT EXISTS wfc"),
				Arrays.stream(SCRIPT.split(";")).map(String::strip).filter((sql) -> sql.contains("IF NOT EXISTS")))
		.toList();

	private RustStore() {
	}

	static void create(JdbcTemplate jdbc) {
		jdbc.execute(SCRIPT);
	}

	private static String read(String name) {
		try (InputStream stream = RustStore.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
