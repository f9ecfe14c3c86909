package io.wfe.core.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Something that happened, published under a name and a key. Immutable. The data is
 * copied in and out, and the time is truncated to microseconds.
 *
 * @param id the id, unique in the store
 * @param eventName the name of the event
 * @param eventKey the key of the event, which may be blank
 * @param eventData the data; JSONB keeps neither the order of keys nor duplicate keys
 * @param eventTime when the event takes effect
 * @param processed whether all waiting pointers got the event
 * @since 0.1.0
 */
public record Event(String id, String eventName, String eventKey, JsonNode eventData, Instant eventTime,
		boolean processed) {

	/**
	 * Truncates the time to microseconds and copies the data.
	 * @throws io.wfe.core.InvalidValueException if a component is {@code null}, or the
	 * data are no JSON or nested too deeply
	 */
	public Event {
		Values.required("Event", id, "id", id);
		Values.required("Event", id, "eventName", eventName);
		Values.required("Event", id, "eventKey", eventKey);
		eventData = Json.copyOf("Event", id, "eventData", eventData);
		eventTime = Values.toMicros(Values.required("Event", id, "eventTime", eventTime));
	}

	/**
	 * Creates an unprocessed event with a generated id that takes effect now.
	 * @param eventName the name of the event
	 * @param eventKey the key of the event, which may be blank
	 * @param eventData the data of the event, or {@code null} for an event without data,
	 * which has a JSON {@code null}
	 * @return a new event
	 */
	public static Event create(String eventName, String eventKey, @Nullable JsonNode eventData) {
		return builder().id(TimeOrderedIds.next())
			.eventName(eventName)
			.eventKey(eventKey)
			.eventData(eventData)
			.eventTime(Instant.now())
			.build();
	}

	/**
	 * Returns a copy of the data; JSONB keeps neither the order of keys nor duplicate
	 * keys.
	 */
	@Override
	public JsonNode eventData() {
		return Json.copyOut(this.eventData);
	}

	JsonNode sharedEventData() {
		return this.eventData;
	}

	/**
	 * Returns a builder that starts with the values of this instance.
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns a builder of an unprocessed event.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Describes the event without its data, which may be confidential.
	 */
	@Override
	public String toString() {
		return "Event[id=" + this.id + ", eventName=" + this.eventName + ", eventKey=" + this.eventKey + ", eventTime="
				+ this.eventTime + ", processed=" + this.processed + "]";
	}

	/**
	 * Builds {@link Event} instances. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable String id;

		private @Nullable String eventName;

		private @Nullable String eventKey;

		private @Nullable JsonNode eventData;

		private @Nullable Instant eventTime;

		private boolean processed;

		private Builder() {
		}

		private Builder(Event source) {
			this.id = source.id;
			this.eventName = source.eventName;
			this.eventKey = source.eventKey;
			this.eventData = source.eventData;
			this.eventTime = source.eventTime;
			this.processed = source.processed;
		}

		/**
		 * Sets the id, unique in the store.
		 */
		public Builder id(String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets the name of the event.
		 */
		public Builder eventName(String eventName) {
			this.eventName = eventName;
			return this;
		}

		/**
		 * Sets the key of the event.
		 */
		public Builder eventKey(String eventKey) {
			this.eventKey = eventKey;
			return this;
		}

		/**
		 * Sets the data. JSONB keeps neither the order of keys nor duplicate keys.
		 * @param eventData the data, or {@code null} for an event without data, which has
		 * a JSON {@code null}; that is the default
		 * @return this builder
		 */
		public Builder eventData(@Nullable JsonNode eventData) {
			this.eventData = eventData;
			return this;
		}

		/**
		 * Sets when the event takes effect.
		 */
		public Builder eventTime(Instant eventTime) {
			this.eventTime = eventTime;
			return this;
		}

		/**
		 * Sets whether all waiting pointers got the event.
		 */
		public Builder processed(boolean processed) {
			this.processed = processed;
			return this;
		}

		/**
		 * Builds the instance.
		 * @throws io.wfe.core.InvalidValueException if a required component is missing
		 */
		public Event build() {
			return new Event(Values.required("Event", this.id, "id", this.id),
					Values.required("Event", this.id, "eventName", this.eventName),
					Values.required("Event", this.id, "eventKey", this.eventKey),
					(this.eventData != null) ? this.eventData : NullNode.getInstance(),
					Values.required("Event", this.id, "eventTime", this.eventTime), this.processed);
		}

	}

}
