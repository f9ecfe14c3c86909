package io.wfe.actuator.endpoint;

import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * An event to publish, as requests say it.
 *
 * @param eventName the name
 * @param eventKey the key, or {@code null} for a blank one
 * @param data the data as text of JSON, or {@code null} for none
 * @param effectiveTime when it takes effect, as an ISO 8601 instant, or {@code null} for
 * now
 * @since 0.1.0
 */
public record EventRequest(String eventName, @Nullable String eventKey, @Nullable String data,
		@Nullable String effectiveTime) {

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/**
	 * Describes the event without its data.
	 */
	@Override
	public String toString() {
		return "EventRequest[eventName=" + this.eventName + ", effectiveTime=" + this.effectiveTime + "]";
	}

	String key() {
		return (this.eventKey != null) ? this.eventKey : "";
	}

	JsonNode json() {
		if (this.data == null || this.data.isBlank()) {
			return mapper.nullNode();
		}
		try {
			return mapper.readTree(this.data);
		}
		catch (JacksonException ex) {
			// Its message shows the text
			String reason = "data must be text of JSON";
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	@Nullable Instant time() {
		if (this.effectiveTime == null) {
			return null;
		}
		try {
			return Instant.parse(this.effectiveTime);
		}
		catch (DateTimeException ex) {
			String reason = "effectiveTime must be an instant such as 2026-01-01T12:00:00Z";
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
	}

}
