package io.wfe.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * What a test has counted. All figures are printed together at the end of the run, and
 * added to {@code target/figures.txt}.
 *
 * @param name what was tested
 * @param operations how many operations have succeeded
 * @param faults how often something was broken
 * @param lost how much of what was acknowledged is not there
 * @param duplicated how much was applied more than once
 */
record Figures(String name, long operations, long faults, long lost, long duplicated) {

	private static final List<String> lines = new CopyOnWriteArrayList<>();

	private static final Path FILE = Path.of("target", "figures.txt");

	/**
	 * Prints the line of these figures, and keeps it for the end.
	 */
	void print() {
		String line = "%s: %d operations, %d faults, %d lost, %d duplicated".formatted(this.name, this.operations,
				this.faults, this.lost, this.duplicated);
		lines.add(line);
		System.out.println(line);
		try {
			Files.createDirectories(FILE.toAbsolutePath().getParent());
			Files.writeString(FILE, line + System.lineSeparator(), StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Prints all figures at the end of the run. JUnit finds it as a service.
	 */
	public static final class Summary implements TestExecutionListener {

		@Override
		public void testPlanExecutionFinished(TestPlan testPlan) {
			if (!lines.isEmpty()) {
				System.out.println();
				System.out.println("Reliability, " + (Chaos.isFull() ? "full" : "short") + " form:");
				lines.forEach((line) -> System.out.println("  " + line));
			}
		}

	}

}
