package io.wfe.benchmarks.scenario;

import java.time.Instant;
import java.util.List;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.store.Environment;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * Looks for due rows, of which there are few.
 */
final class Polls implements Scenario {

	private static final String SMALL = "same at 10,000";

	private static final int CHURN_ROUNDS = 10;

	/**
	 * Makes some workflows due, before all others.
	 */
	private static final String WORKFLOWS_DUE = """
			UPDATE {schema}.workflows SET next_execution = next_execution - {later}
			WHERE status = 'Runnable' AND next_execution > {now}
				AND name < 'benchmark-' || lpad(({workflows} / 10)::text, 9, '0')
			""";

	private static final String WORKFLOWS_DONE = """
			UPDATE {schema}.workflows SET next_execution = next_execution + {later}
			WHERE status = 'Runnable' AND next_execution < {now} - {later} / 2
			""";

	private static final String EVENTS_DUE = """
			UPDATE {schema}.events SET is_processed = false
			WHERE event_time < to_timestamp(1700000000 + {workflows} / 50) AND is_processed
			""";

	private static final String EVENTS_DONE = """
			UPDATE {schema}.events SET is_processed = true
			WHERE event_time < to_timestamp(1700000000 + {workflows} / 50)
				AND NOT is_processed AND event_time <> ALL (ARRAY (
					SELECT to_timestamp(1700000000 + n)
					FROM generate_series({each}, {workflows}, {each}) AS n))
			""";

	@Override
	public String name() {
		return "polls";
	}

	@Override
	public String description() {
		return "ids of 100 due workflows and of 100 unprocessed events, limit 100; 'of' is how many there are in all";
	}

	@Override
	public void run(Context context) throws Exception {
		if (context.store().provider().getRunnableInstances(Samples.NOW, 100).size() < Environment.DUE
				|| context.store().provider().getRunnableEvents(Samples.NOW, 100).size() < Environment.DUE) {
			throw new IllegalStateException("The store is not filled as it should be");
		}
		measure(context, "", true);
		churn(context, context.store());
		churn(context, context.environment().small());
		measure(context, "after churn, ", false);
	}

	private static void measure(Context context, String when, boolean withReference) throws Exception {
		String of = when + "100 of " + context.store().workflows();
		Reference reference = context.environment().reference(true);
		compare(context, "due workflows", of, Polls::workflows,
				withReference ? () -> reference.dueWorkflows(Samples.NOW) : null);
		compare(context, "due events", of, Polls::events,
				withReference ? () -> reference.dueEvents(Samples.NOW) : null);
	}

	private static void compare(Context context, String name, String of, Poll poll, @Nullable Task reference)
			throws Exception {
		Environment environment = context.environment();
		Contestant large = Contestant.of(name, () -> poll.ids(environment.large().provider(), Samples.NOW));
		Contestant small = Contestant.of(SMALL, () -> poll.ids(environment.small().provider(), Samples.NOW));
		Contestant bare = Bare.reading(context, (provider) -> poll.ids(provider, Samples.NOW));
		Comparison comparison = Interleaved.measure(context.pace(), 1, large, bare, small, Steps.ping(environment));
		Bare.report(context, of, comparison, large, bare);
		context.report().ratio(of, comparison, name, Steps.PING, null);
		context.report().ratio(of, comparison, name, SMALL, Goal.atMost(1.2));
		if (reference != null) {
			Comparison referenced = Interleaved.measure(context.pace().atMost(10), 1,
					Contestant.of("REF, all of 10,000 " + name, reference), Steps.ping(environment));
			context.report().ratio("", referenced, "REF, all of 10,000 " + name, Steps.PING, null);
		}
	}

	private static List<String> workflows(PostgresPersistenceProvider provider, Instant asAt) {
		return provider.getRunnableInstances(asAt, 100);
	}

	private static List<String> events(PostgresPersistenceProvider provider, Instant asAt) {
		return provider.getRunnableEvents(asAt, 100);
	}

	/**
	 * Leaves dead rows at the start of the indexes that the polls read.
	 */
	private static void churn(Context context, Store store) {
		for (int round = 0; round < CHURN_ROUNDS; round++) {
			for (String sql : List.of(WORKFLOWS_DUE, WORKFLOWS_DONE, EVENTS_DUE, EVENTS_DONE)) {
				context.environment()
					.jdbc()
					.sql(sql.replace("{schema}", store.schema())
						.replace("{now}", Long.toString(Samples.NOW.toEpochMilli()))
						.replace("{later}", "1000000000000")
						.replace("{each}", Integer.toString(store.workflows() / Environment.DUE))
						.replace("{workflows}", Integer.toString(store.workflows())))
					.update();
			}
		}
	}

	@FunctionalInterface
	private interface Poll {

		List<String> ids(PostgresPersistenceProvider provider, Instant asAt);

	}

}
