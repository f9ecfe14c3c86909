package io.wfe.postgres.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.persistence.PersistenceProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Instances of one step, and what passes do to them.
 */
final class Passes {

	static final DefinitionKey DEFINITION = new DefinitionKey("definition", 1);

	static final Duration LEASE = Duration.ofHours(1);

	private Passes() {
	}

	static NewWorkflow workflow(String id, @Nullable String hostId) {
		return new NewWorkflow(
				WorkflowInstance.create(DEFINITION.id(), DEFINITION.version(), JsonNodeFactory.instance.objectNode())
					.toBuilder()
					.id(id)
					.executionPointers(List.of(ExecutionPointer.create(0)))
					.build(),
				Duration.ZERO, hostId);
	}

	static WorkflowInstance start(PersistenceProvider store, String id, @Nullable String hostId) {
		return store.startWorkflows(List.of(workflow(id, hostId))).get(0).orElseThrow();
	}

	/**
	 * A pass that has run its step again.
	 */
	static PassWrite again(WorkflowInstance instance) {
		ExecutionPointer before = instance.executionPointers().get(0);
		ExecutionPointer changed = before.toBuilder()
			.persistenceData(JsonNodeFactory.instance.numberNode(before.retryCount()))
			.retryCount(before.retryCount() + 1)
			.build();
		return new PassWrite(instance.toBuilder().executionPointers(List.of(changed)).build(), false, List.of(changed),
				List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), false);
	}

	/**
	 * A pass whose step waits for an event.
	 */
	static PassWrite waiting(WorkflowInstance instance, String eventName, String eventKey) {
		ExecutionPointer changed = instance.executionPointers()
			.get(0)
			.toBuilder()
			.active(false)
			.status(PointerStatus.WAITING_FOR_EVENT)
			.eventName(eventName)
			.eventKey(eventKey)
			.build();
		return new PassWrite(instance.toBuilder().nextExecution(null).executionPointers(List.of(changed)).build(),
				false, List.of(changed), List.of(),
				List.of(EventSubscription.create(instance.id(), 0, changed.id(), eventName, eventKey, Instant.EPOCH)),
				Set.of(), List.of(), List.of(), List.of(), false);
	}

	static WorkflowInstance persist(PersistenceProvider store, String hostId, PassWrite pass) {
		PassOutcome outcome = store.persistPasses(hostId, List.of(pass)).get(0);
		if (outcome instanceof PassOutcome.Persisted persisted) {
			return persisted.instance();
		}
		throw new AssertionError(outcome);
	}

}
