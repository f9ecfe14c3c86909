package io.wfe.engine.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Task;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the workflows and their steps: counts calls, keeps inputs, throws what
 * the test has ordered, and calls fakes instead of the real classes.
 */
final class Fakes implements StepMiddleware {

	private final Map<Class<?>, Object> fakes = new HashMap<>();

	private final Map<Object, List<@Nullable Object>> calls = new HashMap<>();

	private final Map<Object, Map<Integer, Throwable>> failures = new HashMap<>();

	private @Nullable IllegalStateException notMade;

	void fake(Class<?> type, Object fake) {
		this.fakes.put(type, fake);
	}

	/**
	 * Makes the n-th call of a class, or of a step by its name, fail.
	 */
	void failAt(Object typeOrName, int call, Throwable failure) {
		if (call < 1) {
			throw new IllegalArgumentException("The first call is number 1, so there is no number " + call);
		}
		this.failures.computeIfAbsent(typeOrName, (key) -> new HashMap<>()).put(call, failure);
	}

	int count(Object typeOrName) {
		return this.calls.getOrDefault(typeOrName, List.of()).size();
	}

	List<@Nullable Object> inputs(Class<?> type) {
		return new ArrayList<>(this.calls.getOrDefault(type, List.of()));
	}

	void reset() {
		this.fakes.clear();
		this.calls.clear();
		this.failures.clear();
		this.notMade = null;
	}

	/**
	 * Throws if a class could not be made. The engine tries again each minute, which
	 * would only hide it from a test.
	 */
	void checkMade() {
		IllegalStateException failure = this.notMade;
		if (failure != null) {
			this.notMade = null;
			throw failure;
		}
	}

	/**
	 * Puts itself around the factory of a host.
	 */
	StepFactory around(StepFactory real) {
		return new StepFactory() {

			@Override
			public <T> T create(Class<T> type) throws Exception {
				Object fake = Fakes.this.fakes.get(type);
				return counted(type, (fake != null) ? fake : make(real, type));
			}

		};
	}

	private <T> T make(StepFactory real, Class<T> type) throws Exception {
		try {
			return real.create(type);
		}
		catch (Exception | LinkageError ex) {
			String name = type.getSimpleName();
			this.notMade = new IllegalStateException("The step factory cannot make a " + name
					+ ". Set a step factory that can, or give the tester something to call instead: fake(" + name
					+ ".class, ...)", ex);
			throw ex;
		}
	}

	/**
	 * Returns no object of the class: the engine knows tasks and bodies by their
	 * interfaces.
	 */
	@SuppressWarnings("unchecked")
	private <T> T counted(Class<T> type, Object made) {
		if (made instanceof Task<?, ?> task) {
			return (T) countedTask(type, (Task<Object, Object>) task);
		}
		if (made instanceof StepBody<?> body) {
			return (T) countedBody(type, (StepBody<Object>) body);
		}
		return (T) made;
	}

	private Task<Object, Object> countedTask(Class<?> type, Task<Object, Object> task) {
		return (input) -> {
			called(type, input);
			return task.run(input);
		};
	}

	private StepBody<Object> countedBody(Class<?> type, StepBody<Object> body) {
		return (context) -> {
			called(type, context.data());
			return body.run(context);
		};
	}

	@Override
	public ExecutionResult handle(StepContext<?> context, Next next) throws Exception {
		String name = context.pointer().stepName();
		if (name != null) {
			called(name, null);
		}
		return next.run();
	}

	private void called(Object typeOrName, @Nullable Object input) throws Exception {
		List<@Nullable Object> inputs = this.calls.computeIfAbsent(typeOrName, (key) -> new ArrayList<>());
		inputs.add(input);
		Throwable failure = this.failures.getOrDefault(typeOrName, Map.of()).get(inputs.size());
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw (failure instanceof Exception exception) ? exception : new IllegalStateException(failure);
		}
	}

}
