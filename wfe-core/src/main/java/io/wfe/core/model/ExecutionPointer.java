package io.wfe.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One activation of one step of a workflow instance. Immutable.
 * <p>
 * For the JSON components {@code null} means that nothing is stored, which differs from a
 * JSON {@code null}. JSONB keeps neither the order of keys nor duplicate keys.
 *
 * @param id the id, unique in the store
 * @param stepId the id of the step in its definition, zero or more
 * @param active whether the executor may run this pointer
 * @param status the status
 * @param sleepUntil when the pointer may run again, or {@code null}
 * @param persistenceData what the step carries to its next activation, or {@code null}
 * @param startTime when the step was started, or {@code null}
 * @param endTime when the step ended, or {@code null}
 * @param eventName the name of the event waited for, or {@code null}
 * @param eventKey the key of the event waited for, or {@code null}
 * @param eventPublished whether the event waited for was delivered
 * @param eventData the data of the delivered event, or {@code null}
 * @param stepName the name of the step, or {@code null}
 * @param retryCount how often the step was retried, zero or more
 * @param children the ids of the pointers this one branched into, in order
 * @param contextItem the item this pointer handles, or {@code null}
 * @param predecessorId the id of the pointer this one follows, or {@code null}
 * @param outcome the outcome of the step, or {@code null}
 * @param scope the ids of the enclosing container pointers, in order
 * @param extensionAttributes attributes that extensions keep with the pointer
 * @since 0.1.0
 */
