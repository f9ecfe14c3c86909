package io.wfe.postgres.actuate.endpoint;

import java.time.Clock;
import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowNotFoundException;

/**
 * Does what people do to workflow instances. Never waits for whoever runs one: of two
 * that change an instance at the same time, the second notices by its revision. Here it
 * loads again and repeats.
 */
final class WorkflowControl {

	private static final int ATTEMPTS = 5;

	private static final int BATCH_SIZE = 100;

	private final PersistenceProvider provider;

	private final Clock clock;

	WorkflowControl(PersistenceProvider provider, Clock clock) {
		this.provider = provider;
		this.clock = clock;
	}

	WorkflowInstance find(String idOrName) {
		try {
			return this.provider.getWorkflowInstance(idOrName);
		}
		catch (WorkflowNotFoundException ex) {
			return this.provider.getWorkflowInstanceByName(idOrName);
		}
	}

	/**
	 * Changes an instance, and returns it as stored.
	 * @throws WorkflowStateException if its status does not allow it
	 * @throws ConcurrentUpdateException if it was changed by others time after time
	 */
	WorkflowInstance change(String idOrName, WorkflowAction action) {
		WorkflowInstance changed = persist(idOrName, action);
		if (changed.status() == WorkflowStatus.TERMINATED) {
			deleteSubscriptions(changed.id());
		}
		return changed;
	}

	private WorkflowInstance persist(String idOrName, WorkflowAction action) {
		for (int attempt = 1;; attempt++) {
			WorkflowInstance instance = find(idOrName);
			action.requireAllowed(instance);
			try {
				return this.provider.persistWorkflow(action.apply(instance, this.clock.instant()));
			}
			catch (ConcurrentUpdateException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * When the instance has ended already, so that whoever runs it adds no more.
	 */
	private void deleteSubscriptions(String workflowId) {
		List<EventSubscription> batch;
		do {
			batch = this.provider.getSubscriptionsByWorkflow(workflowId, BATCH_SIZE);
			batch.forEach(this::delete);
		}
		while (!batch.isEmpty());
	}

	private void delete(EventSubscription subscription) {
		try {
			this.provider.terminateSubscription(subscription.id());
		}
		catch (SubscriptionNotFoundException ex) {
			// Somebody else has done so
		}
	}

	/**
	 * Deletes an instance that has ended.
	 * @throws WorkflowStateException if it has not ended
	 */
	void purge(String idOrName) {
		WorkflowInstance instance = find(idOrName);
		if (!this.provider.purgeWorkflow(instance.id())) {
			throw new WorkflowStateException("Workflow instance '" + instance.id() + "' is " + instance.status()
					+ " and cannot be purged before it has ended");
		}
	}

}
