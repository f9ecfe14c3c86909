package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.Step;
import io.wfe.engine.internal.definition.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * When an instance is due. A container is due when nothing inside of it is open; a
 * recurring step also when its time has come. What waits for an event is due when it has
 * got it, or when its time to wait is over.
 */
public final class NextExecution {

	private NextExecution() {
	}

	/**
	 * Computes when an instance is due, such as after its pointers were changed from
	 * outside.
	 * @param pointers its pointers
	 * @param definition its definition
	 * @return the time; {@link Instant#EPOCH} for now; {@code null} if it waits or has
	 * ended
	 */
	public static @Nullable Instant of(List<ExecutionPointer> pointers, Definition<?> definition) {
		return of(new Pointers(pointers, null), definition);
	}

	static @Nullable Instant of(Pointers pointers, Definition<?> definition) {
		Instant next = null;
		for (int position : pointers.open()) {
			Instant due = dueTime(pointers, pointers.get(position), definition);
			if (due != null && (next == null || due.isBefore(next))) {
				next = due;
			}
		}
		return (next != null) ? ceilingToMillis(next) : null;
	}

	/**
	 * Tells whether a pointer is to be run.
	 */
	static boolean isDue(Pointers pointers, ExecutionPointer pointer, Definition<?> definition, Instant now) {
		Instant due = dueTime(pointers, pointer, definition);
		return due != null && !due.isAfter(now);
	}

	private static @Nullable Instant dueTime(Pointers pointers, ExecutionPointer pointer, Definition<?> definition) {
		if (pointer.endTime() != null || pointer.status() == PointerStatus.PENDING_PREDECESSOR) {
			return null;
		}
		if (pointer.status() == PointerStatus.WAITING_FOR_EVENT) {
			return pointer.eventPublished() ? Instant.EPOCH : pointer.sleepUntil();
		}
		if (!pointer.active()) {
			return null;
		}
		if (pointers.isOpenInside(pointer.id()) && !recurs(pointer, definition)) {
			return null;
		}
		Instant sleepUntil = pointer.sleepUntil();
		return (sleepUntil != null) ? sleepUntil : Instant.EPOCH;
	}

	private static boolean recurs(ExecutionPointer pointer, Definition<?> definition) {
		Step<?> step = definition.step(pointer.stepId());
		return pointer.status() == PointerStatus.SLEEPING && step != null && step.kind() == StepKind.RECUR;
	}

	/**
	 * A next execution has milliseconds. Rounded down, the instance would be due before
	 * its step.
	 */
	private static Instant ceilingToMillis(Instant time) {
		Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
		return millis.equals(time) ? time : millis.plusMillis(1);
	}

}
