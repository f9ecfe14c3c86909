package io.wfe.engine.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Activities, which workers outside of the host do.
 */
abstract class ActivityScenarios extends HostTest {

	ActivityScenarios(StoreUnderTest store) {
		super(store);
	}

	private static Workflow<Work> activity(String id) {
		return workflow(id,
				(steps) -> steps.activity(id, (work) -> Map.of("a", work.n), Result.class)
					.output((work, result) -> work.add("result " + result.b()))
					.onError(ErrorBehavior.retry(Duration.ofMillis(10), 1)));
	}

	record Parameters(int a) {

	}

	record Result(int b) {

	}

	private static PendingActivity take(WorkflowHost host, String name) {
		return host.activities().poll(name, "worker", LONG).orElseThrow();
	}

	/** W-01. */
	@Test
	void resultOfAWorkerIsTheOutputOfTheStep() {
		String id = newId("act");
		WorkflowHost host = this.hosts.start(activity(id));
		String workflowId = host.startWorkflow(id, Work.of(1));
		PendingActivity activity = take(host, id);
		assertThat(activity.parameters(Parameters.class)).isEqualTo(new Parameters(1));
		assertThat(host.activities().poll(id, "other", Duration.ZERO)).isEmpty();
		assertThat(activity.complete(new Result(2))).isTrue();
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow)).containsExactly("result 2");
		assertThat(activity.complete(new Result(3))).isFalse();
	}

	/** D64. */
	@Test
	void activityThatFailsIsGivenToAWorkerAgain() {
		String id = newId("act");
		WorkflowHost host = this.hosts.start(activity(id));
		String workflowId = host.startWorkflow(id, Work.of(1));
		assertThat(take(host, id).fail("out of paper")).isTrue();
		assertThat(take(host, id).complete(new Result(2))).isTrue();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("result 2");
		assertThat(store().getErrors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("out of paper"));
	}

	/** D31, D50: a worker that has died does not keep the activity. */
	@Test
	void activityOfADeadWorkerIsGivenToAnother() {
		String id = newId("act");
		WorkflowHost host = this.hosts.start(activity(id));
		String workflowId = host.startWorkflow(id, Work.of(1));
		PendingActivity dead = host.activities()
			.poll(id, "dead", LONG, Duration.ofMillis(20), Duration.ofMillis(50))
			.orElseThrow();
		PendingActivity alive = take(host, id);
		assertThat(alive.token()).isNotEqualTo(dead.token());
		assertThat(host.activities().withToken(dead.token()).complete(new Result(1))).isFalse();
		assertThat(alive.renew()).isTrue();
		assertThat(alive.complete(new Result(2))).isTrue();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("result 2");
	}

	private ClaimedActivity claim(String name, Duration lease) {
		return Awaitility.await()
			.atMost(LONG)
			.until(() -> execution().claimActivity(name, "dead", lease), (claimed) -> claimed.isPresent())
			.orElseThrow();
	}

	/** D31: who is late and was not replaced still counts. */
	@Test
	void workerThatIsLateStillEndsAnActivityThatNobodyElseHas() {
		String id = newId("act");
		WorkflowHost host = this.hosts.start(activity(id));
		String workflowId = host.startWorkflow(id, Work.of(1));
		ClaimedActivity late = claim(id, Duration.ofMillis(1));
		Awaitility.await().until(() -> Instant.now().isAfter(late.expiry().plusMillis(50)));
		assertThat(host.activities().withToken(late.token()).complete(new Result(2))).isTrue();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("result 2");
	}

	@Test
	void activityThatIsGivenBackIsTakenByAnother() {
		String id = newId("act");
		WorkflowHost host = this.hosts.start(activity(id));
		String workflowId = host.startWorkflow(id, Work.of(1));
		PendingActivity first = take(host, id);
		assertThat(first.release()).isTrue();
		assertThat(take(host, id).complete(new Result(2))).isTrue();
		assertThat(first.release()).isFalse();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("result 2");
	}

}
