package io.wfe.engine.host;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.support.JdbcTransactionManager;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@link LostAnswerScenarios} on PostgreSQL.
 */
class PostgresLostAnswerTests extends LostAnswerScenarios {

	PostgresLostAnswerTests() {
		super(new PostgresStore((pool, builder) -> builder.transactionManager(new JdbcTransactionManager(pool))));
	}

	/** The transaction of its pass was committed, and released the instance. */
	@Test
	void transactionalStepWhoseCommitIsNotAnsweredRunsOnce() {
		String id = newId("unanswered");
		try (WorkflowHost host = host(workflow(id,
				(steps) -> steps.then("a", this.trace.step("a"))
					.transactional()
					.delay(Duration.ofMillis(10))
					.then("b", this.trace.step("b"))
					.transactional()))
			.build()) {
			host.start();
			this.answers.lose("execute", 2);
			String workflowId = host.startWorkflow(id, new Work());
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "b");
		}
	}

}
