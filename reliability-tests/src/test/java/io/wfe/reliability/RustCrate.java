package io.wfe.reliability;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The published Rust crates at work on a store: the program in {@code interop-tests},
 * which cargo builds. Where it cannot be built, the test is skipped with a message.
 */
final class RustCrate implements AutoCloseable {

	private static final Path PROJECT = Path.of("..", "interop-tests").toAbsolutePath().normalize();

	private static final Path PROGRAM = PROJECT.resolve(Path.of("target", "debug", "interop-tests"));

	private static final Path LOG = Path.of("target", "cargo.log").toAbsolutePath();

	private static @Nullable String obstacle;

	private static boolean built;

	private final Process process;

	private final BufferedWriter commands;

	private final BufferedReader answers;

	private RustCrate(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		this.answers = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Starts the program.
	 * @param database where the store is
	 * @param layout nothing, or the schema and the prefix of its tables
	 */
	static RustCrate open(TestDatabase database, String... layout) {
		build();
		List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), database.uri()));
		command.addAll(Arrays.asList(layout));
		try {
			return new RustCrate(new ProcessBuilder(command)
				.redirectError(ProcessBuilder.Redirect.appendTo(LOG.resolveSibling("interop-tests.log").toFile()))
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Builds the program, once in this JVM.
	 */
	private static synchronized void build() {
		if (!built) {
			obstacle = obstacle();
			built = true;
			if (obstacle != null) {
				System.out.println("Skipped: the tests with the Rust crates, because " + obstacle);
			}
		}
		if (obstacle != null) {
			Assumptions.abort(obstacle);
		}
	}

	private static @Nullable String obstacle() {
		if (run("cargo", "--version") != 0 || run("rustc", "--print", "host-tuple") != 0) {
			return "there is no cargo, or not of Rust 1.85 or later";
		}
		String target = log().strip();
		if (run("cc", "--version") != 0) {
			return "there is no C compiler, which some crates need";
		}
		if (run("cargo", "fetch", "--locked", "--target", target) != 0) {
			assertThat(log()).as("Cargo.lock is that of Cargo.toml").doesNotContain("--locked");
			return "cargo cannot fetch the crates: " + log();
		}
		assertThat(run("cargo", "build", "--locked", "--offline", "--quiet", "--target-dir", "target")).as(() -> log())
			.isZero();
		return null;
	}

	private static int run(String... command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(PROJECT.toFile())
			.redirectErrorStream(true)
			.redirectOutput(LOG.toFile());
		try {
			Files.createDirectories(LOG.getParent());
			return builder.start().waitFor();
		}
		catch (IOException ex) {
			// There is no such program
			return -1;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String log() {
		try {
			return Files.readString(LOG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lets the crate do something.
	 * @param command the name, as its method is called in Java
	 * @param arguments the arguments, models among them
	 * @return the answer in the form of {@link RustJson}
	 * @throws AssertionError if the crate fails
	 */
	JsonNode call(String command, @Nullable Object... arguments) {
		JsonNode answer = answer(command, arguments);
		assertThat(answer.path("error").asString("")).as(command).isEmpty();
		return Objects.requireNonNull(answer.get("ok"));
	}

	/**
	 * Lets the crate do something that it refuses, or at which it panics.
	 * @return why
	 */
	String failure(String command, @Nullable Object... arguments) {
		JsonNode error = answer(command, arguments).get("error");
		assertThat(error).as("%s fails", command).isNotNull();
		return Objects.requireNonNull(error).stringValue();
	}

	/**
	 * Tells whether the crate does something without an error.
	 */
	boolean succeeds(String command, @Nullable Object... arguments) {
		return answer(command, arguments).has("ok");
	}

	private JsonNode answer(String command, @Nullable Object... arguments) {
		List<@Nullable Object> line = new ArrayList<>();
		line.add(command);
		line.addAll(Arrays.asList(arguments));
		try {
			this.commands.write(RustJson.write(line) + "\n");
			this.commands.flush();
			return RustJson.read(Objects.requireNonNull(this.answers.readLine(), "The program has ended"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
