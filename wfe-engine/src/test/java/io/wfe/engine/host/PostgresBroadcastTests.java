package io.wfe.engine.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.PointerStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One event for many instances.
 */
class PostgresBroadcastTests {

	private static final int WAITING = 10_000;

	@Test
	void oneEventLetsTenThousandGoOnOnceAndLeavesNoSubscription() {
		try (PostgresStore store = new PostgresStore(); Hosts hosts = new Hosts(store.provider())) {
			String id = newId("broadcast");
			AtomicInteger runs = new AtomicInteger();
			Workflow<Work> workflow = workflow(id,
					(steps) -> steps.waitFor(id, (work) -> "key", String.class).name("wait").then("on", (step) -> {
						runs.incrementAndGet();
						return ExecutionResult.next();
					}));
			WorkflowHost host = hosts.start((builder) -> builder.maxConcurrentWorkflows(64), workflow);
			String first = host.startWorkflow(id, new Work());
			hosts.until(first, "wait", PointerStatus.WAITING_FOR_EVENT);
			Awaitility.await()
				.atMost(Hosts.LONG)
				.until(() -> store.query("SELECT id FROM wfc.workflows WHERE host_id IS NOT NULL").isEmpty());
			multiply(store);
			host.publishEvent(id, "key", "x");
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.pollInterval(Duration.ofMillis(200))
				.until(() -> store.query("SELECT id FROM wfc.workflows WHERE status <> 'Complete' LIMIT 1").isEmpty());
			assertThat(runs).hasValue(WAITING);
			assertThat(store.query("SELECT id FROM wfc.event_subscriptions")).isEmpty();
			assertThat(store.query("SELECT count(*)::text FROM wfc.execution_pointers WHERE end_time IS NULL"))
				.containsExactly("0");
			Awaitility.await()
				.atMost(Hosts.LONG)
				.until(() -> store.query("SELECT id FROM wfc.events WHERE NOT is_processed").isEmpty());
			assertThat(store.query("SELECT count(*)::text FROM wfc.workflows")).containsExactly("" + WAITING);
		}
	}

	/**
	 * Copies the one that waits.
	 */
	private static void multiply(PostgresStore store) {
		store.execute("""
				INSERT INTO wfc.workflows
				SELECT (jsonb_populate_record(w, jsonb_build_object('id', 'w' || i, 'name', 'n' || i))).*
				FROM wfc.workflows w, generate_series(2, %1$d) AS i;
				INSERT INTO wfc.execution_pointers
				SELECT (jsonb_populate_record(p, jsonb_build_object('id', 'p' || i, 'workflow_id', 'w' || i))).*
				FROM wfc.execution_pointers p, generate_series(2, %1$d) AS i;
				INSERT INTO wfc.event_subscriptions
				SELECT (jsonb_populate_record(s, jsonb_build_object('id', 's' || i, 'workflow_id', 'w' || i,
					'execution_pointer_id', 'p' || i))).*
				FROM wfc.event_subscriptions s, generate_series(2, %1$d) AS i;
				ANALYZE wfc.workflows, wfc.execution_pointers, wfc.event_subscriptions;
				""".formatted(WAITING));
	}

}
