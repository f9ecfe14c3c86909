package io.wfe.engine;

import io.wfe.core.model.WorkflowInstance;

/**
 * Wraps a phase of every instance. An exception before the start aborts the start and
 * goes to the caller; later ones are logged and do not change the instance.
 *
 * @since 0.1.0
 */
public interface WorkflowMiddleware {

	/**
	 * Returns the phase to wrap.
	 * @return the phase
	 */
	Phase phase();

	/**
	 * Wraps the phase.
	 * @param workflow the instance
	 * @param next goes on; without a call the middleware that was added later does not
	 * run
	 * @throws Exception if something goes wrong
	 */
	void handle(WorkflowInstance workflow, Next next) throws Exception;

	/**
	 * The phases of an instance.
	 */
	enum Phase {

		/**
		 * Before the instance is stored for the first time.
		 */
		PRE_WORKFLOW,

		/**
		 * After each pass, before it is stored.
		 */
		EXECUTE_WORKFLOW,

		/**
		 * When the instance is complete, before that is stored.
		 */
		POST_WORKFLOW

	}

	/**
	 * What a middleware wraps.
	 */
	@FunctionalInterface
	interface Next {

		/**
		 * Goes on.
		 * @throws Exception if something goes wrong
		 */
		void run() throws Exception;

	}

}
