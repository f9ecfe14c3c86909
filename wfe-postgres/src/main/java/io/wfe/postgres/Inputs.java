package io.wfe.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Refuses what PostgreSQL would refuse, or change, before anything is sent: so the
 * message can name the field, and a transaction of the caller is not aborted.
 */
final class Inputs {

	/**
	 * An entry of a B-tree index is at most 2704 bytes.
	 */
	private static final int MAX_INDEXED_BYTES = 2600;

	/**
	 * The name and the key of an event are in one index.
	 */
	private static final int MAX_NAME_OR_KEY_BYTES = 1300;

	/**
	 * The elements of a {@code jsonb} container take at most this many bytes; a string is
	 * measured as it stands, so this is on the safe side for text too.
	 */
	private static final int MAX_JSON_CHARACTERS = 0x0FFFFFFF / 4;

	private static final BigInteger NUMERIC_LIMIT = BigInteger.TEN.pow(131072);

	private static final int MAX_NUMERIC_DIGITS = 131072;

	private static final int MAX_NUMERIC_SCALE = 16383;

	private static final Instant MIN_MILLIS = Instant.ofEpochMilli(Long.MIN_VALUE);

	private static final Instant MAX_MILLIS = Instant.ofEpochMilli(Long.MAX_VALUE);

	private final String type;

	private final @Nullable String id;

	private Inputs(String type, @Nullable String id) {
		this.type = type;
		this.id = id;
	}

	static Inputs of(String type) {
		return new Inputs(type, null);
	}

	/**
	 * Checks all of an instance but its pointers.
	 */
	static void check(WorkflowInstance instance) {
		checkFields(instance);
		new Inputs("WorkflowInstance", instance.id()).json("data", SharedJson.data(instance));
	}

	/**
	 * Checks all of an instance but its data and its pointers.
	 */
	static void checkFields(WorkflowInstance instance) {
		new Inputs("WorkflowInstance", instance.id()).key("id", instance.id())
			.key("name", instance.name())
			.optionalKey("rootWorkflowId", instance.rootWorkflowId())
			.key("workflowDefinitionId", instance.workflowDefinitionId())
			.notNegative("version", instance.version())
			.optionalText("description", instance.description())
			.optionalKey("reference", instance.reference())
			.millis("nextExecution", instance.nextExecution())
			.timestamp("createTime", instance.createTime())
			.timestamp("completeTime", instance.completeTime());
	}

