package io.wfe.engine.internal.executor;

import java.time.Instant;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.internal.definition.Definition;

/**
 * Runs passes. A pass runs every step of an instance that is due when it begins, one
 * after the other, and returns what has changed. It knows no store, no thread and no
 * clock. Safe for use by several threads.
 */
public final class PassExecutor {

	private final PassServices services;

	/**
	 * Creates an executor.
	 * @param services what passes get from outside
	 */
	public PassExecutor(PassServices services) {
		this.services = services;
	}

	/**
	 * Runs a pass. A failure of a step is part of the result.
	 * @param instance the instance; nothing happens if it is not runnable
	 * @param definition its definition
	 * @param now the time
	 * @param control how the pass learns that it should end early
	 * @return what has changed
	 * @throws PassAbandonedException if the invoker says so
	 */
	public PassResult run(WorkflowInstance instance, Definition<?> definition, Instant now, PassControl control) {
		return new Pass<>(this.services, instance, definition, now, control).run();
	}

	/**
	 * Lets the steps fail that a pass has run, without running them: what they have done
	 * cannot be stored.
	 * @param instance the instance, as the pass has found it
	 * @param definition its definition
	 * @param now the time
	 * @param control the control of that pass
	 * @param failure why
	 * @return what has changed
	 */
	public PassResult fail(WorkflowInstance instance, Definition<?> definition, Instant now, PassControl control,
			Throwable failure) {
		return new Pass<>(this.services, instance, definition, now, control).fail(failure);
	}

	/**
	 * Tells whether more than one step is due.
	 * @param instance the instance
	 * @param definition its definition
	 * @param now the time
	 * @param control the control of its passes
	 * @return whether a pass runs several steps
	 */
	public boolean hasSeveral(WorkflowInstance instance, Definition<?> definition, Instant now, PassControl control) {
		return new Pass<>(this.services, instance, definition, now, control).hasSeveral();
	}

	/**
	 * Tells whether the next pass runs a transactional step. Such a pass runs that step
	 * alone, so that a transaction can be put around the pass and its write.
	 * @param instance the instance
	 * @param definition its definition
	 * @param now the time
	 * @param control the control of its passes
	 * @return whether it does
	 */
	public boolean isTransactional(WorkflowInstance instance, Definition<?> definition, Instant now,
			PassControl control) {
		return new Pass<>(this.services, instance, definition, now, control).isTransactional();
	}

}
