package io.wfe.engine.host;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a step costs of an instance that is run step after step.
 */
abstract class DrainScenarios extends HostTest {

	/** Kept, since to look it up allocates. */
	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int STEPS = 100;

	private static final int FEW = 10;

	private static final int MANY = 3000;

	/** What the thread of the steps had allocated when each of them ran. */
	private final long[] allocated = new long[STEPS];

	private int ran;

	DrainScenarios(StoreUnderTest store) {
		super(store);
	}

	@Test
	void aStepBehindThousandsOfPointersAllocatesLittleMoreThanOneBehindAFew() {
		String id = newId("drain");
		Workflow<Work> workflow = workflow(id, (steps) -> {
			StepBuilder<Work> last = steps.then("step", (context) -> note());
			for (int step = 1; step < STEPS; step++) {
				last = last.then("step", (context) -> note());
			}
		});
		// What a virtual thread allocates is not counted
		WorkflowHost host = this.hosts.start((builder) -> builder.virtualThreads(false), workflow);
		// The first one finds classes that are not loaded
		drain(host, id, FEW);
		long few = drain(host, id, FEW);
		long many = drain(host, id, MANY);
		assertThat(many).isLessThan(few * 5 / 4);
	}

	private ExecutionResult note() {
		this.allocated[this.ran++] = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
		return ExecutionResult.next();
	}

	/**
	 * Runs an instance that has ended pointers already.
	 * @return what a step has allocated, in the median
	 */
	private long drain(WorkflowHost host, String definitionId, int pointers) {
		this.ran = 0;
		WorkflowInstance instance = WorkflowInstance.create(definitionId, 1, JsonNodeFactory.instance.objectNode());
		List<ExecutionPointer> all = new ArrayList<>();
		for (int index = 0; index < pointers; index++) {
			all.add(ExecutionPointer.create(0)
				.toBuilder()
				.active(false)
				.status(PointerStatus.COMPLETE)
				.endTime(Instant.EPOCH)
				.build());
		}
		all.add(ExecutionPointer.create(0));
		store().createNewWorkflow(instance.toBuilder().executionPointers(all).build());
		assertThat(host.awaitWorkflow(instance.id(), LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(this.ran).isEqualTo(STEPS);
		long[] steps = new long[STEPS - 1];
		for (int step = 0; step < steps.length; step++) {
			steps[step] = this.allocated[step + 1] - this.allocated[step];
		}
		Arrays.sort(steps);
		return steps[steps.length / 2];
	}

}
