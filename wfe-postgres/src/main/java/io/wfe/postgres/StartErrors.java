package io.wfe.postgres;

import java.util.List;
import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.support.Inputs;
import io.wfe.postgres.StartSql.Start;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * Tells which value of new instances was refused when the server refuses one.
 */
final class StartErrors {

	private StartErrors() {
	}

	static <T extends @Nullable Object> T named(Inputs inputs, List<Start> starts, Supplier<T> write) {
		try {
			return LongValues.named(inputs, (checks) -> starts.forEach((start) -> check(checks, start.instance())),
					write);
		}
		catch (PersistenceException ex) {
			throw (ex.getCause() instanceof DuplicateKeyException cause) ? named(starts, ex, cause) : ex;
		}
	}

	private static void check(Inputs checks, WorkflowInstance instance) {
		checks.checkFields(instance);
		instance.executionPointers().forEach(checks::check);
	}

	/**
	 * The message quotes the key and the value, whatever the language of the server.
	 */
	private static RuntimeException named(List<Start> starts, PersistenceException ex, DuplicateKeyException cause) {
		String message = String.valueOf(cause.getMostSpecificCause().getMessage());
		for (Start start : starts) {
			WorkflowInstance instance = start.instance();
			if (message.contains("(name)=(" + instance.name() + ")")
					|| (message.contains("workflows_pkey") && message.contains("(id)=(" + instance.id() + ")"))) {
				return new WorkflowAlreadyExistsException(instance.id(), instance.name());
			}
			for (ExecutionPointer pointer : instance.executionPointers()) {
				if (message.contains("execution_pointers_pkey") && message.contains("(id)=(" + pointer.id() + ")")) {
					return new InvalidValueException("ExecutionPointer", pointer.id(), "id",
							"belongs to another workflow instance", ex);
				}
			}
		}
		return ex;
	}

}
