package io.wfe.core.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pointer waits for events of a name and key. A worker takes a subscription by setting
 * a token with an expiry. Immutable. The data is copied in and out, and instants are
 * truncated to microseconds.
 *
 * @param id the id, unique in the store
 * @param workflowId the id of the waiting workflow instance
 * @param stepId the id of the waiting step, zero or more
 * @param executionPointerId the id of the waiting pointer
 * @param eventName the name of the events waited for
 * @param eventKey the key of the events waited for, which may be blank
 * @param subscribeAsOf the time from which events count
 * @param subscriptionData data for whoever serves the subscription, or {@code null}
 * @param externalToken the token of the worker that holds the subscription, or
 * {@code null}
 * @param externalWorkerId the id of the worker that holds the subscription, or
 * {@code null}
 * @param externalTokenExpiry when the token expires, or {@code null} for never
 * @since 0.1.0
 */
public record EventSubscription(String id, String workflowId, int stepId, String executionPointerId, String eventName,
		String eventKey, Instant subscribeAsOf, @Nullable JsonNode subscriptionData, @Nullable String externalToken,
		@Nullable String externalWorkerId, @Nullable Instant externalTokenExpiry) {

	/**
	 * Truncates instants to microseconds, and copies the data.
	 * @throws io.wfe.core.InvalidValueException if a required component is {@code null},
	 * or a JSON value is no JSON or nested too deeply
	 */
	public EventSubscription {
		Values.required("EventSubscription", id, "id", id);
		Values.required("EventSubscription", id, "workflowId", workflowId);
		Values.required("EventSubscription", id, "executionPointerId", executionPointerId);
		Values.required("EventSubscription", id, "eventName", eventName);
		Values.required("EventSubscription", id, "eventKey", eventKey);
		subscribeAsOf = Values.toMicros(Values.required("EventSubscription", id, "subscribeAsOf", subscribeAsOf));
		subscriptionData = Json.copyOfNullable("EventSubscription", id, "subscriptionData", subscriptionData);
		externalTokenExpiry = (externalTokenExpiry != null) ? Values.toMicros(externalTokenExpiry) : null;
	}

	/**
	 * Creates an open subscription with a generated id and no data.
	 * @param workflowId the id of the waiting workflow instance
	 * @param stepId the id of the waiting step
	 * @param executionPointerId the id of the waiting pointer
	 * @param eventName the name of the events waited for
	 * @param eventKey the key of the events waited for, which may be blank
	 * @param subscribeAsOf the time from which events count
	 * @return a new subscription
	 */
	public static EventSubscription create(String workflowId, int stepId, String executionPointerId, String eventName,
			String eventKey, Instant subscribeAsOf) {
		return builder().id(TimeOrderedIds.next())
			.workflowId(workflowId)
			.stepId(stepId)
			.executionPointerId(executionPointerId)
			.eventName(eventName)
			.eventKey(eventKey)
			.subscribeAsOf(subscribeAsOf)
			.build();
	}

	/**
	 * Returns a copy of data for whoever serves the subscription, or {@code null}.
	 */
	@Override
	public @Nullable JsonNode subscriptionData() {
		return Json.copyOutNullable(this.subscriptionData);
	}

	@Nullable JsonNode sharedSubscriptionData() {
		return this.subscriptionData;
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns a builder of an open subscription.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Describes the subscription without its data and token, which may be confidential.
	 */
	@Override
	public String toString() {
		return "EventSubscription[id=" + this.id + ", workflowId=" + this.workflowId + ", executionPointerId="
				+ this.executionPointerId + ", eventName=" + this.eventName + ", eventKey=" + this.eventKey
				+ ", subscribeAsOf=" + this.subscribeAsOf + "]";
	}

	/**
	 * Builds {@link EventSubscription} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable String id;

		private @Nullable String workflowId;

		private int stepId;

		private @Nullable String executionPointerId;

		private @Nullable String eventName;

		private @Nullable String eventKey;

		private @Nullable Instant subscribeAsOf;

		private @Nullable JsonNode subscriptionData;

		private @Nullable String externalToken;

		private @Nullable String externalWorkerId;

		private @Nullable Instant externalTokenExpiry;

		private Builder() {
		}

		private Builder(EventSubscription source) {
			this.id = source.id;
			this.workflowId = source.workflowId;
			this.stepId = source.stepId;
			this.executionPointerId = source.executionPointerId;
			this.eventName = source.eventName;
			this.eventKey = source.eventKey;
			this.subscribeAsOf = source.subscribeAsOf;
			this.subscriptionData = source.subscriptionData;
			this.externalToken = source.externalToken;
			this.externalWorkerId = source.externalWorkerId;
			this.externalTokenExpiry = source.externalTokenExpiry;
		}

		/**
		 * Sets the id, unique in the store.
		 */
		public Builder id(String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets the id of the waiting workflow instance.
		 */
		public Builder workflowId(String workflowId) {
			this.workflowId = workflowId;
			return this;
		}

		/**
		 * Sets the id of the waiting step, zero or more.
		 */
		public Builder stepId(int stepId) {
			this.stepId = stepId;
			return this;
		}

		/**
		 * Sets the id of the waiting pointer.
		 */
		public Builder executionPointerId(String executionPointerId) {
			this.executionPointerId = executionPointerId;
			return this;
		}

		/**
		 * Sets the name of the events waited for.
		 */
		public Builder eventName(String eventName) {
			this.eventName = eventName;
			return this;
		}

		/**
		 * Sets the key of the events waited for.
		 */
		public Builder eventKey(String eventKey) {
			this.eventKey = eventKey;
			return this;
		}

		/**
		 * Sets the time from which events count.
		 */
		public Builder subscribeAsOf(Instant subscribeAsOf) {
			this.subscribeAsOf = subscribeAsOf;
			return this;
		}

		/**
		 * Sets data for whoever serves the subscription, or {@code null}.
		 */
		public Builder subscriptionData(@Nullable JsonNode subscriptionData) {
			this.subscriptionData = subscriptionData;
			return this;
		}

		/**
		 * Sets the token of the worker that holds the subscription, or {@code null}.
		 */
		public Builder externalToken(@Nullable String externalToken) {
			this.externalToken = externalToken;
			return this;
		}

		/**
		 * Sets the id of the worker that holds the subscription, or {@code null}.
		 */
		public Builder externalWorkerId(@Nullable String externalWorkerId) {
			this.externalWorkerId = externalWorkerId;
			return this;
		}

		/**
		 * Sets when the token expires, or {@code null} for never.
		 */
		public Builder externalTokenExpiry(@Nullable Instant externalTokenExpiry) {
			this.externalTokenExpiry = externalTokenExpiry;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public EventSubscription build() {
			return new EventSubscription(Values.required("EventSubscription", this.id, "id", this.id),
					Values.required("EventSubscription", this.id, "workflowId", this.workflowId), this.stepId,
					Values.required("EventSubscription", this.id, "executionPointerId", this.executionPointerId),
					Values.required("EventSubscription", this.id, "eventName", this.eventName),
					Values.required("EventSubscription", this.id, "eventKey", this.eventKey),
					Values.required("EventSubscription", this.id, "subscribeAsOf", this.subscribeAsOf),
					this.subscriptionData, this.externalToken, this.externalWorkerId, this.externalTokenExpiry);
		}

	}

}
