package io.wfe.engine.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowMiddleware;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Calls all middleware beans of a phase of workflows, the first one outermost.
 */
final class WorkflowMiddlewareBeans implements WorkflowMiddleware {

	private final LazyBeans<WorkflowMiddleware> beans;

	private final Phase phase;

	private WorkflowMiddlewareBeans(LazyBeans<WorkflowMiddleware> beans, Phase phase) {
		this.beans = beans;
		this.phase = phase;
	}

	/**
	 * Returns a middleware for each phase.
	 */
	static List<WorkflowMiddleware> of(ObjectProvider<WorkflowMiddleware> provider) {
		LazyBeans<WorkflowMiddleware> beans = new LazyBeans<>(provider);
		return Stream.of(Phase.values())
			.<WorkflowMiddleware>map((phase) -> new WorkflowMiddlewareBeans(beans, phase))
			.toList();
	}

	@Override
	public Phase phase() {
		return this.phase;
	}

	@Override
	public void handle(WorkflowInstance workflow, Next next) throws Exception {
		handle(0, workflow, next);
	}

	private void handle(int from, WorkflowInstance workflow, Next next) throws Exception {
		List<WorkflowMiddleware> all = this.beans.get();
		int index = from;
		while (index < all.size() && all.get(index).phase() != this.phase) {
			index++;
		}
		if (index == all.size()) {
			next.run();
		}
		else {
			int behind = index + 1;
			all.get(index).handle(workflow, () -> handle(behind, workflow, next));
		}
	}

}
