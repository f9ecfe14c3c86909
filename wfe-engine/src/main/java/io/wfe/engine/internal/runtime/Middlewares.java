package io.wfe.engine.internal.runtime;

import java.util.List;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowMiddleware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the middleware of workflows, outermost first.
 */
final class Middlewares {

	private static final Logger logger = LoggerFactory.getLogger(Middlewares.class);

	private final List<WorkflowMiddleware> all;

	Middlewares(List<WorkflowMiddleware> all) {
		this.all = all;
	}

	/**
	 * Calls the middleware of a start, which may refuse it.
	 */
	void beforeStart(WorkflowInstance workflow) {
		try {
			run(WorkflowMiddleware.Phase.PRE_WORKFLOW, workflow);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(
					"Middleware has refused to start '" + workflow.workflowDefinitionId() + "': " + ex.getMessage(),
					ex);
		}
	}

	void afterPass(WorkflowInstance workflow, boolean completed) {
		runSafely(WorkflowMiddleware.Phase.EXECUTE_WORKFLOW, workflow);
		if (completed) {
			runSafely(WorkflowMiddleware.Phase.POST_WORKFLOW, workflow);
		}
	}

	private void runSafely(WorkflowMiddleware.Phase phase, WorkflowInstance workflow) {
		try {
			run(phase, workflow);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			logger.warn("Workflow middleware of phase {} has failed for instance '{}'. The workflow continues", phase,
					workflow.id(), ex);
		}
	}

	private void run(WorkflowMiddleware.Phase phase, WorkflowInstance workflow) throws Exception {
		WorkflowMiddleware.Next next = () -> {
		};
		for (int index = this.all.size() - 1; index >= 0; index--) {
			WorkflowMiddleware outer = this.all.get(index);
			if (outer.phase() == phase) {
				WorkflowMiddleware.Next inner = next;
				next = () -> outer.handle(workflow, inner);
			}
		}
		next.run();
	}

}
