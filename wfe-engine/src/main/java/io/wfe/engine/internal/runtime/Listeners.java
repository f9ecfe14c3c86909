package io.wfe.engine.internal.runtime;

import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.internal.executor.Lifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what has happened. What they throw is logged.
 */
final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

	private final List<WorkflowListener> all;

	Listeners(List<WorkflowListener> all) {
		this.all = all;
	}

	void tell(Consumer<WorkflowListener> news) {
		for (WorkflowListener listener : this.all) {
			try {
				news.accept(listener);
			}
			catch (OutOfMemoryError ex) {
				throw ex;
			}
			catch (Throwable ex) {
				logger.warn("The workflow listener {} has failed. The workflow continues",
						listener.getClass().getName(), ex);
			}
		}
	}

	void tell(WorkflowInstance workflow, List<Lifecycle> lifecycle) {
		if (this.all.isEmpty()) {
			return;
		}
		for (Lifecycle event : lifecycle) {
			tell((listener) -> tell(listener, workflow, event));
		}
	}

	private static void tell(WorkflowListener listener, WorkflowInstance workflow, Lifecycle event) {
		if (event instanceof Lifecycle.StepStarted started) {
			listener.stepStarted(workflow, started.pointer());
		}
		else if (event instanceof Lifecycle.StepCompleted completed) {
			listener.stepCompleted(workflow, completed.pointer());
		}
		else if (event instanceof Lifecycle.StepFailed failed) {
			listener.stepFailed(workflow, failed.pointer(), failed.failure());
		}
		else if (event instanceof Lifecycle.Suspended) {
			listener.suspended(workflow);
		}
		else if (event instanceof Lifecycle.Completed) {
			listener.completed(workflow);
		}
		else if (event instanceof Lifecycle.Terminated) {
			listener.terminated(workflow);
		}
	}

}
