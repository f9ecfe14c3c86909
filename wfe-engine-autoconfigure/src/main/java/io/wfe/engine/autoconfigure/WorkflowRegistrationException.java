package io.wfe.engine.autoconfigure;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * A workflow bean cannot be registered.
 */
final class WorkflowRegistrationException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	WorkflowRegistrationException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + ". " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns what is wrong.
	 */
	String problem() {
		return this.problem;
	}

	/**
	 * Returns what to do about it.
	 */
	String remedy() {
		return this.remedy;
	}

}
