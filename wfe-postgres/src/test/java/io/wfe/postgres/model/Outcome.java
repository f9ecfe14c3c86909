package io.wfe.postgres.model;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.WfeException;
import io.wfe.core.model.Revision;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * What has become of an operation.
 *
 * @param value what it has returned, instances without their revisions
 * @param failures what it has thrown; several where a store may choose
 */
record Outcome(@Nullable Object value, Set<String> failures) {

	static Outcome of(Step step, Side side) {
		try {
			return new Outcome(comparable(step.operation().apply(side)), Set.of());
		}
		catch (WfeException | IllegalStateException ex) {
			return new Outcome(null, failures(ex));
		}
	}

	/**
	 * Tells whether the contract allows this for what another store has done.
	 */
	boolean isAllowedBy(Outcome expected) {
		if (expected.failures.isEmpty()) {
			return equals(expected);
		}
		return !this.failures.isEmpty() && expected.failures.containsAll(this.failures);
	}

	/**
	 * Of several reasons to refuse something, a store may choose the one it tells. The
	 * store in memory tells them all. What handlers have thrown is no choice.
	 */
	private static Set<String> failures(RuntimeException ex) {
		if (ex instanceof WfeException && !(ex instanceof PersistenceException)) {
			return all(ex).map(Outcome::reason).collect(Collectors.toSet());
		}
		return Set.of(reason(ex) + Arrays.stream(ex.getSuppressed()).map(Outcome::reason).toList());
	}

	private static Stream<Throwable> all(Throwable ex) {
		return Stream.concat(Stream.of(ex), Arrays.stream(ex.getSuppressed()).flatMap(Outcome::all));
	}

	private static String reason(Throwable ex) {
		if (ex instanceof InvalidValueException invalid) {
			return "InvalidValueException of " + invalid.getField() + " of " + invalid.getId();
		}
		// Messages name the id, or are those of handlers
		String message = (ex.getClass() != PersistenceException.class) ? ex.getMessage() : "";
		return ex.getClass().getSimpleName() + " " + message;
	}

	private static @Nullable Object comparable(@Nullable Object value) {
		if (value instanceof WorkflowInstance instance) {
			return instance.toBuilder().revision(null).build();
		}
		if (value instanceof List<?> list) {
			return list.stream().map(Outcome::comparable).toList();
		}
		return value;
	}

	@Override
	public String toString() {
		return this.failures.isEmpty() ? described(this.value) : "throws " + this.failures;
	}

	/**
	 * Shows all components of records, as their own descriptions do not.
	 */
	private static String described(@Nullable Object value) {
		if (value instanceof Record described) {
			return described.getClass().getSimpleName() + Arrays.stream(described.getClass().getRecordComponents())
				.filter((component) -> component.getType() != Revision.class)
				.map((component) -> component.getName() + "=" + described(value(described, component)))
				.collect(Collectors.joining(", ", "[", "]"));
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map((element) -> "\n\t\t" + described(element)).collect(Collectors.joining());
		}
		return (value instanceof Optional<?> optional) ? described(optional.orElse(null)) : String.valueOf(value);
	}

	private static @Nullable Object value(Record described, RecordComponent component) {
		try {
			return component.getAccessor().invoke(described);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
