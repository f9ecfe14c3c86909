package io.wfe.engine.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@link HostileStepScenarios} on PostgreSQL.
 */
class PostgresHostileStepTests extends HostileStepScenarios {

	PostgresHostileStepTests() {
		super(StoreUnderTest.postgres());
	}

	/** Its host can write nothing any more, and can still be stopped. Others go on. */
	@Test
	void stepThatClosesTheDataSourceStopsNoOtherHost() {
		String id = newId("closed");
		AtomicInteger runs = new AtomicInteger();
		try (PostgresStore store = new PostgresStore(); Hosts hosts = new Hosts(store.provider())) {
			Workflow<Work> workflow = workflow(id, (steps) -> steps.then("close", (step) -> {
				if (runs.incrementAndGet() == 1) {
					store.closePool();
				}
				return ExecutionResult.next();
			}).update("a", (work) -> work.add("a")));
			WorkflowHost host = hosts.start(
					(builder) -> builder.leaseDuration(Duration.ofSeconds(1)).stopTimeout(Duration.ofMillis(200)),
					workflow);
			String workflowId = host.startWorkflow(id, new Work());
			try (StoreUnderTest open = store.reopen(); Hosts others = new Hosts(open.provider())) {
				WorkflowHost other = others.start(workflow);
				WorkflowInstance complete = other.awaitWorkflow(workflowId, LONG);
				assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
				assertThat(log(complete)).containsExactly("a");
				assertThat(runs).hasValue(2);
				assertThat(host.isRunning()).isTrue();
				host.stop();
				assertThat(host.isRunning()).isFalse();
				assertGoesOn(other);
			}
		}
	}

}
