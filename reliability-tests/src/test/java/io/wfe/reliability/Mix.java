package io.wfe.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

/**
 * Workflows with something of everything: chains, branches, sagas, retries, waits,
 * timers, children, activities, transactional steps.
 */
final class Mix {

	/** An event for one instance; its data is its number. */
	static final String NEWS = "news";

	/** An event for all instances of a group. */
	static final String BROADCAST = "broadcast";

	static final String ACTIVITY = "label";

	static final String HANGS = "hangs";

	/** What a workflow leaves behind when it is complete. */
	private static final Map<String, Pattern> COMPLETE = Map.of("chain", Pattern.compile("a b c d e"), "branches",
			Pattern.compile("(?=.*p1 .*p2)(?=.*q1 .*q2)(?=.*news .*n)(?=.*i .*i .*i)(\\w+ ){9}end"), "saga",
			Pattern.compile("begin reserve release apologise end"), "retry", Pattern.compile("flaky end"), "waits",
			Pattern.compile("news first news second"), "broadcast", Pattern.compile("news end"), "timers",
			Pattern.compile("begin late end"), "children", Pattern.compile("begin child5 end"), "activity",
			Pattern.compile("label end"), "transactional", Pattern.compile("tx1 between tx2"));

	private static final Duration PAUSE = Duration.ofMillis(200);

	private Mix() {
	}

	private static Workflow<Notes> mix(String id, Consumer<WorkflowBuilder<Notes>> steps) {
		return new Steps<>(id, Notes.class, steps);
	}

	/**
	 * Returns the workflows that clients start at random.
	 */
	static List<Workflow<Notes>> all(MixBodies bodies) {
		return List
			.of(mix("chain",
					(steps) -> steps.then("a", bodies.work("a"))
						.then("b", bodies.work("b"))
						.then("c", bodies.work("c"))
						.then("d", bodies.work("d"))
						.then("e", bodies.work("e"))),
					mix("branches", (steps) -> branches(steps, bodies)), mix("saga", (steps) -> saga(steps, bodies)),
					mix("retry",
							(steps) -> steps.then("flaky", bodies.flaky("flaky"))
								.onError(ErrorBehavior.retry(PAUSE, 5))
								.then("end", bodies.work("end"))),
					mix("waits",
							(steps) -> steps.waitFor(NEWS, (notes) -> notes.key, String.class)
								.output((notes, number) -> notes.add("news:" + number))
								.then("first", bodies.work("first"))
								.waitFor(NEWS, (notes) -> notes.key, String.class)
								.output((notes, number) -> notes.add("news:" + number))
								.then("second", bodies.work("second"))),
					mix("broadcast", (steps) -> steps.waitFor(BROADCAST, (notes) -> notes.group, String.class)
						.output((notes, number) -> notes.add("news:" + number))
						.then("end", bodies.work("end"))),
					mix("timers",
							(steps) -> steps.then("begin", bodies.work("begin"))
								.delay(PAUSE)
								.waitFor("never", (notes) -> notes.key, String.class)
								.orAfter(PAUSE, (late) -> late.then("late", bodies.work("late")))
								.then("end", bodies.work("end"))),
					mix("children",
							(steps) -> steps.then("begin", bodies.work("begin"))
								.subWorkflow("chain", (notes) -> Notes.of(notes.key, notes.group))
								.output(Notes.class, (notes, child) -> notes.add("child" + child.log.size()))
								.then("end", bodies.work("end"))),
					mix("activity",
							(steps) -> steps.activity(ACTIVITY, (notes) -> notes.key, String.class)
								.output((notes, result) -> notes.add("label:" + result))
								.then("end", bodies.work("end"))),
					mix("transactional",
							(steps) -> steps.then("tx1", bodies.transactional("tx1"))
								.transactional()
								.then("between", bodies.work("between"))
								.then("tx2", bodies.transactional("tx2"))
								.transactional()));
	}

	private static void branches(WorkflowBuilder<Notes> steps, MixBodies bodies) {
		steps.parallel(List.of((one) -> one.then("p1", bodies.work("p1")).then("p2", bodies.work("p2")),
				(other) -> other.then("q1", bodies.work("q1")).then("q2", bodies.work("q2")),
				(third) -> third.waitFor(NEWS, (notes) -> notes.key, String.class)
					.output((notes, number) -> notes.add("news:" + number))
					.then("n", bodies.work("n")),
				(fourth) -> fourth.forEach((notes) -> List.of(1, 2, 3), Integer.class,
						(item) -> item.then("i", bodies.work("i")))))
			.then("end", bodies.work("end"));
	}

	private static void saga(WorkflowBuilder<Notes> steps, MixBodies bodies) {
		steps.then("begin", bodies.work("begin"))
			.saga((saga) -> saga.then("reserve", bodies.work("reserve"))
				.compensateWith("release", bodies.work("release"))
				.then("charge", bodies.failing("charge")))
			.compensateWith("apologise", bodies.work("apologise"))
			.then("end", bodies.work("end"));
	}

	/**
	 * Returns a workflow whose step hangs when it runs first, until it is interrupted.
	 */
	static Workflow<Notes> hanging(MixBodies bodies) {
		return mix(HANGS, (steps) -> steps.then("hang", bodies.hanging("hang")));
	}

	/**
	 * Tells whether a complete instance has done what it should, no more and no less.
	 */
	static boolean isLegal(String definition, List<String> log) {
		String done = String.join(" ", log.stream().map((entry) -> entry.split("[#:]", 2)[0]).toList());
		return COMPLETE.getOrDefault(definition, Pattern.compile("hang")).matcher(done).matches();
	}

}
