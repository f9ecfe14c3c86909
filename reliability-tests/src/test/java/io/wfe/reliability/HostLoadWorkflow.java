package io.wfe.reliability;

import java.time.Duration;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

/**
 * Something of each kind that a host does: bodies, a delay, an event, an activity, a step
 * in a transaction of the application, another workflow.
 *
 * @param load counts the bodies
 * @param store where the transactional step leaves its row
 */
record HostLoadWorkflow(HostLoad load, Store store) implements Workflow<HostLoadWorkflow.Data> {

	static final String ID = "load";

	static final String EVENT = "paid";

	static final String ACTIVITY = "pack";

	static final String FIRST = "first";

	static final String SECOND = "second";

	static final String CHILD = "child";

	static final String LAST = "last";

	private static final String CHILD_ID = "child";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Class<Data> dataType() {
		return Data.class;
	}

	@Override
	public void build(WorkflowBuilder<Data> workflow) {
		workflow.then(FIRST, this.load.body(FIRST))
			.delay(Duration.ofMillis(5))
			.then(SECOND, this.load.body(SECOND))
			.waitFor(EVENT, Data::key, String.class)
			.output(Data::withEvent)
			.then("transaction", (step) -> {
				this.store.effect(step.data().key(), "transaction");
				return ExecutionResult.next();
			})
			.transactional()
			.activity(ACTIVITY, Data::key, String.class)
			.output(Data::withActivity)
			.subWorkflow(CHILD_ID, (data) -> new Data(data.key()))
			.then(LAST, this.load.body(LAST));
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

	/**
	 * The other workflow.
	 *
	 * @param load counts the bodies
	 */
	record Child(HostLoad load) implements Workflow<Data> {

		@Override
		public String id() {
			return CHILD_ID;
		}

		@Override
		public Class<Data> dataType() {
			return Data.class;
		}

		@Override
		public void build(WorkflowBuilder<Data> workflow) {
			workflow.then(CHILD, this.load.body(CHILD));
		}

	}

}
