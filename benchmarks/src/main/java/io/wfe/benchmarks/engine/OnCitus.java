package io.wfe.benchmarks.engine;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the workflows of W1 cost on a schema that Citus has placed on a worker, beside a
 * schema on the coordinator that Citus does not know. Needs the URL of a coordinator that
 * has a worker; measures nothing elsewhere.
 */
final class OnCitus implements EngineScenario {

	private static final String IS_CITUS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')";

	private static final String DATA_DIRECTORIES = """
			SELECT current_setting('data_directory')
			UNION ALL
			SELECT result FROM run_command_on_workers('SHOW data_directory')
			""";

	@Override
	public String name() {
		return "citus";
	}

	@Override
	public String description() {
		return "the workflows of w1 on a schema that Citus has on a worker, if the server has Citus";
	}

	@Override
	public void run(EngineContext context) throws Exception {
		if (!context.jdbc().sql(IS_CITUS).query(Boolean.class).single()) {
			return;
		}
		List<String> directories = context.jdbc().sql(DATA_DIRECTORIES).query(String.class).list();
		EngineSettings local = context.settings("local", Throughput.IN_FLIGHT);
		EngineSettings placed = context.settings("placed", Throughput.IN_FLIGHT);
		place(context.jdbc(), placed);
		Throughput.Series series = new Throughput.Series();
		try (WfeEngine here = new WfeEngine(local); WfeEngine there = new WfeEngine(placed)) {
			List<Place> places = List.of(new Place("without", here), new Place("with", there));
			run(context, places, directories, new Throughput.Series());
			context.analyze(local.schema());
			context.analyze(placed.schema());
			for (int round = 0; round < context.sizes().rounds(); round++) {
				run(context, places, directories, series);
			}
		}
		for (int inFlight : new int[] { Throughput.IN_FLIGHT, 1 }) {
			for (String name : new String[] { "without", "with" }) {
				String what = "wfe, " + inFlight + " in flight, " + name + " Citus";
				context.report().figure(what, series.median(name + inFlight), "steps/s", null);
				context.report()
					.figure(what + ", servers", series.median(name + inFlight + " server"),
							"ms of processor time a step", null);
			}
			context.report()
				.figure("wfe, " + inFlight + " in flight, with Citus, servers",
						series.ratio("with" + inFlight + " server", "without" + inFlight + " server"),
						"x the processor time without", null);
		}
	}

	/**
	 * Creates the tables and puts them on a worker, as {@code docs/operations.md} says.
	 */
	private static void place(JdbcClient jdbc, EngineSettings settings) {
		try (HikariDataSource pool = settings.createPool()) {
			PostgresPersistenceProvider.builder(pool).schema(settings.schema()).build().ensureStoreExists();
		}
		for (String table : List.of("scheduled_commands", "execution_errors")) {
			jdbc.sql("ALTER TABLE " + settings.schema() + "." + table + " ALTER COLUMN id TYPE bigint").update();
			jdbc.sql("ALTER SEQUENCE " + settings.schema() + "." + table + "_id_seq AS bigint").update();
		}
		jdbc.sql("SELECT citus_schema_distribute(?::regnamespace)").param(settings.schema()).query((row) -> {
		});
	}

	private static void run(EngineContext context, List<Place> places, List<String> directories,
			Throughput.Series series) throws Exception {
		for (Place place : context.shuffled(places)) {
			for (int inFlight : new int[] { Throughput.IN_FLIGHT, 1 }) {
				boolean one = inFlight == 1;
				int size = one ? Math.max(1, context.sizes().workflows() / 8) : context.sizes().workflows();
				double before = serverMillis(directories);
				Flood.Result result = Flood.run(place.engine(), size, one ? 1 : Flood.STARTERS, inFlight,
						context.jdbc());
				series.add(place.name() + inFlight, result.stepsPerSecond());
				series.add(place.name() + inFlight + " server",
						(serverMillis(directories) - before) / (result.workflows() * Flood.STEPS));
			}
		}
	}

	private static double serverMillis(List<String> directories) {
		return directories.stream().mapToDouble(Usage::serverMillis).sum();
	}

	/**
	 * An engine with what the report calls the place of its tables.
	 *
	 * @param name with or without Citus
	 * @param engine the engine
	 */
	private record Place(String name, WfeEngine engine) {

	}

}
