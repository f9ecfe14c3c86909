package io.wfe.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.support.ActivityTokens;
import tools.jackson.databind.node.JsonNodeFactory;

import static java.time.Instant.EPOCH;

/**
 * The operations of a store that engines need, on what {@link Operation#prepare} has
 * stored.
 */
final class EngineOperation {

	private static final String HOST = "host";

	private static final Duration LEASE = Duration.ofHours(1);

	private static final List<DefinitionKey> KNOWN = List.of(new DefinitionKey("d", 1));

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private static final String TOKEN = ActivityTokens.create("held", "held");

	private EngineOperation() {
	}

	static List<Operation> all() {
		return List.of(
				new Operation("registerHost",
						(store, stored) -> store.provider().registerHost("new", "name", "1", LEASE)),
				new Operation("renewHost",
						(store, stored) -> store.provider().renewHost(HOST, LEASE, List.of(stored.id()))),
				new Operation("releaseHost", (store, stored) -> store.provider().releaseHost(HOST)),
				new Operation("findHosts", (store, stored) -> store.provider().findHosts()),
				new Operation("reserveDefinitionSequence",
						(store, stored) -> store.provider().reserveDefinitionSequence("d", 1)),
				new Operation("startWorkflows",
						(store, stored) -> store.provider()
							.startWorkflows(List.of(started("new", 3), started("newer", 0)))),
				new Operation("claimWorkflows", (store, stored) -> store.provider().claimWorkflows(HOST, KNOWN, 10)),
				new Operation("findOwnedWorkflows",
						(store, stored) -> store.provider().findOwnedWorkflows(HOST, KNOWN)),
				new Operation("timeUntilDue", (store, stored) -> store.provider().timeUntilDue(KNOWN)),
				new Operation("findUnknownDefinitions",
						(store, stored) -> store.provider().findUnknownDefinitions(List.of())),
				new Operation("persistPasses",
						(store, stored) -> store.provider().persistPasses(HOST, List.of(pass(stored)))),
				new Operation("lookBackOrRelease", (store, stored) -> store.provider().lookBackOrRelease(HOST, stored)),
				new Operation("releaseWorkflows",
						(store, stored) -> store.provider().releaseWorkflows(HOST, List.of(stored.id()))),
				new Operation("publishEvents",
						(store, stored) -> store.provider().publishEvents(List.of(event("new"), event("newer")))),
				new Operation("deliverEvent", (store, stored) -> store.provider().deliverEvent("unprocessed", 10)),
				new Operation("deliverEvents",
						(store, stored) -> store.provider().deliverEvents(List.of("unprocessed"), 10)),
				new Operation("deliverDueEvents", (store, stored) -> store.provider().deliverDueEvents(10)),
				new Operation("retryFailedSteps", (store, stored) -> store.provider().retryFailedSteps("suspended")),
				new Operation("findWorkflow", (store, stored) -> store.provider().findWorkflow(stored.id())),
				new Operation("claimActivity",
						(store, stored) -> store.provider().claimActivity("free", "worker", LEASE)),
				new Operation("renewActivity", (store, stored) -> store.provider().renewActivity(TOKEN, LEASE)),
				new Operation("completeActivity",
						(store, stored) -> store.provider()
							.completeActivity(TOKEN, JsonNodeFactory.instance.nullNode())),
				new Operation("releaseActivity", (store, stored) -> store.provider().releaseActivity(TOKEN)),
				new Operation("findUserTasks", (store, stored) -> store.provider().findUserTasks("somebody", 10)));
	}

	/**
	 * In the transaction that prepares, which the operation itself would not join.
	 */
	static void prepareHosts(Store store) {
		store.jdbc()
			.update("INSERT INTO wfc.hosts (id, name, version, started_at, expires_at) "
					+ "VALUES (?, 'name', '1', now(), now() + interval '1 hour')", HOST);
	}

	static WorkflowInstance start(Store store, WorkflowInstance instance) {
		return store.provider()
			.startWorkflows(List.of(new NewWorkflow(instance, Duration.ZERO, HOST)))
			.get(0)
			.orElseThrow();
	}

	static void prepareActivity(Store store) {
		for (String name : List.of("free", "held")) {
			store.provider()
				.createEventSubscription(EventSubscription.create("stored", 0, "p", EventNames.ACTIVITY, name, EPOCH)
					.toBuilder()
					.id(name)
					.build());
		}
		store.provider().setSubscriptionToken("held", TOKEN, "worker", LATER);
	}

	private static NewWorkflow started(String id, int version) {
		return new NewWorkflow(Operation.instance(id, version), Duration.ZERO, null);
	}

	private static NewEvent event(String id) {
		return new NewEvent(id, "shipped", "key", JsonNodeFactory.instance.objectNode(), null);
	}

	private static PassWrite pass(WorkflowInstance stored) {
		ExecutionPointer changed = stored.executionPointers().get(0).toBuilder().retryCount(1).build();
		return new PassWrite(stored, true, List.of(changed), List.of(ExecutionPointer.create(7)),
				List.of(EventSubscription.create(stored.id(), 0, changed.id(), "shipped", "key", EPOCH)), Set.of(),
				List.of(ExecutionError.create(stored.id(), changed.id(), "m")), List.of(event("of-pass")),
				List.of(started("child", 1)), true);
	}

}
