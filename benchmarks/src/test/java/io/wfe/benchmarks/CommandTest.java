package io.wfe.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a command on a database of the tests. What it measures does not matter.
 */
@ExtendWith(PostgresExtension.class)
abstract class CommandTest {

	private final TestDatabase database;

	@TempDir
	private Path directory;

	final StringWriter out = new StringWriter();

	@SuppressWarnings("NullAway.Init")
	CommandTest(TestDatabase database) {
		this.database = database;
	}

	int run(String... args) {
		CommandLine commandLine = new CommandLine(new Benchmarks()).setOut(new PrintWriter(this.out));
		String[] all = new String[args.length + 4];
		all[0] = args[0];
		all[1] = "--url";
		all[2] = this.database.uri();
		all[3] = "--json";
		all[4] = this.directory.resolve("results.json").toString();
		System.arraycopy(args, 1, all, 5, args.length - 1);
		return commandLine.execute(all);
	}

	JsonNode results() {
		return JsonMapper.builder().build().readTree(this.directory.resolve("results.json").toFile());
	}

}
