package io.wfe.engine.host;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts that wake each other by {@code NOTIFY}.
 */
class PostgresWakeUpTests {

	private static final String LISTENING = "FROM pg_stat_activity WHERE datname = current_database() "
			+ "AND query LIKE 'LISTEN %'";

	private final AtomicBoolean listenerIsKeptAway = new AtomicBoolean();

	private final Trace trace = new Trace();

	/** The poll would take longer than the test waits. */
	@Test
	void hostThatOnlyStartsWakesTheOthers() {
		try (PostgresStore store = new PostgresStore(); Hosts hosts = new Hosts(store.provider())) {
			String id = newId("woken");
			Workflow<Work> workflow = workflow(id,
					(steps) -> steps.then("a", this.trace.step("a"))
						.waitFor(id, (work) -> "key", String.class)
						.then("b", this.trace.step("b")));
			WorkflowHost starter = starter(hosts, workflow);
			hosts.start((builder) -> builder.notifications(true).pollInterval(Duration.ofMinutes(5)), workflow);
			awaitListeners(store, 1);
			String workflowId = starter.startWorkflow(id, new Work());
			Awaitility.await().atMost(LONG).until(() -> this.trace.times("a") == 1);
			starter.publishEvent(id, "key", "x");
			assertThat(starter.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "b");
		}
	}

	/** D35. */
	@Test
	void whenSignalsAreLostThenThePollFindsTheWorkAndTheHostListensAgain() {
		try (PostgresStore store = new PostgresStore(
				(pool, builder) -> PostgresPersistenceProvider.builder(new DelegatingDataSource(pool) {

					@Override
					public Connection getConnection() throws SQLException {
						if (PostgresWakeUpTests.this.listenerIsKeptAway.get()
								&& Thread.currentThread().getName().equals("wfe-postgres-listen")) {
							throw new SQLException("The listener is kept away");
						}
						return super.getConnection();
					}

				})); Hosts hosts = new Hosts(store.provider())) {
			String id = newId("unheard");
			Workflow<Work> workflow = workflow(id, (steps) -> steps.then("a", this.trace.step("a")));
			WorkflowHost starter = starter(hosts, workflow);
			hosts.start((builder) -> builder.notifications(true).pollInterval(Duration.ofMillis(200)), workflow);
			awaitListeners(store, 1);
			this.listenerIsKeptAway.set(true);
			store.query("SELECT pg_terminate_backend(pid)::text " + LISTENING);
			awaitListeners(store, 0);
			String unheard = starter.startWorkflow(id, new Work());
			assertThat(starter.awaitWorkflow(unheard, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			awaitListeners(store, 0);
			this.listenerIsKeptAway.set(false);
			awaitListeners(store, 1);
			String heard = starter.startWorkflow(id, new Work());
			assertThat(starter.awaitWorkflow(heard, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(this.trace.ran()).containsExactly("a", "a");
		}
	}

	private static WorkflowHost starter(Hosts hosts, Workflow<Work> workflow) {
		return hosts.start(
				(builder) -> builder.executeWorkflows(false).notifications(true).pollInterval(Duration.ofMinutes(5)),
				workflow);
	}

	private static void awaitListeners(PostgresStore store, int count) {
		Awaitility.await().atMost(LONG).until(() -> store.query("SELECT pid::text " + LISTENING).size() == count);
	}

}
