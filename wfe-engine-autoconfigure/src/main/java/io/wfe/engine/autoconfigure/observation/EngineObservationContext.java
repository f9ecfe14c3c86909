package io.wfe.engine.autoconfigure.observation;

import io.wfe.engine.HostWork;

/**
 * What is known of an observed piece of work of a host. Each context of these
 * observations is of this type too.
 *
 * @since 0.1.0
 */
public interface EngineObservationContext {

	/** The outcome before the end. */
	String UNKNOWN = "unknown";

	/**
	 * Returns which observation it is.
	 * @return the observation
	 */
	default EngineObservation getObservation() {
		HostWork work = getWork();
		if (work instanceof HostWork.Start) {
			return EngineObservation.START;
		}
		if (work instanceof HostWork.Pass) {
			return EngineObservation.PASS;
		}
		return (work instanceof HostWork.Step) ? EngineObservation.STEP : EngineObservation.DELIVERY;
	}

	/**
	 * Returns the work.
	 * @return the work
	 */
	HostWork getWork();

	/**
	 * Returns the name of the store of the host.
	 * @return the name, {@code default} if it has none
	 */
	String getStore();

	/**
	 * Returns how it has ended.
	 * @return the outcome, {@value #UNKNOWN} before the end
	 */
	String getOutcome();

}
