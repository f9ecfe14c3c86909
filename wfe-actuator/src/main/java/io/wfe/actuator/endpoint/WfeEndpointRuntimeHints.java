package io.wfe.actuator.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What the answers of the {@link WfeEndpointWebExtension} need in a native image, where
 * its methods do not tell their types.
 */
final class WfeEndpointRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar bindingRegistrar = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.bindingRegistrar.registerReflectionHints(hints.reflection(), WorkflowPageDescriptor.class,
				WorkflowDescriptor.class, WorkflowSummaryDescriptor.class, HostsDescriptor.class, StuckDescriptor.class,
				DefinitionsDescriptor.class, EventDescriptor.class, ProblemDescriptor.class);
	}

}
