package io.wfe.postgres.security;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.wfe.actuator.endpoint.WfeEndpoint;
import io.wfe.actuator.endpoint.WorkflowDescriptor;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Calls of a store with secrets in them: those that succeed, and those that fail in each
 * way. Collects what callers could log of them.
 */
final class SecretCalls {

	private static final List<String> TABLES = List.of("workflows", "execution_pointers", "events",
			"event_subscriptions", "execution_errors");

	private final PostgresPersistenceProvider store;

	private final JdbcTemplate owner;

	private final List<Object> values = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	SecretCalls(PostgresPersistenceProvider store, JdbcTemplate owner) {
		this.store = store;
		this.owner = owner;
	}

	/**
	 * Returns what the calls took and returned.
	 */
	List<Object> values() {
		return this.values;
	}

	/**
	 * Returns what the calls threw.
	 */
	List<Throwable> failures() {
		return this.failures;
	}

	void succeed() {
		this.values.add(this.store);
		WorkflowInstance instance = this.store.createWorkflowInstance(Secrets.workflow("w"));
		this.store.createNewWorkflow(Secrets.workflow("broken"));
		instance = this.store.persistWorkflowWithSubscriptions(instance.toBuilder()
			.data(Secrets.json("changed-data"))
			.executionPointers(List.of(instance.executionPointers().get(0), Secrets.pointer("w-3")))
			.build(), List.of(Secrets.claimed("s-1")));
		this.values.addAll(List.of(instance, instance.toBuilder(), instance.executionPointers(),
				instance.executionPointers().get(0).toBuilder(), this.store.getWorkflowInstances(List.of("w")),
				this.store.findWorkflows(WorkflowQuery.builder().build())));
		this.store.createEventSubscription(Secrets.subscription("s-2"));
		this.values.add(this.store.setSubscriptionToken("s-2", Secrets.of("token"), Secrets.of("worker"),
				Instant.now().plusSeconds(600)));
		EventSubscription claimed = this.store.getSubscription("s-2");
		this.store.clearSubscriptionToken("s-2", Secrets.of("token"));
		this.values.addAll(List.of(claimed, claimed.toBuilder(), this.store.getSubscriptionsByWorkflow("w", 10)));
		this.store.createEvent(Secrets.event("e-1"));
		this.values.addAll(List.of(this.store.getEvent("e-1"), this.store.getEvent("e-1").toBuilder(),
				this.store.findEvents("paid", "order-7", Secrets.NOW, 10)));
		this.store.persistErrors(List.of(Secrets.error()));
		this.values.addAll(List.of(this.store.getErrors("w"), this.store.getBacklog(Secrets.NOW)));
		WorkflowDescriptor shown = new WfeEndpoint(this.store, List.of(), Clock.systemUTC()).getWorkflow("w", true);
		this.values.addAll(List.of(shown, shown.pointers(), shown.subscriptions(), shown.errors(), shown.workflow()));
		this.store.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, "w", Secrets.NOW));
		// The exception is the application's, and goes to nobody but the caller
		assertThatIllegalStateException().isThrownBy(() -> this.store.processCommands(Secrets.NOW, 10, (command) -> {
			throw new IllegalStateException(Secrets.of("handler"));
		}));
	}

	/**
	 * Calls that are refused before anything is sent, or by what is stored already.
	 */
	void failForBadInput() {
		ObjectNode nul = JsonNodeFactory.instance.objectNode().put(Secrets.of("nul"), Secrets.of("nul") + '\0');
		ObjectNode surrogate = JsonNodeFactory.instance.objectNode().put("a", Secrets.of("surrogate") + '\ud800');
		fails(() -> this.store.createNewWorkflow(withData(nul)));
		fails(() -> this.store.createNewWorkflow(withData(surrogate)));
		fails(() -> this.store.createNewWorkflow(withData(nested(Secrets.json("deep"), 1100))));
		fails(() -> this.store.createNewWorkflow(withData(JsonNodeFactory.instance.pojoNode(new Unwritable()))));
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("w")));
		fails(() -> this.store.createNewWorkflow(
				Secrets.workflow("new").toBuilder().description(Secrets.of("description") + '\0').build()));
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("new")
			.toBuilder()
			.executionPointers(List.of(Secrets.pointer("twice"), Secrets.pointer("twice")))
			.build()));
		fails(() -> this.store.createNewWorkflow(
				Secrets.workflow("new").toBuilder().executionPointers(List.of(Secrets.pointer("w-1"))).build()));
		WorkflowInstance stale = this.store.getWorkflowInstance("w");
		this.store.persistWorkflow(stale.toBuilder().data(Secrets.json("newer")).build());
		fails(() -> this.store.persistWorkflow(stale.toBuilder().data(Secrets.json("stale")).build()));
		fails(() -> this.store.createEvent(Secrets.event("e-1")));
		fails(() -> this.store.createEventSubscription(Secrets.claimed("s-1")));
		fails(() -> this.store.clearSubscriptionToken("s-2", Secrets.of("other-token")));
		fails(() -> this.store.setSubscriptionToken("s-2", Secrets.of("bad-token") + '\0', "worker", Secrets.NOW));
		fails(() -> this.store.purgeWorkflows(WorkflowStatus.RUNNABLE, Secrets.NOW, 1));
	}

	/**
	 * Calls that the server refuses, with the whole row in the details of its error.
	 */
	void failForServer() {
		for (String table : TABLES) {
			this.owner.execute("ALTER TABLE wfc." + table + " ADD CONSTRAINT full_up CHECK (false) NOT VALID");
		}
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("new")));
		fails(() -> this.store
			.persistWorkflow(this.store.getWorkflowInstance("w").toBuilder().data(Secrets.json("changed")).build()));
		fails(() -> this.store.createEvent(Secrets.event("new")));
		fails(() -> this.store.createEventSubscription(Secrets.claimed("new")));
		fails(() -> this.store.setSubscriptionToken("s-2", Secrets.of("token"), Secrets.of("worker"), Secrets.NOW));
		fails(() -> this.store.persistErrors(List.of(Secrets.error())));
		for (String table : TABLES) {
			this.owner.execute("ALTER TABLE wfc." + table + " DROP CONSTRAINT full_up");
		}
		this.owner.execute("ALTER TABLE wfc.workflows ALTER COLUMN description TYPE varchar(20) USING null");
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("new")));
		this.owner.execute("ALTER TABLE wfc.workflows ALTER COLUMN description TYPE text");
	}

	/**
	 * Calls that find rows which cannot be read, some of which are left out of lists.
	 */
	void failForDamagedRows() {
		// Bound like this, since JdbcTemplate logs parameters that it sets itself
		this.owner.update("UPDATE wfc.execution_pointers SET children = to_jsonb(?::text) WHERE id = 'broken-1'",
				(statement) -> statement.setString(1, Secrets.of("children")));
		fails(() -> this.store.getWorkflowInstance("broken"));
		this.values.add(this.store.getWorkflowInstances(List.of("w", "broken")));
		this.owner.update("UPDATE wfc.workflows SET status = ? WHERE id = 'broken'",
				(statement) -> statement.setString(1, Secrets.of("status")));
		fails(() -> this.store.getWorkflowInstance("broken"));
		this.values.add(this.store.findWorkflows(WorkflowQuery.builder().build()));
	}

	/**
	 * Calls that find their connections broken, and then the tables gone.
	 */
	void failForBrokenDatabase(JdbcTemplate superuser) {
		superuser.execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");
		superuser.queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'");
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("new")));
		fails(() -> this.store.createEvent(Secrets.event("new")));
		fails(this.store::ensureStoreExists);
		superuser.execute("ALTER DATABASE shop ALLOW_CONNECTIONS true");
		this.owner.execute("ALTER TABLE wfc.events RENAME TO elsewhere");
		fails(() -> this.store.createEvent(Secrets.event("new")));
		fails(this.store::validateStore);
		this.owner.execute("DROP SCHEMA wfc CASCADE");
		fails(() -> this.store.createNewWorkflow(Secrets.workflow("new")));
	}

	private void fails(ThrowingCallable call) {
		Throwable failure = catchThrowable(call);
		if (failure == null) {
			throw new AssertionError("A call did not fail, after " + this.failures.size() + " that did");
		}
		this.failures.add(failure);
	}

	private static WorkflowInstance withData(JsonNode data) {
		return Secrets.workflow(UUID.randomUUID().toString()).toBuilder().data(data).build();
	}

	private static JsonNode nested(JsonNode innermost, int levels) {
		JsonNode result = innermost;
		for (int i = 0; i < levels; i++) {
			result = JsonNodeFactory.instance.objectNode().set(Secrets.of("level"), result);
		}
		return result;
	}

	/**
	 * What no mapper can make JSON of.
	 */
	private static final class Unwritable {

		@Override
		public String toString() {
			return Secrets.of("pojo");
		}

	}

}
