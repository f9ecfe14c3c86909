package io.wfe.engine.autoconfigure;

import java.util.function.Consumer;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells all listener beans, in their order. What one throws does not keep the news from
 * the others.
 */
final class WorkflowListenerBeans implements WorkflowListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkflowListenerBeans.class);

	private final LazyBeans<WorkflowListener> beans;

	private final WorkflowListener last;

	/**
	 * Creates a listener.
	 * @param last is told after all beans
	 */
	WorkflowListenerBeans(ObjectProvider<WorkflowListener> beans, WorkflowListener last) {
		this.beans = new LazyBeans<>(beans);
		this.last = last;
	}

	private void tell(Consumer<WorkflowListener> news) {
		this.beans.get().forEach((listener) -> tell(listener, news));
		tell(this.last, news);
	}

	private static void tell(WorkflowListener listener, Consumer<WorkflowListener> news) {
		try {
			news.accept(listener);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.warn("The workflow listener {} has failed. The workflow continues", listener.getClass().getName(),
					ex);
		}
	}

	@Override
	public void started(WorkflowInstance workflow) {
		tell((listener) -> listener.started(workflow));
	}

	@Override
	public void stepStarted(WorkflowInstance workflow, ExecutionPointer pointer) {
		tell((listener) -> listener.stepStarted(workflow, pointer));
	}

	@Override
	public void stepCompleted(WorkflowInstance workflow, ExecutionPointer pointer) {
		tell((listener) -> listener.stepCompleted(workflow, pointer));
	}

	@Override
	public void stepFailed(WorkflowInstance workflow, ExecutionPointer pointer, Throwable failure) {
		tell((listener) -> listener.stepFailed(workflow, pointer, failure));
	}

	@Override
	public void suspended(WorkflowInstance workflow) {
		tell((listener) -> listener.suspended(workflow));
	}

	@Override
	public void resumed(WorkflowInstance workflow) {
		tell((listener) -> listener.resumed(workflow));
	}

	@Override
	public void completed(WorkflowInstance workflow) {
		tell((listener) -> listener.completed(workflow));
	}

	@Override
	public void terminated(WorkflowInstance workflow) {
		tell((listener) -> listener.terminated(workflow));
	}

}
