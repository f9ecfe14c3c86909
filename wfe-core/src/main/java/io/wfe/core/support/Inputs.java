package io.wfe.core.support;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
 * Refuses values that PostgreSQL would refuse or change. The message names the field, and
 * nothing has been written yet. All stores use these checks, so what one of them takes
 * the others take too.
 *
 * @since 0.1.0
 */
public final class Inputs {

	/**
	 * The first instant of a {@code timestamptz}: 4713 BC, as the documentation of
	 * date/time types has it.
	 */
	public static final Instant FIRST_INSTANT = OffsetDateTime.of(-4712, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

	/**
	 * The first instant after the last one of a {@code timestamptz}.
	 */
	public static final Instant END_OF_INSTANTS = OffsetDateTime.of(294277, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
		.toInstant();

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

	private static final Instant MIN_MILLIS = Instant.ofEpochMilli(Long.MIN_VALUE);

	private static final Instant MAX_MILLIS = Instant.ofEpochMilli(Long.MAX_VALUE);

	private final String type;

	private final @Nullable String id;

	private Inputs(String type, @Nullable String id) {
		this.type = type;
		this.id = id;
	}

	/**
	 * Returns checks of values that have no id.
	 * @param type what the values belong to, such as {@code Query}
	 * @return the checks
	 */
	public static Inputs of(String type) {
		return new Inputs(type, null);
	}

	/**
	 * Checks all of an instance but its pointers.
	 * @param instance the instance
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(WorkflowInstance instance) {
		checkFields(instance);
		new Inputs("WorkflowInstance", instance.id()).json("data", SharedJson.data(instance));
	}

	/**
	 * Checks all of an instance but its data and its pointers.
	 * @param instance the instance
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void checkFields(WorkflowInstance instance) {
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
	 * @param instance the instance
	 * @throws InvalidValueException if two have
	 */
	public static void checkUnique(WorkflowInstance instance) {
		Set<String> ids = new HashSet<>();
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (!ids.add(pointer.id())) {
				throw repeatedPointer(instance.id(), pointer.id());
			}
		}
	}

	/**
	 * Returns the exception for two pointers of one instance that have the same id.
	 * @param workflowId the id of the instance
	 * @param pointerId the id of the pointers
	 * @return the exception
	 */
	public static InvalidValueException repeatedPointer(String workflowId, String pointerId) {
		return new InvalidValueException("ExecutionPointer", pointerId, "id",
				"must not occur twice in workflow instance '" + workflowId + "'");
	}

	/**
	 * Checks a pointer.
	 * @param pointer the pointer
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(ExecutionPointer pointer) {
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

	/**
	 * Checks an event.
	 * @param event the event
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(Event event) {
		new Inputs("Event", event.id()).key("id", event.id())
			.nameOrKey("eventName", event.eventName())
			.nameOrKey("eventKey", event.eventKey())
			.json("eventData", SharedJson.eventData(event))
			.timestamp("eventTime", event.eventTime());
	}

	/**
	 * Checks a subscription.
	 * @param subscription the subscription
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(EventSubscription subscription) {
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

	/**
	 * Checks a command.
	 * @param command the command
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(ScheduledCommand command) {
		new Inputs("ScheduledCommand", command.data()).key("data", command.data())
			.millis("executeTime", command.executeTime());
	}

	/**
	 * Checks an error.
	 * @param error the error
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public static void check(ExecutionError error) {
		new Inputs("ExecutionError", error.workflowId()).timestamp("errorTime", error.errorTime())
			.key("workflowId", error.workflowId())
			.key("executionPointerId", error.executionPointerId())
			.optionalText("message", error.message());
	}

	/**
	 * Checks the limit of a query or of a batch.
	 * @param type what the limit belongs to, such as {@code Query}
	 * @param field the name of the limit
	 * @param value the limit
	 * @return the limit
	 * @throws InvalidValueException if it is less than one
	 */
	public static int positive(String type, String field, int value) {
		if (value < 1) {
			throw new InvalidValueException(type, null, field, "must be one or more");
		}
		return value;
	}

	/**
	 * Checks a required text that is looked up or indexed.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is {@code null} or blank, too long, or text
	 * that cannot be stored
	 */
	public Inputs key(String field, @Nullable String value) {
		return indexed(field, value, MAX_INDEXED_BYTES);
	}

	/**
	 * Checks the name or the key of an event.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is {@code null} or blank, too long, or text
	 * that cannot be stored
	 */
	public Inputs nameOrKey(String field, @Nullable String value) {
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

	/**
	 * Checks an optional text that is looked up or indexed.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it is too long, or text that cannot be stored
	 */
	public Inputs optionalKey(String field, @Nullable String value) {
		return (value != null) ? bounded(field, value, MAX_INDEXED_BYTES) : this;
	}

	/**
	 * Checks an optional text, which may be of any length.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it contains U+0000 or half of a surrogate pair
	 */
	public Inputs optionalText(String field, @Nullable String value) {
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

	/**
	 * Checks a number.
	 * @param field the name of the field
	 * @param value the value
	 * @return these checks
	 * @throws InvalidValueException if it is negative
	 */
	public Inputs notNegative(String field, int value) {
		if (value < 0) {
			throw invalid(field, "must not be negative");
		}
		return this;
	}

	/**
	 * Checks an instant that is stored to the microsecond.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if PostgreSQL has no such {@code timestamptz}
	 */
	public Inputs timestamp(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(FIRST_INSTANT) || !value.isBefore(END_OF_INSTANTS))) {
			throw invalid(field, "must be from 4713 BC to 294276 AD, the range of PostgreSQL's timestamptz");
		}
		return this;
	}

	/**
	 * Checks an instant that is stored to the millisecond.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it does not fit into 64 bits
	 */
	public Inputs millis(String field, @Nullable Instant value) {
		if (value != null && (value.isBefore(MIN_MILLIS) || value.isAfter(MAX_MILLIS))) {
			throw invalid(field, "must fit into 64 bits as milliseconds since 1970");
		}
		return this;
	}

	/**
	 * Checks JSON as models hold it, see {@link SharedJson}.
	 * @param field the name of the field
	 * @param value the value, or {@code null}
	 * @return these checks
	 * @throws InvalidValueException if it is too large, or holds text or a number that
	 * cannot be stored
	 */
	public Inputs json(String field, @Nullable JsonNode value) {
		if (value != null && new JsonInput(this, field).characters(value) > MAX_JSON_CHARACTERS) {
			throw invalid(field, "must not be larger than " + MAX_JSON_CHARACTERS + " characters");
		}
		return this;
	}

	InvalidValueException invalid(String field, String problem) {
		return new InvalidValueException(this.type, this.id, field, problem);
	}

}
