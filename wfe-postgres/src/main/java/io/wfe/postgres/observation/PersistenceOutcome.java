package io.wfe.postgres.observation;

import io.wfe.core.InvalidValueException;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.EventNotFoundException;
import io.wfe.core.persistence.SubscriptionNotFoundException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;

/**
 * How a call of the store has ended.
 *
 * @since 0.1.0
 */
public enum PersistenceOutcome {

	/**
	 * Without an exception.
	 */
	SUCCESS("success"),

	/**
	 * There is no such workflow, event or subscription.
	 */
	NOT_FOUND("not_found"),

	/**
	 * Somebody else was faster: the workflow was changed meanwhile, exists already, or
	 * has a status that does not allow the call.
	 */
	CONFLICT("conflict"),

	/**
	 * The store has refused a value.
	 */
	INVALID("invalid"),

	/**
	 * The store or a callback has failed.
	 */
	ERROR("error"),

	/**
	 * The call has not ended yet.
	 */
	UNKNOWN("unknown");

	private final String value;

	PersistenceOutcome(String value) {
		this.value = value;
	}

	/**
	 * Returns the outcome as the value of a key.
	 * @return the value, in lower case
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns the outcome for an exception.
	 * @param error what the call has thrown
	 * @return the outcome
	 */
	public static PersistenceOutcome of(Throwable error) {
		if (error instanceof WorkflowNotFoundException || error instanceof EventNotFoundException
				|| error instanceof SubscriptionNotFoundException) {
			return NOT_FOUND;
		}
		if (error instanceof ConcurrentUpdateException || error instanceof WorkflowAlreadyExistsException
				|| error instanceof WorkflowStateException) {
			return CONFLICT;
		}
		return (error instanceof InvalidValueException) ? INVALID : ERROR;
	}

}
