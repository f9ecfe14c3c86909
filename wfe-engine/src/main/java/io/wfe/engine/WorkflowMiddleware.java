package io.wfe.engine;

import io.wfe.core.model.WorkflowInstance;

/**
 * Wraps a phase of every instance. An exception in {@link Phase#PRE_WORKFLOW} aborts the
 * start and goes to the caller. Exceptions in other phases are logged and do not change
 * the instance. <pre>{@code
 * class Quota implements WorkflowMiddleware {
 *
 *     public Phase phase() {
 *         return Phase.PRE_WORKFLOW;
 *     }
 *
 *     public void handle(WorkflowInstance workflow, Next next) throws Exception {
 *         this.quota.check(workflow.workflowDefinitionId());
 *         next.run();
 *     }
 *
 * }
 * }</pre>
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
	 * @param next runs the middleware that was added later. Without a call that one does
	 * not run
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
