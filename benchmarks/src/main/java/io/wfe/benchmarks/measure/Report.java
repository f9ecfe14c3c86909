package io.wfe.benchmarks.measure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints lines at once, as a table in Markdown, and writes them as JSON in the end.
 */
public final class Report {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final PrintWriter out;

	private final Map<String, Object> run;

	private final List<Line> lines = new ArrayList<>();

	private String scenario = "";

	/**
	 * Creates a report.
	 * @param out where to print
	 * @param run what to say about the run
	 */
	public Report(PrintWriter out, Map<String, Object> run) {
		this.out = out;
		this.run = new LinkedHashMap<>(run);
		run.forEach((name, value) -> out.println(name + ": " + value));
		out.flush();
	}

	/**
	 * Measures, and reports it in a table.
	 * @param <C> what it needs
	 * @param measurement what to measure
	 * @param context what it needs
	 * @throws Exception if something fails
	 */
	public <C> void run(Measurement<C> measurement, C context) throws Exception {
		long start = System.nanoTime();
		scenario(measurement.name(), measurement.description());
		measurement.run(context);
		this.out.printf(Locale.ROOT, "%nTook %d s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
	}

	/**
	 * Starts a table.
	 * @param scenario the name of the scenario
	 * @param description what it measures
	 */
	public void scenario(String scenario, String description) {
		this.scenario = scenario;
		this.out.printf(Locale.ROOT, "%n### %s: %s%n%n", scenario, description);
		this.out.println("| operation | median us | p99 us | per s | measured | goal | |");
		this.out.println("|---|---:|---:|---:|---|---|---|");
		this.out.flush();
	}

	/**
	 * Adds the ratio of two contestants.
	 * @param what what was done, such as the size
	 * @param comparison where both were measured
	 * @param name the one
	 * @param other the other
	 * @param goal the goal for the ratio, or {@code null}
	 */
	public void ratio(String what, Comparison comparison, String name, String other, @Nullable Goal goal) {
		String operation = name + (what.isEmpty() ? "" : ", " + what)
				+ ((comparison.threads() > 1) ? ", " + comparison.threads() + " threads" : "");
		add(Line.of(this.scenario, operation, comparison.summary(name), comparison.ratio(name, other), "x " + other,
				goal));
	}

	/**
	 * Adds the time of a contestant, for information.
	 * @param what what was done
	 * @param comparison where it was measured
	 * @param name the contestant
	 */
	public void time(String what, Comparison comparison, String name) {
		Summary summary = comparison.summary(name);
		add(Line.of(this.scenario, what, summary, summary.medianMicros(), "us", null));
	}

	/**
	 * Adds what was measured elsewhere, for information.
	 * @param operation what was measured
	 * @param summary what it took
	 * @param value the figure that counts
	 * @param unit what the figure is
	 */
	public void measured(String operation, Summary summary, double value, String unit) {
		add(Line.of(this.scenario, operation, summary, value, unit, null));
	}

	/**
	 * Adds a figure.
	 * @param operation what was measured
	 * @param value the figure
	 * @param unit its unit
	 * @param goal the goal for it, or {@code null}
	 */
	public void figure(String operation, double value, String unit, @Nullable Goal goal) {
		add(Line.of(this.scenario, operation, null, value, unit, goal));
	}

	private void add(Line line) {
		this.lines.add(line);
		Summary summary = line.summary();
		String times = (summary != null) ? String.format(Locale.ROOT, "%,.0f | %,.0f | %,.0f", summary.medianMicros(),
				summary.p99Micros(), summary.perSecond()) : " | | ";
		this.out.printf(Locale.ROOT, "| %s | %s | %s %s | %s | %s |%n", line.operation(), times, number(line.value()),
				line.unit(), (line.goal() != null) ? line.goal() : "", verdict(line));
		this.out.flush();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (Math.abs(value) < 100 && value != Math.rint(value)) ? "%.2f" : "%,.0f",
				value);
	}

	private static String verdict(Line line) {
		return (line.met() == null) ? "" : line.met() ? "met" : "**missed**";
	}

	/**
	 * Returns what was measured.
	 * @return the lines
	 */
	public List<Line> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Prints how many goals are met, and writes all lines.
	 * @param file where to write
	 * @throws IOException if that fails
	 */
	public void finish(Path file) throws IOException {
		long goals = this.lines.stream().filter((line) -> line.met() != null).count();
		long met = this.lines.stream().filter((line) -> Boolean.TRUE.equals(line.met())).count();
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("run", this.run);
		document.put("lines", this.lines);
		Path parent = file.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		Files.writeString(file, MAPPER.writeValueAsString(document) + "\n");
		if (goals > 0) {
			this.out.printf(Locale.ROOT, "%n%d of %d goals are met", met, goals);
		}
		this.out.printf(Locale.ROOT, "%nWritten to %s%n", file);
		this.out.flush();
	}

}
