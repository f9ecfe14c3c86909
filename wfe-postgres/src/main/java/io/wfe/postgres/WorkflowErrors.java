package io.wfe.postgres;

import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.dao.DuplicateKeyException;

/**
 * Tells which value was refused when a unique key of the server refuses one.
 */
final class WorkflowErrors {

	private WorkflowErrors() {
	}

	static <T extends @Nullable Object> T named(WorkflowInstance instance, Supplier<T> write) {
		try {
			return write.get();
		}
		catch (PersistenceException ex) {
			String constraint = (ex.getCause() instanceof DuplicateKeyException cause) ? constraint(cause) : "";
			if (constraint.endsWith("execution_pointers_pkey")) {
				Inputs.checkUnique(instance);
				throw new InvalidValueException("WorkflowInstance", instance.id(), "executionPointers",
						"must not hold a pointer whose id belongs to another workflow instance", ex);
			}
			if (constraint.endsWith("event_subscriptions_pkey")) {
				throw new InvalidValueException("WorkflowInstance", instance.id(), "subscriptions",
						"must not hold a subscription whose id exists already", ex);
			}
			// The index is that of a store that has been upgraded from wfe-postgres 1.0.0
			// (Rust)
			if (constraint.endsWith("workflows_name_key") || constraint.endsWith("idx_workflows_name")) {
				throw new WorkflowAlreadyExistsException(instance.id(), instance.name());
			}
			throw ex;
		}
	}

	private static String constraint(DuplicateKeyException ex) {
		if (ex.getMostSpecificCause() instanceof PSQLException cause) {
			ServerErrorMessage message = cause.getServerErrorMessage();
			if (message != null && message.getConstraint() != null) {
				return message.getConstraint();
			}
		}
		return "";
	}

}
