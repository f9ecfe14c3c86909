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
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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

	private static RuntimeException named(List<Start> starts, PersistenceException ex, DuplicateKeyException cause) {
		String message = refusal(cause);
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

	/**
	 * Returns the key and the value, which the detail quotes whatever the language of the
	 * server. The message of the exception may lack the detail, see {@link PostgresUrl}.
	 */
	private static String refusal(DuplicateKeyException ex) {
		Throwable cause = ex.getMostSpecificCause();
		ServerErrorMessage message = (cause instanceof PSQLException refusal) ? refusal.getServerErrorMessage() : null;
		return (message != null) ? message.getConstraint() + " " + message.getDetail()
				: String.valueOf(cause.getMessage());
	}

}
