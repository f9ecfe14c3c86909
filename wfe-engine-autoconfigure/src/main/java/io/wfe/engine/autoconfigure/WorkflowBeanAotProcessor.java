package io.wfe.engine.autoconfigure;

import io.wfe.engine.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;

/**
 * Lets a native image map the data of workflow beans.
 */
final class WorkflowBeanAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		ResolvableType workflow = registeredBean.getBeanType().as(Workflow.class);
		if (ResolvableType.NONE.equals(workflow)) {
			return null;
		}
		Class<?> dataType = workflow.getGeneric(0).resolve();
		if (dataType == null) {
			return null;
		}
		return (context, code) -> new BindingReflectionHintsRegistrar()
			.registerReflectionHints(context.getRuntimeHints().reflection(), dataType);
	}

}
