package io.wfe.postgres;

import java.util.List;
import java.util.function.Supplier;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.dao.DuplicateKeyException;

/**
 * Tells which value was refused when a unique key of the server refuses one. That ends
 * the transaction, so what can be told beforehand at no cost is (see
 * {@link WorkflowWriter}).
 */
final class WorkflowErrors {

	private static final String ENDED = "; a transaction of the caller can only be rolled back";

	private static final String TAKEN_SUBSCRIPTION = "must not hold a subscription whose id exists already";

	private WorkflowErrors() {
	}

	static InvalidValueException takenSubscription(WorkflowInstance instance) {
		return new InvalidValueException("WorkflowInstance", instance.id(), "subscriptions", TAKEN_SUBSCRIPTION);
	}

	static InvalidValueException takenPointer(WorkflowInstance instance, String pointerId) {
		return new InvalidValueException("ExecutionPointer", pointerId, "id",
				"belongs to a workflow instance other than '" + instance.id() + "'");
	}

	static <T extends @Nullable Object> T named(Inputs inputs, WorkflowInstance instance,
			List<EventSubscription> subscriptions, Supplier<T> write) {
		try {
			return LongValues.named(inputs, (checks) -> {
				checks.checkFields(instance);
				instance.executionPointers().forEach(checks::check);
				subscriptions.forEach(checks::check);
			}, write);
		}
		catch (PersistenceException ex) {
			if (ex.getCause() instanceof DuplicateKeyException cause
					&& cause.getMostSpecificCause() instanceof PSQLException refusal) {
				throw named(instance, ex, refusal);
			}
			throw ex;
		}
	}

	/**
	 * A distributed PostgreSQL adds the number of a shard to the name of a key, and may
	 * tell the name in the message only. So the name is looked for in what there is.
	 */
	private static RuntimeException named(WorkflowInstance instance, PersistenceException ex, PSQLException refusal) {
		ServerErrorMessage message = refusal.getServerErrorMessage();
		String key = (message != null && message.getConstraint() != null) ? message.getConstraint()
				: String.valueOf(refusal.getMessage());
		if (key.contains("execution_pointers_pkey")) {
			Inputs.checkUnique(instance);
			return pointer(instance, (message != null) ? message.getDetail() : null, ex);
		}
		if (key.contains("event_subscriptions_pkey")) {
			return new InvalidValueException("WorkflowInstance", instance.id(), "subscriptions",
					TAKEN_SUBSCRIPTION + ENDED, ex);
		}
		// The index is that of a store that has been upgraded from wfe-postgres 1.0.0
		// (Rust)
		if (key.contains("workflows_name_key") || key.contains("idx_workflows_name")) {
			return new WorkflowAlreadyExistsException(instance.id(), instance.name());
		}
		return ex;
	}

	/**
	 * The detail quotes the id, whatever the language of the server.
	 */
	private static InvalidValueException pointer(WorkflowInstance instance, @Nullable String detail,
			PersistenceException ex) {
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (detail != null && detail.contains("(id)=(" + pointer.id() + ")")) {
				return new InvalidValueException("ExecutionPointer", pointer.id(), "id",
						"belongs to a workflow instance other than '" + instance.id() + "'" + ENDED, ex);
			}
		}
		return new InvalidValueException("WorkflowInstance", instance.id(), "executionPointers",
				"must not hold a pointer whose id belongs to another workflow instance" + ENDED, ex);
	}

}
