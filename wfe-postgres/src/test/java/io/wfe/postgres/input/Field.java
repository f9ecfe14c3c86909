package io.wfe.postgres.input;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.Revision;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * A component of one of the models, found by reflection so that none can be forgotten.
 *
 * @param model the model
 * @param component its component
 */
record Field(Class<? extends Record> model, RecordComponent component) {

	static final List<Class<? extends Record>> MODELS = List.of(WorkflowInstance.class, ExecutionPointer.class,
			Event.class, EventSubscription.class, ScheduledCommand.class, ExecutionError.class);

	/**
	 * Required text that may be blank: a store fills in the first two, an exception may
	 * have no message, and a step may wait for an event of any key.
	 */
	private static final Set<String> MAY_BE_BLANK = Set.of("WorkflowInstance.id", "WorkflowInstance.name",
			"ExecutionError.message", "Event.eventKey", "EventSubscription.eventKey");

	private static final Set<String> MILLISECONDS = Set.of("WorkflowInstance.nextExecution",
			"ScheduledCommand.executeTime");

	/**
	 * Required text that is part of no index, or whose index holds hashes.
	 */
	private static final Set<String> OF_ANY_LENGTH = Set.of("WorkflowInstance.workflowDefinitionId",
			"EventSubscription.executionPointerId", "ExecutionError.workflowId", "ExecutionError.executionPointerId",
			"ExecutionError.message");

	/**
	 * Returns all fields that hold a value of the caller's.
	 */
	static List<Field> all() {
		return MODELS.stream()
			.flatMap((model) -> Arrays.stream(model.getRecordComponents())
				.filter((component) -> component.getType() != Revision.class)
				.map((component) -> new Field(model, component)))
			.toList();
	}

	static Stream<Field> of(Class<? extends Record> model) {
		return all().stream().filter((field) -> field.model == model);
	}

	String name() {
		return this.component.getName();
	}

	Class<?> type() {
		return this.component.getType();
	}

	boolean required() {
		return !this.component.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

	boolean mayBeBlank() {
		return !required() || MAY_BE_BLANK.contains(toString());
	}

	boolean inMilliseconds() {
		return MILLISECONDS.contains(toString());
	}

	boolean indexed() {
		return required() && !OF_ANY_LENGTH.contains(toString());
	}

	/**
	 * Returns a copy of a record with another value in this field.
	 */
	<R extends Record> R with(R original, @Nullable Object value) {
		RecordComponent[] components = this.model.getRecordComponents();
		@Nullable Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			values[i] = components[i].getName().equals(name()) ? value : get(original, components[i]);
		}
		@SuppressWarnings("unchecked")
		R copy = (R) create(this.model, values);
		return copy;
	}

	static <R extends Record> R create(Class<R> model, @Nullable Object[] values) {
		try {
			Constructor<R> constructor = model.getDeclaredConstructor(
					Arrays.stream(model.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
			return constructor.newInstance(values);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable Object get(Record original, RecordComponent component) {
		try {
			return component.getAccessor().invoke(original);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.model.getSimpleName() + "." + name();
	}

}
