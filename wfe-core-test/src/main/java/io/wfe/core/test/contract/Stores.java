package io.wfe.core.test.contract;

import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;

/**
 * Where the tests get their stores from.
 */
interface Stores {

	PersistenceProvider provider();

	PersistenceProvider emptyStore();

	/**
	 * Stores a subscription, and its workflow if that is not there.
	 */
	static String subscribe(PersistenceProvider provider, EventSubscription subscription) {
		if (provider.getWorkflowInstances(List.of(subscription.workflowId())).isEmpty()) {
			provider.createNewWorkflow(Samples.workflow().id(subscription.workflowId()).build());
		}
		return provider.createEventSubscription(subscription);
	}

	/**
	 * Creates an instance and returns it as it was given, but for a blank name.
	 */
	static WorkflowInstance created(PersistenceProvider provider, WorkflowInstance.Builder builder) {
		WorkflowInstance instance = builder.build();
		WorkflowInstance named = instance.name().isEmpty() ? builder.name(instance.id()).build() : instance;
		provider.createNewWorkflow(instance);
		return named;
	}

}
