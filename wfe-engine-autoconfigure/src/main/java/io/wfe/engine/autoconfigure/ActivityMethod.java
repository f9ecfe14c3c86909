package io.wfe.engine.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.wfe.core.InvalidValueException;
import io.wfe.core.support.DurationRange;
import io.wfe.engine.PendingActivity;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.PatternMatchUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * A method with {@link ActivityWorker @ActivityWorker}, which was found to be valid.
 *
 * @param beanName the name of the bean
 * @param method the method, as the class of the bean declares it
 * @param activity the name of the activity
 * @param stores the names of the stores that it serves, which may be patterns
 * @param concurrency how many activities are done at a time
 * @param pollInterval how often to look for activities of other hosts
 * @param lease how long an activity belongs to the worker
 */
record ActivityMethod(String beanName, Method method, String activity, List<String> stores, int concurrency,
		Duration pollInterval, Duration lease) {

	private static final int MOST = 10_000;

	private static final DurationRange INTERVALS = new DurationRange(Duration.ofMillis(10), Duration.ofHours(1));

	private static final DurationRange LEASES = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(1));

	static ActivityMethod of(String beanName, Method method, ActivityWorker worker, StringValueResolver placeholders) {
		Reader reader = new Reader(beanName, method, placeholders);
		reader.checkSignature();
		return new ActivityMethod(beanName, method, reader.name(worker.value()), reader.stores(worker.store()),
				reader.number(worker.concurrency()), reader.duration("pollInterval", worker.pollInterval(), INTERVALS),
				reader.duration("lease", worker.lease(), LEASES));
	}

	static String describe(String beanName, Method method) {
		return "The method " + method.getDeclaringClass().getName() + "." + method.getName()
				+ " with @ActivityWorker, of the bean '" + beanName + "',";
	}

	/**
	 * Tells whether it does the activities of a store.
	 */
	boolean serves(String store) {
		return this.stores.stream().anyMatch((name) -> PatternMatchUtils.simpleMatch(name, store));
	}

	/**
	 * Refuses a store that is not there. Those of a pattern may come later.
	 * @param known the names of all stores
	 */
	void checkStores(Set<String> known) {
		for (String store : this.stores) {
			if (store.indexOf('*') < 0 && !known.contains(store)) {
				throw new WorkflowRegistrationException(
						describe(this.beanName, this.method) + " is for the store '" + store + "', which there is not",
						"Correct the attribute 'store', or configure that store. There are: " + String.join(", ", known)
								+ ". For stores that are registered while the application runs, write a pattern such as "
								+ "tenant-*",
						null);
			}
		}
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName();
	}

	/**
	 * Calls the method.
	 * @return the result of the activity
	 */
	@Nullable Object invoke(BeanFactory beanFactory, PendingActivity activity) throws Exception {
		Object bean = beanFactory.getBean(this.beanName);
		Method invocable = AopUtils.selectInvocableMethod(this.method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		Object[] arguments = Arrays.stream(this.method.getParameterTypes())
			.map((type) -> (type == PendingActivity.class) ? activity : activity.parameters(type))
			.toArray();
		try {
			Object result = invocable.invoke(bean, arguments);
			return (result instanceof CompletionStage<?> stage) ? stage.toCompletableFuture().get() : result;
		}
		catch (InvocationTargetException | ExecutionException ex) {
			Throwable cause = ex.getCause();
			if (cause instanceof Error error) {
				throw error;
			}
			throw (cause instanceof Exception failure) ? failure : ex;
		}
	}

	/**
	 * Reads the annotation, and says what is wrong with it.
	 */
	private record Reader(String beanName, Method method, StringValueResolver placeholders) {

		void checkSignature() {
			Class<?> result = this.method.getReturnType();
			if (Future.class.isAssignableFrom(result) && !CompletionStage.class.isAssignableFrom(result)) {
				throw invalid("returns a " + result.getSimpleName() + ", which nobody waits for",
						"Return the result, or a CompletableFuture of it");
			}
			List<Class<?>> types = List.of(this.method.getParameterTypes());
			long activities = types.stream().filter((type) -> type == PendingActivity.class).count();
			if (activities > 1 || types.size() - activities > 1) {
				throw invalid("has " + types.size() + " parameters",
						"Take one parameter for the parameters of the activity, and one of type PendingActivity at most");
			}
			for (Type type : this.method.getGenericParameterTypes()) {
				if (type instanceof ParameterizedType) {
					throw invalid("has a parameter of the generic type " + type.getTypeName(),
							"Take a class of its own, an array, or a JsonNode");
				}
			}
			for (Class<?> type : types) {
				if (type.isPrimitive()) {
					throw invalid("has a parameter of the primitive type " + type.getName() + ", which cannot be null",
							"Take the wrapper of it");
				}
			}
		}

		String name(String value) {
			String name = resolve(value);
			if (name.isBlank()) {
				throw invalid("names no activity", "Give the annotation the name of an activity");
			}
			return name;
		}

		List<String> stores(String[] values) {
			List<String> stores = Arrays.stream(values).map(this::resolve).toList();
			if (stores.isEmpty() || stores.stream().anyMatch(String::isBlank)) {
				throw invalid("names no store", "Give the attribute 'store' the name of a store, or leave it out");
			}
			return stores;
		}

		int number(String value) {
			String text = resolve(value);
			try {
				int number = Integer.parseInt(text);
				if (number >= 1 && number <= MOST) {
					return number;
				}
			}
			catch (NumberFormatException ex) {
				// As a number out of range
			}
			throw invalid("has the concurrency '" + text + "'", "Give it a number from 1 to " + MOST);
		}

		Duration duration(String attribute, String value, DurationRange range) {
			String text = resolve(value);
			try {
				Duration duration = DurationStyle.detectAndParse(text);
				range.check(attribute, duration);
				return duration;
			}
			catch (InvalidValueException ex) {
				throw invalid("has a " + attribute + " of '" + text + "', which " + ex.getProblem(),
						"Correct it, or the property that it comes from");
			}
			catch (IllegalArgumentException ex) {
				throw invalid("has a " + attribute + " of '" + text + "', which is no duration",
						"Write one such as 500ms, 30s or 5m");
			}
		}

		private String resolve(String value) {
			String resolved;
			try {
				resolved = this.placeholders.resolveStringValue(value);
			}
			catch (IllegalArgumentException ex) {
				throw invalid("has the attribute '" + value + "', which cannot be resolved",
						"Set the property, or give it a default");
			}
			return (resolved != null) ? resolved.trim() : "";
		}

		private WorkflowRegistrationException invalid(String problem, String remedy) {
			return new WorkflowRegistrationException(describe(this.beanName, this.method) + " " + problem, remedy,
					null);
		}

	}

}
