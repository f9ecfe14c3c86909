package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.UserTask;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tasks of people.
 */
abstract class UserTaskScenarios extends HostTest {

	UserTaskScenarios(StoreUnderTest store) {
		super(store);
	}

	private static Workflow<Work> task(String id, Duration escalation) {
		return workflow(id,
				(steps) -> steps.userTask("send it?", (work) -> "ada " + id)
					.option("yes", (yes) -> yes.update("yes", (work) -> work.add("yes")))
					.option("no", (no) -> no.update("no", (work) -> work.add("no")))
					.escalate(escalation, (work) -> "bob " + id,
							(late) -> late.update("remind", (work) -> work.add("remind")))
					.update("tail", (work) -> work.add("tail")));
	}

	private static UserTask only(WorkflowHost host, String assignee) {
		return Awaitility.await()
			.atMost(LONG)
			.until(() -> host.userTasks().find(assignee), (tasks) -> tasks.size() == 1)
			.get(0);
	}

	/** W-34. */
	@Test
	void answerDecidesWhichBranchRuns() {
		String id = newId("task");
		WorkflowHost host = this.hosts.start(task(id, Duration.ofHours(1)));
		String workflowId = host.startWorkflow(id, new Work());
		UserTask task = only(host, "ada " + id);
		assertThat(task.prompt()).isEqualTo("send it?");
		assertThat(task.options()).isEqualTo(List.of("yes", "no"));
		assertThat(task.workflowId()).isEqualTo(workflowId);
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> host.userTasks().complete(task.id(), "ada", "perhaps"));
		assertThat(host.userTasks().complete(task.id(), "ada", "yes")).isTrue();
		assertThat(log(host.awaitWorkflow(workflowId, LONG))).containsExactly("yes", "tail");
		assertThat(host.userTasks().find("ada " + id)).isEmpty();
		assertThat(host.userTasks().complete(task.id(), "ada", "no")).isFalse();
	}

	@Test
	void taskThatIsNotAnsweredGoesToTheNext() {
		String id = newId("task");
		WorkflowHost host = this.hosts.start(task(id, Duration.ofMillis(50)));
		String workflowId = host.startWorkflow(id, new Work());
		UserTask task = only(host, "bob " + id);
		assertThat(host.userTasks().find("ada " + id)).isEmpty();
		host.userTasks().complete(task.id(), "bob", "no");
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		assertThat(log(workflow)).containsExactlyInAnyOrder("remind", "no", "tail").last().isEqualTo("tail");
	}

}
