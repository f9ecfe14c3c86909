package io.wfe.engine.host;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;

/**
 * Steps that note that they have run, also if they fail.
 */
final class Trace {

	private final List<String> ran = new CopyOnWriteArrayList<>();

	List<String> ran() {
		return this.ran;
	}

	int times(String name) {
		return Collections.frequency(this.ran, name);
	}

	StepBody<Work> step(String name) {
		return failing(name, 0);
	}

	/**
	 * Makes a step that fails the first times.
	 */
	StepBody<Work> failing(String name, int times) {
		AtomicInteger left = new AtomicInteger(times);
		return (step) -> {
			this.ran.add(name);
			if (left.getAndDecrement() > 0) {
				throw new IllegalStateException(name + " has failed");
			}
			return ExecutionResult.next();
		};
	}

	StepBody<Work> broken(String name) {
		return failing(name, Integer.MAX_VALUE);
	}

}
