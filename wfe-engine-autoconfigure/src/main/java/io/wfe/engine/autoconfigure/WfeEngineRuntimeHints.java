package io.wfe.engine.autoconfigure;

import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;

/**
 * What a native image cannot see by itself: the virtual threads of the engine, which is
 * compiled for a JDK that has none.
 */
final class WfeEngineRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		var virtualThreads = ReflectionUtils.findMethod(Executors.class, "newVirtualThreadPerTaskExecutor");
		if (virtualThreads != null) {
			hints.reflection().registerMethod(virtualThreads, ExecutableMode.INVOKE);
		}
	}

}