public record ExecutionPointer(String id, int stepId, boolean active, PointerStatus status,
		@Nullable Instant sleepUntil, @Nullable JsonNode persistenceData, @Nullable Instant startTime,
		@Nullable Instant endTime, @Nullable String eventName, @Nullable String eventKey, boolean eventPublished,
		@Nullable JsonNode eventData, @Nullable String stepName, int retryCount, List<String> children,
		@Nullable JsonNode contextItem, @Nullable String predecessorId, @Nullable JsonNode outcome, List<String> scope,
		Map<String, JsonNode> extensionAttributes) {

	/**
	 * Truncates instants to microseconds, and copies collections and JSON.
	 * @throws io.wfe.core.InvalidValueException if a required component is {@code null},
	 * or a JSON value is no JSON or nested too deeply
	 */
	public ExecutionPointer {
		Values.required("ExecutionPointer", id, "id", id);
		Values.required("ExecutionPointer", id, "status", status);
		sleepUntil = (sleepUntil != null) ? Values.toMicros(sleepUntil) : null;
		persistenceData = Json.copyOfNullable("ExecutionPointer", id, "persistenceData", persistenceData);
		startTime = (startTime != null) ? Values.toMicros(startTime) : null;
		endTime = (endTime != null) ? Values.toMicros(endTime) : null;
		eventData = Json.copyOfNullable("ExecutionPointer", id, "eventData", eventData);
		children = Values.copyOf("ExecutionPointer", id, "children", children);
		contextItem = Json.copyOfNullable("ExecutionPointer", id, "contextItem", contextItem);
		outcome = Json.copyOfNullable("ExecutionPointer", id, "outcome", outcome);
		scope = Values.copyOf("ExecutionPointer", id, "scope", scope);
		extensionAttributes = Json.copyOf("ExecutionPointer", id, "extensionAttributes", extensionAttributes);
	}

	/**
	 * Creates an active pointer with a generated id, {@link PointerStatus#PENDING} and
	 * everything else empty.
	 * @param stepId the id of the step in its definition
	 */
	public static ExecutionPointer create(int stepId) {
		return builder().id(TimeOrderedIds.next()).stepId(stepId).active(true).build();
	}

	/**
	 * Returns a copy of what the step carries to its next activation, or {@code null}.
	 */
	@Override
	public @Nullable JsonNode persistenceData() {
		return Json.copyOutNullable(this.persistenceData);
	}

	/**
	 * Returns a copy of the data of the delivered event, or {@code null}.
	 */
	@Override
	public @Nullable JsonNode eventData() {
		return Json.copyOutNullable(this.eventData);
	}

	/**
	 * Returns a copy of the item this pointer handles, or {@code null}.
	 */
	@Override
	public @Nullable JsonNode contextItem() {
		return Json.copyOutNullable(this.contextItem);
	}

	/**
	 * Returns a copy of the outcome of the step, or {@code null}.
	 */
	@Override
	public @Nullable JsonNode outcome() {
		return Json.copyOutNullable(this.outcome);
	}

	/**
	 * Returns a copy of attributes that extensions keep with the pointer.
	 */
	@Override
	public Map<String, JsonNode> extensionAttributes() {
		return Json.copyOut(this.extensionAttributes);
	}

	@Nullable JsonNode sharedPersistenceData() {
		return this.persistenceData;
	}

	@Nullable JsonNode sharedEventData() {
		return this.eventData;
	}

	@Nullable JsonNode sharedContextItem() {
		return this.contextItem;
	}

	@Nullable JsonNode sharedOutcome() {
		return this.outcome;
	}

	Map<String, JsonNode> sharedExtensionAttributes() {
		return this.extensionAttributes;
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return builder().id(this.id)
			.stepId(this.stepId)
			.active(this.active)
			.status(this.status)
			.sleepUntil(this.sleepUntil)
			.persistenceData(this.persistenceData)
			.startTime(this.startTime)
			.endTime(this.endTime)
			.eventName(this.eventName)
			.eventKey(this.eventKey)
			.eventPublished(this.eventPublished)
			.eventData(this.eventData)
			.stepName(this.stepName)
			.retryCount(this.retryCount)
			.children(this.children)
			.contextItem(this.contextItem)
			.predecessorId(this.predecessorId)
			.outcome(this.outcome)
			.scope(this.scope)
			.extensionAttributes(this.extensionAttributes);
	}

	/**
	 * Returns a builder with status {@link PointerStatus#PENDING} and all else empty.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Describes the pointer without its JSON, which may be confidential.
	 */
	@Override
	public String toString() {
		return "ExecutionPointer[id=" + this.id + ", stepId=" + this.stepId + ", stepName=" + this.stepName
				+ ", active=" + this.active + ", status=" + this.status + "]";
	}

	/**
	 * Builds {@link ExecutionPointer} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable String id;

		private int stepId;

		private boolean active;

		private PointerStatus status = PointerStatus.PENDING;

		private @Nullable Instant sleepUntil;

		private @Nullable JsonNode persistenceData;

		private @Nullable Instant startTime;

		private @Nullable Instant endTime;

		private @Nullable String eventName;

		private @Nullable String eventKey;

		private boolean eventPublished;

		private @Nullable JsonNode eventData;

		private @Nullable String stepName;

		private int retryCount;

		private List<String> children = List.of();

		private @Nullable JsonNode contextItem;

		private @Nullable String predecessorId;

		private @Nullable JsonNode outcome;

		private List<String> scope = List.of();

		private Map<String, JsonNode> extensionAttributes = Map.of();

		private Builder() {
		}

		/**
		 * Sets the id, unique in the store.
		 */
		public Builder id(String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets the id of the step in its definition, zero or more.
		 */
		public Builder stepId(int stepId) {
			this.stepId = stepId;
			return this;
		}

		/**
		 * Sets whether the executor may run this pointer.
		 */
		public Builder active(boolean active) {
			this.active = active;
			return this;
		}

		/**
		 * Sets the status.
		 */
		public Builder status(PointerStatus status) {
			this.status = status;
			return this;
		}

		/**
		 * Sets when the pointer may run again, or {@code null}.
		 */
		public Builder sleepUntil(@Nullable Instant sleepUntil) {
			this.sleepUntil = sleepUntil;
			return this;
		}

		/**
		 * Sets what the step carries to its next activation, or {@code null}.
		 */
		public Builder persistenceData(@Nullable JsonNode persistenceData) {
			this.persistenceData = persistenceData;
			return this;
		}

		/**
		 * Sets when the step was started, or {@code null}.
		 */
		public Builder startTime(@Nullable Instant startTime) {
			this.startTime = startTime;
			return this;
		}

		/**
		 * Sets when the step ended, or {@code null}.
		 */
		public Builder endTime(@Nullable Instant endTime) {
			this.endTime = endTime;
			return this;
		}

		/**
		 * Sets the name of the event waited for, or {@code null}.
		 */
		public Builder eventName(@Nullable String eventName) {
			this.eventName = eventName;
			return this;
		}

		/**
		 * Sets the key of the event waited for, or {@code null}.
		 */
		public Builder eventKey(@Nullable String eventKey) {
			this.eventKey = eventKey;
			return this;
		}

		/**
		 * Sets whether the event waited for was delivered.
		 */
		public Builder eventPublished(boolean eventPublished) {
			this.eventPublished = eventPublished;
			return this;
		}

		/**
		 * Sets the data of the delivered event, or {@code null}.
		 */
		public Builder eventData(@Nullable JsonNode eventData) {
			this.eventData = eventData;
			return this;
		}

		/**
		 * Sets the name of the step, or {@code null}.
		 */
		public Builder stepName(@Nullable String stepName) {
			this.stepName = stepName;
			return this;
		}

		/**
		 * Sets how often the step was retried, zero or more.
		 */
		public Builder retryCount(int retryCount) {
			this.retryCount = retryCount;
			return this;
		}

		/**
		 * Sets the ids of the pointers this one branched into, in order.
		 */
		public Builder children(List<String> children) {
			this.children = children;
			return this;
		}

		/**
		 * Sets the item this pointer handles, or {@code null}.
		 */
		public Builder contextItem(@Nullable JsonNode contextItem) {
			this.contextItem = contextItem;
			return this;
		}

		/**
		 * Sets the id of the pointer this one follows, or {@code null}.
		 */
		public Builder predecessorId(@Nullable String predecessorId) {
			this.predecessorId = predecessorId;
			return this;
		}

		/**
		 * Sets the outcome of the step, or {@code null}.
		 */
		public Builder outcome(@Nullable JsonNode outcome) {
			this.outcome = outcome;
			return this;
		}

		/**
		 * Sets the ids of the enclosing container pointers, in order.
		 */
		public Builder scope(List<String> scope) {
			this.scope = scope;
			return this;
		}

		/**
		 * Sets attributes that extensions keep with the pointer.
		 */
		public Builder extensionAttributes(Map<String, JsonNode> extensionAttributes) {
			this.extensionAttributes = extensionAttributes;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public ExecutionPointer build() {
			return new ExecutionPointer(Values.required("ExecutionPointer", this.id, "id", this.id), this.stepId,
					this.active, this.status, this.sleepUntil, this.persistenceData, this.startTime, this.endTime,
					this.eventName, this.eventKey, this.eventPublished, this.eventData, this.stepName, this.retryCount,
					this.children, this.contextItem, this.predecessorId, this.outcome, this.scope,
					this.extensionAttributes);
		}

	}

}
