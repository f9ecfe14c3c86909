package io.wfe.engine.autoconfigure;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

import io.wfe.engine.PendingActivity;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;

/**
 * Lets a native image call the methods of workers, and map what they take and return.
 */
final class ActivityWorkerReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (Parameter parameter : method.getParameters()) {
				if (parameter.getType() != PendingActivity.class) {
					this.binding.registerReflectionHints(hints, parameter.getParameterizedType());
				}
			}
			if (method.getReturnType() != void.class) {
				this.binding.registerReflectionHints(hints, method.getGenericReturnType());
			}
		}
	}

}
