package io.wfe.engine;

/**
 * Wraps every run of a step, for logs, security or measurements. If it throws, the step
 * fails. <pre>{@code
 * builder.middleware((StepContext<?> context, StepMiddleware.Next next) -> {
 *     try (var ignored = MDC.putCloseable("workflow", context.workflow().id())) {
 *         return next.run();
 *     }
 * });
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StepMiddleware {

	/**
	 * Wraps the run of a step.
	 * @param context what the step works with
	 * @param next runs the step; without a call the step does not run
	 * @return the result of the step, or another one instead
	 * @throws Exception if the step fails
	 */
	ExecutionResult handle(StepContext<?> context, Next next) throws Exception;

	/**
	 * What a middleware wraps.
	 */
	@FunctionalInterface
	interface Next {

		/**
		 * Runs the next middleware, or the step.
		 * @return the result
		 * @throws Exception if the step fails
		 */
		ExecutionResult run() throws Exception;

	}

}
