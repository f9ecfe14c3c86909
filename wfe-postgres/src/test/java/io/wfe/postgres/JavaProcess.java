package io.wfe.postgres;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own, with the class path of the tests. It writes lines to its standard
 * output, each complete when its end is there, and ends when its standard input does.
 */
public final class JavaProcess implements AutoCloseable {

	/**
	 * The end of a line: what lacks it was cut off.
	 */
	private static final String END = ";";

	private final Process process;

	private final Thread reader;

	private JavaProcess(Process process, Consumer<String> lines) {
		this.process = process;
		this.reader = new Thread(() -> read(process, lines), "output of " + process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Starts a process.
	 * @param main the class with the main method
	 * @param lines is given the lines that the process writes, by one thread
	 * @param arguments of the main method
	 */
	public static JavaProcess start(Class<?> main, Consumer<String> lines, List<String> arguments) throws IOException {
		return start(main, lines, arguments, Map.of(), List.of());
	}

	/**
	 * Starts a process.
	 * @param main the class with the main method
	 * @param lines is given the lines that the process writes, by one thread
	 * @param arguments of the main method
	 * @param environment more variables of the environment
	 * @param options more options of the JVM
	 */
	public static JavaProcess start(Class<?> main, Consumer<String> lines, List<String> arguments,
			Map<String, String> environment, List<String> options) throws IOException {
		List<String> all = new ArrayList<>(
				List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
		all.addAll(options);
		ProcessBuilder builder = builder(main, List.of(), all, arguments);
		builder.environment().putAll(environment);
		File log = new File("target", main.getSimpleName() + ".log");
		builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
		return new JavaProcess(builder.start(), lines);
	}

	/**
	 * Runs an application to its end, which has to be a good one, and returns what it
	 * printed.
	 * @param main the class with the main method
	 * @param log a file for what it prints
	 * @param moreClasses directories that precede the class path of the tests
	 * @param options more options of the JVM
	 * @param arguments of the main method
	 */
	public static String run(Class<?> main, Path log, List<Path> moreClasses, List<String> options, String... arguments)
			throws IOException {
		Process process = builder(main, moreClasses, options, List.of(arguments)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		assertThat(process.onExit()).succeedsWithin(Duration.ofMinutes(2));
		String output = Files.readString(log);
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

	private static ProcessBuilder builder(Class<?> main, List<Path> moreClasses, List<String> options,
			List<String> arguments) {
		List<String> classPath = new ArrayList<>(moreClasses.stream().map(Path::toString).toList());
		classPath.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.add(main.getName());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("CLASSPATH", String.join(File.pathSeparator, classPath));
		return builder;
	}

	private static void read(Process process, Consumer<String> lines) {
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.endsWith(END)) {
					lines.accept(line.substring(0, line.length() - END.length()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes one line to the standard output of this JVM, at once.
	 */
	public static synchronized void print(String line) {
		System.out.write((line + END + "\n").getBytes(StandardCharsets.UTF_8), 0,
				(line + END + "\n").getBytes(StandardCharsets.UTF_8).length);
		System.out.flush();
	}

	/**
	 * Runs a consumer of the lines that come from the parent, until there is none left.
	 */
	public static void readCommands(Consumer<String> commands) throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			commands.accept(line);
		}
	}

	/**
	 * Writes a line to its standard input.
	 */
	public void send(String line) throws IOException {
		OutputStream input = this.process.getOutputStream();
		input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		input.flush();
	}

	/**
	 * Tells whether it has not ended yet.
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Kills the process with SIGKILL, and waits until all its lines are read.
	 */
	public void kill() throws InterruptedException {
		// By its handle: the process itself would close the pipe before it is empty
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
		this.reader.join();
	}

	/**
	 * Stops the process with SIGSTOP: it does nothing until it is continued, and does not
	 * know of it.
	 */
	public void stop() throws IOException, InterruptedException {
		signal("-STOP");
	}

	/**
	 * Lets a process go on that was stopped.
	 */
	public void goOn() throws IOException, InterruptedException {
		signal("-CONT");
	}

	private void signal(String signal) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor()).isZero();
	}

	/**
	 * Waits until the process has ended by itself and all its lines are read.
	 */
	public void await() throws InterruptedException {
		this.process.waitFor();
		this.reader.join();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
