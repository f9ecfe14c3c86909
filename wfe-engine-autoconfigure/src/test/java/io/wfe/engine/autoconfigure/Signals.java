package io.wfe.engine.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A workflow whose step waits until the test lets it go on.
 */
class Signals implements Workflow<ObjectNode> {

	final CountDownLatch stepRuns;

	final CountDownLatch goOn = new CountDownLatch(1);

	Signals() {
		this(1);
	}

	/**
	 * Creates a workflow for a test that starts several instances.
	 * @param instances how many have to run at the same time
	 */
	Signals(int instances) {
		this.stepRuns = new CountDownLatch(instances);
	}

	@Override
	public String id() {
		return "signals";
	}

	@Override
	public Class<ObjectNode> dataType() {
		return ObjectNode.class;
	}

	@Override
	public void build(WorkflowBuilder<ObjectNode> workflow) {
		workflow.then("wait", (context) -> {
			this.stepRuns.countDown();
			assertThat(this.goOn.await(30, TimeUnit.SECONDS)).isTrue();
			return ExecutionResult.next();
		});
	}

}
