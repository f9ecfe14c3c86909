package io.wfe.core.persistence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event to be published.
 *
 * @param id the id
 * @param eventName the name
 * @param eventKey the key, may be blank
 * @param eventData the data
 * @param eventTime when it takes effect, or {@code null} for the time of the store
 * @since 0.1.0
 */
public record NewEvent(String id, String eventName, String eventKey, JsonNode eventData, @Nullable Instant eventTime) {

	/**
	 * Describes the event without its data, which may be confidential.
	 */
	@Override
	public String toString() {
		return "NewEvent[id=" + this.id + ", eventName=" + this.eventName + ", eventTime=" + this.eventTime + "]";
	}

}
