package io.wfe.core.test.contract;

import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.PersistenceProvider;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Where the tests get their stores from.
 */
interface Stores {

	PersistenceProvider provider();

	PersistenceProvider emptyStore();

	/**
	 * Returns the provider as engines see it.
	 */
	default ExecutionRepository execution() {
		return execution(provider());
	}

	static ExecutionRepository execution(PersistenceProvider provider) {
		assumeThat(provider).isInstanceOf(ExecutionRepository.class);
		return (ExecutionRepository) provider;
	}

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