	/**
	 * Checks that no two pointers of an instance have the same id.
	 */
	static void checkUnique(WorkflowInstance instance) {
		Set<String> ids = new HashSet<>();
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (!ids.add(pointer.id())) {
				throw repeatedPointer(instance.id(), pointer.id());
			}
		}
	}

	static InvalidValueException repeatedPointer(String workflowId, String pointerId) {
		return new InvalidValueException("ExecutionPointer", pointerId, "id",
				"must not occur twice in workflow instance '" + workflowId + "'");
	}

	static void check(ExecutionPointer pointer) {
		Inputs inputs = new Inputs("ExecutionPointer", pointer.id()).key("id", pointer.id())
			.notNegative("stepId", pointer.stepId())
			.timestamp("sleepUntil", pointer.sleepUntil())
			.json("persistenceData", SharedJson.persistenceData(pointer))
			.timestamp("startTime", pointer.startTime())
			.timestamp("endTime", pointer.endTime())
			.optionalText("eventName", pointer.eventName())
			.optionalText("eventKey", pointer.eventKey())
			.json("eventData", SharedJson.eventData(pointer))
			.optionalText("stepName", pointer.stepName())
			.notNegative("retryCount", pointer.retryCount())
			.json("contextItem", SharedJson.contextItem(pointer))
			.optionalText("predecessorId", pointer.predecessorId())
			.json("outcome", SharedJson.outcome(pointer));
		pointer.children().forEach((child) -> inputs.optionalText("children", child));
		pointer.scope().forEach((scope) -> inputs.optionalText("scope", scope));
		for (Map.Entry<String, JsonNode> attribute : SharedJson.extensionAttributes(pointer).entrySet()) {
			inputs.optionalText("extensionAttributes", attribute.getKey())
				.json("extensionAttributes", attribute.getValue());
		}
	}

	static void check(Event event) {
		new Inputs("Event", event.id()).key("id", event.id())
			.nameOrKey("eventName", event.eventName())
			.nameOrKey("eventKey", event.eventKey())
			.json("eventData", SharedJson.eventData(event))
			.timestamp("eventTime", event.eventTime());
	}

	static void check(EventSubscription subscription) {
		new Inputs("EventSubscription", subscription.id()).key("id", subscription.id())
			.key("workflowId", subscription.workflowId())
			.notNegative("stepId", subscription.stepId())
			.key("executionPointerId", subscription.executionPointerId())
			.nameOrKey("eventName", subscription.eventName())
			.nameOrKey("eventKey", subscription.eventKey())
			.timestamp("subscribeAsOf", subscription.subscribeAsOf())
			.json("subscriptionData", SharedJson.subscriptionData(subscription))
			.optionalText("externalToken", subscription.externalToken())
			.optionalText("externalWorkerId", subscription.externalWorkerId())
			.timestamp("externalTokenExpiry", subscription.externalTokenExpiry());
	}

	static void check(ScheduledCommand command) {
		new Inputs("ScheduledCommand", command.data()).key("data", command.data())
			.millis("executeTime", command.executeTime());
	}

	static void check(ExecutionError error) {
		new Inputs("ExecutionError", error.workflowId()).timestamp("errorTime", error.errorTime())
			.key("workflowId", error.workflowId())
			.key("executionPointerId", error.executionPointerId())
			.optionalText("message", error.message());
	}

	/**
	 * Checks the limit of a query or of a batch.
	 */
	static int positive(String type, String field, int value) {
		if (value < 1) {
			throw new InvalidValueException(type, null, field, "must be one or more");
		}
		return value;
	}

	/**
	 * Checks a required text that is looked up or indexed.
	 */
	Inputs key(String field, @Nullable String value) {
		return indexed(field, value, MAX_INDEXED_BYTES);
	}

	/**
	 * Checks the name or the key of an event.
	 */
	Inputs nameOrKey(String field, @Nullable String value) {
		return indexed(field, value, MAX_NAME_OR_KEY_BYTES);
	}

	private Inputs indexed(String field, @Nullable String value, int maxBytes) {
		if (value == null) {
			throw invalid(field, "must not be null");
		}
		if (value.isBlank()) {
			throw invalid(field, "must not be blank");
		}
		return bounded(field, value, maxBytes);
	}

	private Inputs bounded(String field, String value, int maxBytes) {
		optionalText(field, value);
		if (value.length() > maxBytes / 4 && value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
			throw invalid(field, "must not be longer than " + maxBytes + " bytes");
		}
		return this;
	}

	Inputs optionalKey(String field, @Nullable String value) {
		return (value != null) ? bounded(field, value, MAX_INDEXED_BYTES) : this;
	}

	Inputs optionalText(String field, @Nullable String value) {
		if (value == null) {
			return this;
		}
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == 0) {
				throw invalid(field, "must not contain the character U+0000, which PostgreSQL cannot store");
			}
			if (Character.isSurrogate(character)) {
				if (!Character.isHighSurrogate(character) || i + 1 == value.length()
						|| !Character.isLowSurrogate(value.charAt(i + 1))) {
					throw invalid(field, "must not contain an unpaired surrogate");
				}
				i++;
			}
		}
		return this;
	}

	Inputs notNegative(String field, int value) {
		if (value < 0) {
			throw invalid(field, "must not be negative");
		}
		return this;
	}

	Inputs timestamp(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(Timestamps.MIN) || !value.isBefore(Timestamps.END))) {
			throw invalid(field, "must be from 4713 BC to 294276 AD, the range of PostgreSQL's timestamptz");
		}
		return this;
	}

	Inputs millis(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(MIN_MILLIS) || value.isAfter(MAX_MILLIS))) {
			throw invalid(field, "must fit into 64 bits as milliseconds since 1970");
		}
		return this;
	}

	Inputs json(String field, @Nullable JsonNode value) {
		if (value != null && jsonCharacters(field, value) > MAX_JSON_CHARACTERS) {
			throw invalid(field, "must not be larger than " + MAX_JSON_CHARACTERS + " characters");
		}
		return this;
	}

	/**
	 * Checks a tree, whose depth its record has checked, and returns its approximate
	 * size.
	 */
	private long jsonCharacters(String field, JsonNode node) {
		long characters = 1;
		switch (node.getNodeType()) {
			case OBJECT -> {
				for (Map.Entry<String, JsonNode> property : node.properties()) {
					optionalText(field, property.getKey());
					characters += property.getKey().length() + jsonCharacters(field, property.getValue());
				}
			}
			case ARRAY -> {
				for (JsonNode element : node) {
					characters += jsonCharacters(field, element);
				}
			}
			case STRING -> {
				optionalText(field, node.stringValue());
				characters += node.stringValue().length();
			}
			case NUMBER -> number(field, node);
			default -> characters += 4;
		}
		return characters;
	}

	private void number(String field, JsonNode node) {
		switch (node.numberType()) {
			case FLOAT, DOUBLE -> throw invalid(field, "must not contain NaN or an infinite number");
			case BIG_INTEGER -> {
				if (node.bigIntegerValue().abs().compareTo(NUMERIC_LIMIT) >= 0) {
					throw numberOutOfRange(field);
				}
			}
			case BIG_DECIMAL -> {
				BigDecimal value = node.decimalValue();
				if (value.scale() > MAX_NUMERIC_SCALE
						|| (long) value.precision() - value.scale() > MAX_NUMERIC_DIGITS) {
					throw numberOutOfRange(field);
				}
			}
			default -> {
				// All 64 bit integers fit
			}
		}
	}

	private InvalidValueException numberOutOfRange(String field) {
		return invalid(field, "must not contain a number of more than " + MAX_NUMERIC_DIGITS + " digits before or "
				+ MAX_NUMERIC_SCALE + " after the decimal point");
	}

	private InvalidValueException invalid(String field, String problem) {
		return new InvalidValueException(this.type, this.id, field, problem);
	}

}
