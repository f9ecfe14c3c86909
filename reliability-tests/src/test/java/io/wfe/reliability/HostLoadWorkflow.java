package io.wfe.reliability;

import java.time.Duration;
import java.util.List;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;

import org.jspecify.annotations.Nullable;

/**
 * Something of each kind that a host does: bodies, a delay, an event, an activity, a step
 * in a transaction of the application, another workflow.
 */
final class HostLoadWorkflow {

	static final String ID = "load";

	static final String EVENT = "paid";

	static final String ACTIVITY = "pack";

	static final String FIRST = "first";

	static final String SECOND = "second";

	static final String CHILD = "child";

	static final String LAST = "last";

	private HostLoadWorkflow() {
	}

	/**
	 * Returns the workflow and the one that it runs.
	 * @param load counts the bodies
	 * @param store where the transactional step leaves its row
	 */
	static List<Workflow<Data>> all(HostLoad load, Store store) {
		return List.of(new Steps<>(ID, Data.class,
				(workflow) -> workflow.then(FIRST, load.body(FIRST))
					.delay(Duration.ofMillis(5))
					.then(SECOND, load.body(SECOND))
					.waitFor(EVENT, Data::key, String.class)
					.output(Data::withEvent)
					.then("transaction", (step) -> {
						store.effect(step.data().key(), "transaction");
						return ExecutionResult.next();
					})
					.transactional()
					.activity(ACTIVITY, Data::key, String.class)
					.output(Data::withActivity)
					.subWorkflow(CHILD, (data) -> new Data(data.key()))
					.then(LAST, load.body(LAST))),
				new Steps<>(CHILD, Data.class, (workflow) -> workflow.then(CHILD, load.body(CHILD))));
	}

	/**
	 * What an instance knows.
	 *
	 * @param key its id
	 * @param event what the event has brought
	 * @param activity what the worker has answered
	 */
	record Data(String key, @Nullable String event, @Nullable String activity) {

		Data(String key) {
			this(key, null, null);
		}

		Data withEvent(String data) {
			return new Data(this.key, data, this.activity);
		}

		Data withActivity(String data) {
			return new Data(this.key, this.event, data);
		}

	}

}
