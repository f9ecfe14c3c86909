package io.wfe.core.persistence;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;

/**
 * What has become of one {@link PassWrite}.
 *
 * @since 0.1.0
 */
public sealed interface PassOutcome {

	/**
	 * It was written.
	 *
	 * @param instance the instance as it was given, with its new revision
	 */
	record Persisted(WorkflowInstance instance) implements PassOutcome {
	}

	/**
	 * Nothing was written: somebody else has changed the instance, such as by a command
	 * or an event. It still belongs to the host, which may load it and apply its change
	 * anew.
	 */
	record Changed() implements PassOutcome {
	}

	/**
	 * Nothing was written: the instance is gone or does not belong to the host any more.
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
