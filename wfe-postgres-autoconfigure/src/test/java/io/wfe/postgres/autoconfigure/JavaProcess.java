package io.wfe.postgres.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs applications in processes of their own, with the class path of the tests.
 */
final class JavaProcess {

	private JavaProcess() {
	}

	/**
	 * Runs an application to its end, which has to be a good one, and returns what it
	 * printed.
	 */
	static String run(Path log, List<Path> moreClasses, List<String> options, Class<?> application, String... arguments)
			throws IOException {
		List<String> classPath = new ArrayList<>(moreClasses.stream().map(Path::toString).toList());
		classPath.add(System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(
				List.of("-cp", String.join(System.getProperty("path.separator"), classPath), application.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		assertThat(process.onExit()).succeedsWithin(Duration.ofMinutes(2));
		String output = Files.readString(log);
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

}
