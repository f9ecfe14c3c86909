package io.wfe.postgres.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;

/**
 * A store, and the instances that a caller has got from it, with their revisions.
 *
 * @param store the store
 * @param held the instances by id
 */
record Side(PersistenceProvider store, Map<String, WorkflowInstance> held) {

	Side(PersistenceProvider store) {
		this(store, new HashMap<>());
	}

	WorkflowInstance hold(WorkflowInstance instance) {
		this.held.put(instance.id(), instance);
		return instance;
	}

	Optional<WorkflowInstance> held(String id) {
		return Optional.ofNullable(this.held.get(id));
	}

}
