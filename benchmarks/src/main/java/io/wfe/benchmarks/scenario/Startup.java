package io.wfe.benchmarks.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.store.Server;

/**
 * What the starter adds to the start of an application with a {@code DataSource}. Each
 * start has a new JVM, as in real life.
 */
final class Startup implements Scenario {

	private static final int ROUNDS = 7;

	@Override
	public String name() {
		return "startup";
	}

	@Override
	public String description() {
		return "start of a Spring Boot JDBC application with and without the store, each in a new JVM";
	}

	@Override
	public void run(Context context) throws Exception {
		int rounds = Math.max(Math.min(ROUNDS, context.pace().rounds() / 3), 1);
		double[] without = new double[rounds];
		double[] added = new double[rounds];
		double[] addedFirst = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			String schema = context.environment().emptySchema("startup");
			without[round] = start(context, schema, false);
			addedFirst[round] = start(context, schema, true) - without[round];
			added[round] = start(context, schema, true) - without[round];
		}
		context.report().figure("without the store", Statistics.median(without), "ms", null);
		context.report().figure("added, schema up to date", Statistics.median(added), "ms", Goal.atMost(100));
		context.report()
			.figure("added, first start on an empty database", Statistics.median(addedFirst), "ms", Goal.atMost(2500));
	}

	private static double start(Context context, String schema, boolean withStore)
			throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(List.of(java, "-cp", System.getProperty("java.class.path"),
				StartupApplication.class.getName(), Boolean.toString(withStore), schema))
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		// Not on the command line, which others can read
		builder.environment().put(Server.URL_VARIABLE, context.environment().url());
		Process process = builder.start();
		String time = null;
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(StartupApplication.RESULT)) {
					time = line.substring(StartupApplication.RESULT.length());
				}
			}
		}
		if (process.waitFor() != 0 || time == null) {
			throw new IllegalStateException("The application does not start");
		}
		return Double.parseDouble(time);
	}

}
