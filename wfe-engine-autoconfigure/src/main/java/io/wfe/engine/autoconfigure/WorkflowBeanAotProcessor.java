package io.wfe.engine.autoconfigure;

import java.lang.reflect.Modifier;

import io.wfe.engine.StepBody;
import io.wfe.engine.Task;
import io.wfe.engine.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;

/**
 * Lets a native image map the data of workflow beans, make the step classes that they
 * name, and map the records that they name, such as the types of events.
 */
final class WorkflowBeanAotProcessor implements BeanRegistrationAotProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		ResolvableType workflow = registeredBean.getBeanType().as(Workflow.class);
		if (ResolvableType.NONE.equals(workflow)) {
			return null;
		}
		Class<?> dataType = workflow.getGeneric(0).resolve();
		return (context, code) -> {
			ReflectionHints hints = context.getRuntimeHints().reflection();
			if (dataType != null) {
				this.binding.registerReflectionHints(hints, dataType);
			}
			NamedClasses.of(registeredBean.getBeanClass()).forEach((named) -> register(hints, named));
		};
	}

	private void register(ReflectionHints hints, Class<?> named) {
		if (StepBody.class.isAssignableFrom(named) || Task.class.isAssignableFrom(named)) {
			if (!Modifier.isAbstract(named.getModifiers())) {
				hints.registerType(named, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
			}
		}
		else if (named.isRecord()) {
			this.binding.registerReflectionHints(hints, named);
		}
	}

}
