package io.wfe.core.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run of a workflow definition: its data, its status and where it stands. Immutable.
 * JSON is copied in and out, and its numbers with a fraction become
 * {@link java.math.BigDecimal}. Instants are truncated to the precision of the store:
 * milliseconds for {@code nextExecution}, microseconds for the others. So an instance
 * equals what is read back.
 * <p>
 * Two instances are equal if all components are, {@code revision} included.
 *
 * @param id the id, unique in the store. If it is blank, the store generates one
 * @param name the human-friendly second key, unique in the store. Blank means the id
 * @param rootWorkflowId the id of the workflow that started this one, or {@code null}
 * @param workflowDefinitionId the id of the definition this instance runs
 * @param version the version of the definition, zero or more
 * @param description a description, or {@code null}
 * @param reference the application's own key for this instance, or {@code null}
 * @param executionPointers the activations of steps, in order
 * @param nextExecution when the instance is due, to the millisecond.
 * {@link Instant#EPOCH} means now, {@code null} not scheduled
 * @param status the status
 * @param data the workflow's data. JSONB keeps neither the order of keys nor duplicate
 * keys
 * @param createTime when the instance was created
 * @param completeTime when the instance was completed or terminated, or {@code null}
 * @param revision the version of the stored row, or {@code null} to overwrite whatever is
 * stored
 * @since 0.1.0
 */
public record WorkflowInstance(String id, String name, @Nullable String rootWorkflowId, String workflowDefinitionId,
		int version, @Nullable String description, @Nullable String reference, List<ExecutionPointer> executionPointers,
		@Nullable Instant nextExecution, WorkflowStatus status, JsonNode data, Instant createTime,
		@Nullable Instant completeTime, @Nullable Revision revision) {

	/**
	 * Truncates instants as the store does, and copies collections and JSON. A
	 * {@link SharedList} is kept.
	 * @throws io.wfe.core.InvalidValueException if a required component is {@code null},
	 * or a JSON value is no JSON or nested too deeply
	 */
	public WorkflowInstance {
		Values.required("WorkflowInstance", id, "id", id);
		Values.required("WorkflowInstance", id, "name", name);
		Values.required("WorkflowInstance", id, "workflowDefinitionId", workflowDefinitionId);
		executionPointers = Values.copyOf("WorkflowInstance", id, "executionPointers", executionPointers);
		nextExecution = (nextExecution != null) ? Values.toMillis(nextExecution) : null;
		Values.required("WorkflowInstance", id, "status", status);
		data = Json.copyOf("WorkflowInstance", id, "data", data);
		createTime = Values.toMicros(Values.required("WorkflowInstance", id, "createTime", createTime));
		completeTime = (completeTime != null) ? Values.toMicros(completeTime) : null;
	}

	/**
	 * Creates an instance that is ready to be stored: a generated id, an empty name, no
	 * pointers, due now, {@link WorkflowStatus#RUNNABLE} and created now.
	 * @param workflowDefinitionId the id of the definition
	 * @param version the version of the definition
	 * @param data the workflow's data
	 * @return a new instance
	 */
	public static WorkflowInstance create(String workflowDefinitionId, int version, JsonNode data) {
		return builder().id(TimeOrderedIds.next())
			.workflowDefinitionId(workflowDefinitionId)
			.version(version)
			.data(data)
			.nextExecution(Instant.EPOCH)
			.createTime(Instant.now())
			.build();
	}

	/**
	 * Returns a copy of the workflow's data; JSONB keeps neither the order of keys nor
	 * duplicate keys.
	 */
	@Override
	public JsonNode data() {
		return Json.copyOut(this.data);
	}

	JsonNode sharedData() {
		return this.data;
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns a builder with an empty name, no pointers and status
	 * {@link WorkflowStatus#RUNNABLE}.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Describes the instance without its data, which may be confidential.
	 */
	@Override
	public String toString() {
		return "WorkflowInstance[id=" + this.id + ", name=" + this.name + ", workflowDefinitionId="
				+ this.workflowDefinitionId + ", version=" + this.version + ", status=" + this.status
				+ ", nextExecution=" + this.nextExecution + ", executionPointers=" + this.executionPointers.size()
				+ ", revision=" + this.revision + "]";
	}

	/**
	 * Builds {@link WorkflowInstance} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable String id;

		private String name = "";

		private @Nullable String rootWorkflowId;

		private @Nullable String workflowDefinitionId;

		private int version;

		private @Nullable String description;

		private @Nullable String reference;

		private List<ExecutionPointer> executionPointers = List.of();

		private @Nullable Instant nextExecution;

		private WorkflowStatus status = WorkflowStatus.RUNNABLE;

		private @Nullable JsonNode data;

		private @Nullable Instant createTime;

		private @Nullable Instant completeTime;

		private @Nullable Revision revision;

		private Builder() {
		}

		private Builder(WorkflowInstance source) {
			this.id = source.id;
			this.name = source.name;
			this.rootWorkflowId = source.rootWorkflowId;
			this.workflowDefinitionId = source.workflowDefinitionId;
			this.version = source.version;
			this.description = source.description;
			this.reference = source.reference;
			this.executionPointers = source.executionPointers;
			this.nextExecution = source.nextExecution;
			this.status = source.status;
			this.data = source.data;
			this.createTime = source.createTime;
			this.completeTime = source.completeTime;
			this.revision = source.revision;
		}

		/**
		 * Sets the id, unique in the store. If it is blank, the store generates one.
		 */
		public Builder id(String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets the human-friendly second key, unique in the store. Blank means the id.
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the id of the workflow that started this one, or {@code null}.
		 */
		public Builder rootWorkflowId(@Nullable String rootWorkflowId) {
			this.rootWorkflowId = rootWorkflowId;
			return this;
		}

		/**
		 * Sets the id of the definition this instance runs.
		 */
		public Builder workflowDefinitionId(String workflowDefinitionId) {
			this.workflowDefinitionId = workflowDefinitionId;
			return this;
		}

		/**
		 * Sets the version of the definition, zero or more.
		 */
		public Builder version(int version) {
			this.version = version;
			return this;
		}

		/**
		 * Sets a description, or {@code null}.
		 */
		public Builder description(@Nullable String description) {
			this.description = description;
			return this;
		}

		/**
		 * Sets the application's own key for this instance, or {@code null}.
		 */
		public Builder reference(@Nullable String reference) {
			this.reference = reference;
			return this;
		}

		/**
		 * Sets the activations of steps, in order.
		 */
		public Builder executionPointers(List<ExecutionPointer> executionPointers) {
			this.executionPointers = executionPointers;
			return this;
		}

		/**
		 * Sets when the instance is due, to the millisecond; {@link Instant#EPOCH} means
		 * now, {@code null} not scheduled.
		 */
		public Builder nextExecution(@Nullable Instant nextExecution) {
			this.nextExecution = nextExecution;
			return this;
		}

		/**
		 * Sets the status.
		 */
		public Builder status(WorkflowStatus status) {
			this.status = status;
			return this;
		}

		/**
		 * Sets the workflow's data; JSONB keeps neither the order of keys nor duplicate
		 * keys.
		 */
		public Builder data(JsonNode data) {
			this.data = data;
			return this;
		}

		/**
		 * Sets when the instance was created.
		 */
		public Builder createTime(Instant createTime) {
			this.createTime = createTime;
			return this;
		}

		/**
		 * Sets when the instance was completed or terminated, or {@code null}.
		 */
		public Builder completeTime(@Nullable Instant completeTime) {
			this.completeTime = completeTime;
			return this;
		}

		/**
		 * Sets the version of the stored row, or {@code null} to overwrite whatever is
		 * stored.
		 */
		public Builder revision(@Nullable Revision revision) {
			this.revision = revision;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public WorkflowInstance build() {
			return new WorkflowInstance(Values.required("WorkflowInstance", this.id, "id", this.id), this.name,
					this.rootWorkflowId,
					Values.required("WorkflowInstance", this.id, "workflowDefinitionId", this.workflowDefinitionId),
					this.version, this.description, this.reference, this.executionPointers, this.nextExecution,
					this.status, Values.required("WorkflowInstance", this.id, "data", this.data),
					Values.required("WorkflowInstance", this.id, "createTime", this.createTime), this.completeTime,
					this.revision);
		}

	}

}
