package io.wfe.core.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A failure of a step. Immutable; the time is truncated to microseconds.
 *
 * @param errorTime when the step failed
 * @param workflowId the id of the workflow instance
 * @param executionPointerId the id of the pointer that failed
 * @param message what went wrong
 * @since 0.1.0
 */
public record ExecutionError(Instant errorTime, String workflowId, String executionPointerId, String message) {

	/**
	 * Truncates the time to microseconds.
	 * @throws io.wfe.core.InvalidValueException if a component is {@code null}
	 */
	public ExecutionError {
		errorTime = Values.toMicros(Values.required("ExecutionError", null, "errorTime", errorTime));
		Values.required("ExecutionError", null, "workflowId", workflowId);
		Values.required("ExecutionError", null, "executionPointerId", executionPointerId);
		Values.required("ExecutionError", null, "message", message);
	}

	/**
	 * Creates an error that happened now.
	 * @param workflowId the id of the workflow instance
	 * @param executionPointerId the id of the pointer that failed
	 * @param message what went wrong
	 * @return a new error
	 */
	public static ExecutionError create(String workflowId, String executionPointerId, String message) {
		return new ExecutionError(Instant.now(), workflowId, executionPointerId, message);
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns a builder without values.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Describes the error without its message, which may be confidential.
	 */
	@Override
	public String toString() {
		return "ExecutionError[errorTime=" + this.errorTime + ", workflowId=" + this.workflowId
				+ ", executionPointerId=" + this.executionPointerId + "]";
	}

	/**
	 * Builds {@link ExecutionError} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable Instant errorTime;

		private @Nullable String workflowId;

		private @Nullable String executionPointerId;

		private @Nullable String message;

		private Builder() {
		}

		private Builder(ExecutionError source) {
			this.errorTime = source.errorTime;
			this.workflowId = source.workflowId;
			this.executionPointerId = source.executionPointerId;
			this.message = source.message;
		}

		/**
		 * Sets when the step failed.
		 */
		public Builder errorTime(Instant errorTime) {
			this.errorTime = errorTime;
			return this;
		}

		/**
		 * Sets the id of the workflow instance.
		 */
		public Builder workflowId(String workflowId) {
			this.workflowId = workflowId;
			return this;
		}

		/**
		 * Sets the id of the pointer that failed.
		 */
		public Builder executionPointerId(String executionPointerId) {
			this.executionPointerId = executionPointerId;
			return this;
		}

		/**
		 * Sets what went wrong.
		 */
		public Builder message(String message) {
			this.message = message;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public ExecutionError build() {
			return new ExecutionError(Values.required("ExecutionError", null, "errorTime", this.errorTime),
					Values.required("ExecutionError", null, "workflowId", this.workflowId),
					Values.required("ExecutionError", null, "executionPointerId", this.executionPointerId),
					Values.required("ExecutionError", null, "message", this.message));
		}

	}

}
