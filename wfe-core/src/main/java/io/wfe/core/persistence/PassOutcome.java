package io.wfe.core.persistence;

import io.wfe.core.model.WorkflowInstance;

/**
 * What became of a pass that was to be written.
 *
 * @since 0.1.0
 */
public sealed interface PassOutcome {

	/**
	 * The pass was written.
	 *
	 * @param instance the instance as stored, with its new revision
	 */
	record Persisted(WorkflowInstance instance) implements PassOutcome {

	}

	/**
	 * Nothing was written, because an event or a command has changed the instance. It
	 * still belongs to the host.
	 */
	record Changed() implements PassOutcome {

	}

	/**
	 * Nothing was written, because the instance no longer belongs to the host.
	 */
	record Lost() implements PassOutcome {

	}

	/**
	 * Nothing was written, because the store refuses a value of the pass.
	 *
	 * @param failure why
	 */
	record Refused(RuntimeException failure) implements PassOutcome {

	}

}
