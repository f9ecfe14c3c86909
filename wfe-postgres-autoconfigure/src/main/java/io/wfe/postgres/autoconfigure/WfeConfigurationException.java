package io.wfe.postgres.autoconfigure;

import io.wfe.core.WfeException;

/**
 * The application has to be configured differently for the workflow store to start.
 */
class WfeConfigurationException extends WfeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	WfeConfigurationException(String problem, String remedy) {
		super(problem + ". " + remedy, null);
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
