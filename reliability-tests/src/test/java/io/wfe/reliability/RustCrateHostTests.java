package io.wfe.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.UserTask;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host of ours on a store that the published Rust crates read and write too.
 */
class RustCrateHostTests extends RustCrateTest {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Map<String, Object> ODD = Map.of("text", OddValues.text(6), "large", Long.MIN_VALUE, "list",
			List.of(Map.of(), "", 0.5), "long", "x".repeat(1_000_000));

	RustCrateHostTests(TestDatabase database) {
		super(database, 10);
	}

	/**
	 * The crate reads all that waits, writes it again and publishes what it waits for. In
	 * the end it reads what has become of it.
	 */
	@Test
	void theCrateReadsWhatTheHostWritesAndItsEventsWakeInstances() {
		try (WorkflowHost host = start(everything(), child())) {
			String id = host.startWorkflow("everything", Map.of("order", ODD.get("text")));
			Awaitility.await().atMost(LONG).until(() -> unscheduled() == 2);
			WorkflowInstance waiting = host.getWorkflow(id);
			assertThat(waiting.executionPointers()).extracting((pointer) -> pointer.status().name())
				.contains("WAITING_FOR_EVENT", "COMPENSATED", "COMPLETE", "RUNNING");
			assertThat(this.store.provider().getErrors(id)).isNotEmpty();
			assertCrateReadsAll();
			this.store.jdbc()
				.queryForList("SELECT id FROM wfc.workflows", String.class)
				.forEach((each) -> this.rust.call("persistAsLoaded", each));
			assertThat(RustJson.sorted(RustJson.of(host.getWorkflow(id))))
				.isEqualTo(RustJson.sorted(RustJson.of(waiting)));

			this.rust.call("publishEvent", "paid", ODD.get("text"), ODD);
			this.rust.call("publishEvent", "grown", "child", 18);
			PendingActivity activity = host.activities().poll("pack", "worker", LONG).orElseThrow();
			activity.complete("packed");
			UserTask task = host.userTasks().find("ada").get(0);
			host.userTasks().complete(task.id(), "ada", "yes");
			WorkflowInstance complete = host.awaitWorkflow(id, LONG);
			assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(RustJson.read(complete.data().toString())).isEqualTo(RustJson.of(Map.of("order", ODD.get("text"),
					"paid", ODD, "packed", "packed", "sent", true, "child", Map.of("age", 18))));
			assertCrateReadsAll();
		}
	}

	/**
	 * The crate has started it, and published what it waits for, before there is a host.
	 */
	@Test
	void aWorkflowThatTheCrateStartsIsExecuted() {
		String id = this.rust.call("startWorkflow", "child", 1, ODD).stringValue();
		this.rust.call("publishEvent", "grown", "child", ODD);
		try (WorkflowHost host = start(child())) {
			assertThat(host.awaitWorkflow(id, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			Map<String, Object> data = new TreeMap<>(ODD);
			data.put("age", ODD);
			JsonNode read = this.rust.call("getWorkflowInstanceByName", "child-1");
			assertThat(read.get("data")).isEqualTo(RustJson.of(data));
			assertThat(read.get("status").stringValue()).isEqualTo("Complete");
			assertThat(host.startWorkflow("child", null)).isNotNull();
			assertThat(this.rust.call("getWorkflowInstanceByName", "child-2").get("id")).isNotNull();
		}
	}

	@Test
	void anInstanceThatTheCrateSuspendsStandsStillUntilItIsResumed() {
		try (WorkflowHost host = start(child())) {
			String id = host.startWorkflow("child", Map.of());
			Awaitility.await().atMost(LONG).until(() -> unscheduled() == 1);
			this.rust.call("persistWorkflow",
					host.getWorkflow(id).toBuilder().status(WorkflowStatus.SUSPENDED).build());
			String event = this.rust.call("publishEvent", "grown", "child", 18).stringValue();
			Awaitility.await().atMost(LONG).until(() -> this.store.provider().getEvent(event).processed());
			assertThat(host.getWorkflow(id).status()).isEqualTo(WorkflowStatus.SUSPENDED);
			assertThat(host.resumeWorkflow(id)).isTrue();
			assertThat(host.awaitWorkflow(id, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		}
	}

	private WorkflowHost start(Workflow<?>... workflows) {
		WorkflowHost.Builder builder = WorkflowHost.builder(this.store.provider()).pollInterval(Duration.ofMillis(100));
		for (Workflow<?> workflow : workflows) {
			builder.workflow(workflow);
		}
		WorkflowHost host = builder.build();
		host.start();
		return host;
	}

	/**
	 * Returns how many instances wait for something that comes from outside.
	 */
	private int unscheduled() {
		return this.store.jdbc()
			.queryForList("SELECT id FROM wfc.workflows WHERE next_execution IS NULL AND host_id IS NULL "
					+ "AND status = 'Runnable'", String.class)
			.size();
	}

	private void assertCrateReadsAll() {
		var ours = this.store.provider();
		for (String id : ids("workflows")) {
			assertThat(RustJson.sorted(this.rust.call("getWorkflowInstance", id)))
				.isEqualTo(RustJson.sorted(RustJson.of(ours.getWorkflowInstance(id))));
		}
		for (String id : ids("event_subscriptions")) {
			assertThat(this.rust.call("getSubscription", id)).isEqualTo(RustJson.of(ours.getSubscription(id)));
		}
		for (String id : ids("events")) {
			assertThat(this.rust.call("getEvent", id)).isEqualTo(RustJson.of(ours.getEvent(id)));
		}
	}

	private List<String> ids(String table) {
		return this.store.jdbc().queryForList("SELECT id FROM wfc." + table, String.class);
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private static Map with(Map data, String key, Object value) {
		Map changed = new TreeMap(data);
		changed.put(key, value);
		return changed;
	}

	/**
	 * Returns a workflow with all that leaves something in the tables.
	 */
	@SuppressWarnings("rawtypes")
	private static Workflow<Map> everything() {
		AtomicInteger attempts = new AtomicInteger();
		return new Steps<>("everything", Map.class, (workflow) -> workflow.then("retried", (step) -> {
			if (attempts.incrementAndGet() < 3) {
				throw new IllegalStateException("Not yet");
			}
			return ExecutionResult.next();
		}).onError(ErrorBehavior.retry(Duration.ofMillis(20), 5)).then("broken", (step) -> {
			throw new IllegalStateException("Never");
		})
			.compensateWith("undone", (step) -> ExecutionResult.next())
			.delay(Duration.ofMillis(20))
			.forEach((data) -> List.of("a", "b"), String.class,
					(each) -> each.then("item", (step) -> ExecutionResult.next()))
			.parallel(List.of(
					(branch) -> branch.waitFor("paid", (data) -> String.valueOf(data.get("order")), Map.class)
						.output((data, event) -> with(data, "paid", event)),
					(branch) -> branch.activity("pack", (data) -> data, String.class)
						.output((data, result) -> with(data, "packed", result)),
					(branch) -> branch.userTask("Send?", (data) -> "ada")
						.option("yes", (yes) -> yes.update("send", (data) -> with(data, "sent", true))),
					(branch) -> branch.subWorkflow("child", (data) -> Map.of())
						.output(Map.class, (data, result) -> with(data, "child", result)))));
	}

	/**
	 * Returns a workflow that waits for one event.
	 */
	@SuppressWarnings("rawtypes")
	private static Workflow<Map> child() {
		return new Steps<>("child", Map.class, (workflow) -> workflow.waitFor("grown", (data) -> "child", Object.class)
			.output((data, event) -> with(data, "age", event)));
	}

}
