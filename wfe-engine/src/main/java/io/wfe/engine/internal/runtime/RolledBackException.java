package io.wfe.engine.internal.runtime;

import io.wfe.core.persistence.PassOutcome;
import io.wfe.engine.internal.executor.PassResult;
import org.jspecify.annotations.Nullable;

/**
 * Rolls the transaction of a pass back.
 */
final class RolledBackException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient PassResult result;

	private final transient @Nullable PassOutcome outcome;

	/**
	 * Creates an exception.
	 * @param result what the pass has done
	 * @param outcome what the store has made of it, or {@code null} if a step has failed
	 */
	RolledBackException(PassResult result, @Nullable PassOutcome outcome) {
		super("A pass was taken back", null, false, false);
		this.result = result;
		this.outcome = outcome;
	}

	PassResult result() {
		return this.result;
	}

	@Nullable PassOutcome outcome() {
		return this.outcome;
	}

}
