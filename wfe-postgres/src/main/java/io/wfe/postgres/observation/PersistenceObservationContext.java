package io.wfe.postgres.observation;

import io.micrometer.observation.Observation;

/**
 * Describes an observed call of the store, without ids and payloads.
 *
 * @since 0.1.0
 */
public class PersistenceObservationContext extends Observation.Context {

	private final String operation;

	private final String store;

	private volatile PersistenceOutcome outcome = PersistenceOutcome.UNKNOWN;

	/**
	 * Creates the context of a call that has not ended yet.
	 * @param operation the name of the method
	 * @param store the name of the store
	 */
	public PersistenceObservationContext(String operation, String store) {
		this.operation = operation;
		this.store = store;
	}

	/**
	 * Returns the name of the method.
	 * @return the name, as {@link io.wfe.core.persistence.PersistenceProvider} and
	 * {@link io.wfe.postgres.PostgresPersistenceProvider} have it
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Returns the name of the store.
	 * @return the name, {@code default} if it has none
	 */
	public String getStore() {
		return this.store;
	}

	/**
	 * Returns how the call has ended.
	 * @return the outcome, {@link PersistenceOutcome#UNKNOWN} before the end
	 */
	public PersistenceOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets how the call has ended.
	 * @param outcome the outcome
	 */
	public void setOutcome(PersistenceOutcome outcome) {
		this.outcome = outcome;
	}

}
