package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a host keeps in memory.
 */
class HostStateTests {

	/** D47. */
	@Test
	void nothingIsKeptOfInstancesThatHaveEnded() {
		try (WorkflowHost host = WorkflowHost.builder(new InMemoryPersistenceProvider())
			.workflow(new Counting())
			.maxConcurrentWorkflows(4)
			.build()) {
			host.start();
			List<String> ids = new ArrayList<>();
			for (int index = 0; index < 100; index++) {
				ids.add(host.startWorkflow("counting", new Counting.Data(0)));
			}
			ids.forEach((id) -> assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status())
				.isEqualTo(WorkflowStatus.COMPLETE));
			RunningInstances running = ((DefaultWorkflowHost) host).runtime().running();
			Awaitility.await().until(() -> running.size() == 0);
			assertThat(running.ids()).isEmpty();
			assertThat(((DefaultWorkflowHost) host).runtime().ends().size()).isZero();
		}
	}

	static class Counting implements Workflow<Counting.Data> {

		@Override
		public String id() {
			return "counting";
		}

		@Override
		public Class<Data> dataType() {
			return Data.class;
		}

		@Override
		public void build(WorkflowBuilder<Data> workflow) {
			workflow.update("a", (data) -> new Data(data.n() + 1)).delay(Duration.ofMillis(1));
		}

		record Data(int n) {

		}

	}

}
