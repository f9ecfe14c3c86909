package io.wfe.core.persistence;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;

/**
 * The outcome of one {@link PassWrite}.
 *
 * @since 0.1.0
 */
public sealed interface PassOutcome {

	/**
	 * It was written.
	 *
	 * @param instance the given instance with its new revision
	 */
	record Persisted(WorkflowInstance instance) implements PassOutcome {
	}

	/**
	 * Nothing was written: somebody else has changed the instance, for example a command
	 * or an event. The host still owns it, and may load it and apply its change again.
	 */
	record Changed() implements PassOutcome {
	}

	/**
	 * Nothing was written: the instance does not exist, or the host owns it no more.
	 */
	record Lost() implements PassOutcome {
	}

	/**
	 * Nothing was written: a value cannot be stored, or the id or name of a child is
	 * taken.
	 *
	 * @param failure why
	 */
	record Refused(WfeException failure) implements PassOutcome {
	}

}
