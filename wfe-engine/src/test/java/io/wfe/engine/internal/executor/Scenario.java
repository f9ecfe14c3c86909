package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

/**
 * One workflow and one instance of it, with steps that note that they have run.
 */
final class Scenario {

	final Driver driver = new Driver();

	final List<String> ran = new ArrayList<>();

	private String id = "";

	/** Registers a workflow. */
	Scenario define(Consumer<WorkflowBuilder<Data>> build) {
		return define("test", 1, build);
	}

	Scenario define(String definitionId, int version, Consumer<WorkflowBuilder<Data>> build) {
		this.driver.register(workflow(definitionId, version, build));
		return this;
	}

	static Workflow<Data> workflow(String definitionId, int version, Consumer<WorkflowBuilder<Data>> build) {
		return new Workflow<>() {

			@Override
			public String id() {
				return definitionId;
			}

			@Override
			public int version() {
				return version;
			}

			@Override
			public Class<Data> dataType() {
				return Data.class;
			}

			@Override
			public void build(WorkflowBuilder<Data> workflow) {
				build.accept(workflow);
			}

		};
	}

	/** Starts an instance and runs it as far as it goes. */
	Scenario run() {
		return run(new Data());
	}

	Scenario run(Data data) {
		this.id = this.driver.start("test", data);
		this.driver.runUntilIdle();
		return this;
	}

	/** Starts an instance without running it. */
	Scenario start(Data data) {
		this.id = this.driver.start("test", data);
		return this;
	}

	Scenario advance(Duration duration) {
		this.driver.advance(duration);
		return this;
	}

	Scenario publish(String name, String key, Object data) {
		this.driver.publish(name, key, data);
		return this;
	}

	String id() {
		return this.id;
	}

	WorkflowInstance instance() {
		return this.driver.get(this.id);
	}

	WorkflowStatus status() {
		return instance().status();
	}

	Data data() {
		return this.driver.data(this.id, Data.class);
	}

	List<String> errors() {
		return this.driver.errors(this.id).stream().map((error) -> error.message()).toList();
	}

	int times(String name) {
		return Collections.frequency(this.ran, name);
	}

	/** A step that notes that it has run. */
	StepBody<Data> step(String name) {
		return (context) -> {
			this.ran.add(name);
			return ExecutionResult.next();
		};
	}

	/** A step that fails the first times. */
	StepBody<Data> failing(String name, int times) {
		int[] left = { times };
		return (context) -> {
			this.ran.add(name);
			if (left[0]-- > 0) {
				throw new IllegalStateException(name + " has failed");
			}
			return ExecutionResult.next();
		};
	}

	StepBody<Data> broken(String name) {
		return failing(name, Integer.MAX_VALUE);
	}

}
