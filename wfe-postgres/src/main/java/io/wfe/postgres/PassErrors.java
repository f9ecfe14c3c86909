package io.wfe.postgres;

import java.util.List;
import java.util.function.Supplier;

import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Tells which value of a pass was refused when the server refuses one.
 */
final class PassErrors {

	private PassErrors() {
	}

	/**
	 * A failure of many is not named: they are written one by one next.
	 */
	static <T extends @Nullable Object> T named(Inputs inputs, List<Pass> passes, Supplier<T> write) {
		if (passes.size() > 1) {
			return write.get();
		}
		Pass pass = passes.get(0);
		Supplier<T> named = () -> LongValues.named(inputs, (checks) -> Pass.check(pass.write(), checks), write);
		return WorkflowErrors.named(inputs, pass.instance(), pass.write().subscriptions(),
				pass.children().isEmpty() ? named : () -> StartErrors.named(inputs, pass.children(), named));
	}

}
