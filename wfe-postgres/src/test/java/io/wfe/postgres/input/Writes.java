package io.wfe.postgres.input;

import java.util.List;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * All ways by which a record gets into the store, with another value in one field.
 */
final class Writes {

	private Writes() {
	}

	/**
	 * Returns the writes.
	 * @param original a record that can be stored
	 * @param value what it has in the field instead
	 * @param stored a stored instance with two pointers
	 */
	static List<ThrowingCallable> of(PostgresPersistenceProvider provider, Field field, Record original,
			@Nullable Object value, WorkflowInstance stored) {
		if (original instanceof WorkflowInstance instance) {
			return List.of(() -> provider.createNewWorkflow(field.with(instance, value)),
					() -> provider.persistWorkflow(field.with(stored, value)),
					() -> provider.persistWorkflow(field.with(stored.toBuilder().revision(null).build(), value)));
		}
		if (original instanceof ExecutionPointer pointer) {
			ExecutionPointer old = stored.executionPointers().get(1);
			return List.of(
					() -> provider.createNewWorkflow(stored.toBuilder()
						.id("new")
						.name("new")
						.executionPointers(List.of(field.with(pointer, value)))
						.build()),
					() -> provider.persistWorkflow(stored.toBuilder()
						.executionPointers(List.of(stored.executionPointers().get(0), field.with(old, value)))
						.build()),
					() -> provider.persistWorkflow(stored.toBuilder()
						.executionPointers(List.of(field.with(pointer, value)))
						.revision(null)
						.build()));
		}
		if (original instanceof EventSubscription subscription) {
			return List.of(() -> provider.createEventSubscription(field.with(subscription, value)),
					() -> provider.persistWorkflowWithSubscriptions(stored.toBuilder().description("changed").build(),
							List.of(field.with(subscription, value))));
		}
		if (original instanceof Event event) {
			return List.of(() -> provider.createEvent(field.with(event, value)));
		}
		if (original instanceof ScheduledCommand command) {
			return List.of(() -> provider.scheduleCommand(field.with(command, value)));
		}
		ExecutionError error = (ExecutionError) original;
		return List.of(() -> provider.persistErrors(List.of(error, field.with(error, value))));
	}

}
