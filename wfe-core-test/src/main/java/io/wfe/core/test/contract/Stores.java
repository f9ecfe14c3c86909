package io.wfe.core.test.contract;

import java.util.List;

import io.wfe.core.model.EventSubscription;
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

}
