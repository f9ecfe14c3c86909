package io.wfe.engine.test.autoconfigure;

import java.util.Set;

import io.wfe.engine.StepBody;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * {@link org.springframework.boot.context.TypeExcludeFilter} for
 * {@link WfeEngineTest @WfeEngineTest}.
 */
final class WfeEngineTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<WfeEngineTest> {

	private static final Set<Class<?>> INCLUDES = Set.of(Workflow.class, Task.class, StepBody.class,
			StepMiddleware.class, WorkflowMiddleware.class, WorkflowListener.class);

	WfeEngineTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return INCLUDES;
	}

}
