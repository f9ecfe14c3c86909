package io.wfe.core.persistence;

/**
 * Why somebody should look at an instance.
 *
 * @since 0.1.0
 */
public enum StuckReason {

	/**
	 * It is due, and no host has taken it. Either no host knows its definition, or there
	 * are too few hosts.
	 */
	DUE,

	/**
	 * A host owns it and has not written it for a long time: its step runs for long.
	 */
	OWNED,

	/**
	 * It is suspended and has a failed step that
	 * {@link ExecutionRepository#retryFailedSteps} would run again.
	 */
	FAILED

}
