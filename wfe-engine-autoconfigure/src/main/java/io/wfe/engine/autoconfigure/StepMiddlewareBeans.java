package io.wfe.engine.autoconfigure;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.StepMiddleware;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Calls all middleware beans of steps, the first one outermost.
 */
final class StepMiddlewareBeans implements StepMiddleware {

	private final LazyBeans<StepMiddleware> beans;

	StepMiddlewareBeans(ObjectProvider<StepMiddleware> beans) {
		this.beans = new LazyBeans<>(beans);
	}

	@Override
	public ExecutionResult handle(StepContext<?> context, Next next) throws Exception {
		return handle(0, context, next);
	}

	private ExecutionResult handle(int index, StepContext<?> context, Next next) throws Exception {
		if (index == this.beans.get().size()) {
			return next.run();
		}
		return this.beans.get().get(index).handle(context, () -> handle(index + 1, context, next));
	}

}
