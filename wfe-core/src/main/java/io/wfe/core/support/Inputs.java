package io.wfe.core.support;

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
 * the others take too, unless it has limits of its own.
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

	private static final Inputs STANDARD = new Inputs(null, false, false);

	private final @Nullable TextLimits textLimits;

	private final boolean portable;

	private final boolean incompressible;

	private Inputs(@Nullable TextLimits textLimits, boolean portable, boolean incompressible) {
		this.textLimits = textLimits;
		this.portable = portable;
		this.incompressible = incompressible;
	}

	/**
	 * Returns the checks of a store without limits of its own.
	 * @return the checks
	 */
	public static Inputs standard() {
		return STANDARD;
	}

	/**
	 * Returns these checks for a store that cannot hold all characters.
	 * @param limits tell which text the store cannot hold
	 * @return the checks
	 */
	public Inputs within(TextLimits limits) {
		return new Inputs(limits, this.portable, this.incompressible);
	}

	/**
	 * Returns these checks for a store that holds only what a program with serde_json and
	 * chrono reads: no number beyond a double, no JSON of more than 127 levels, no year
	 * after 262142.
	 * @return the checks
	 */
	public Inputs portable() {
		return new Inputs(this.textLimits, true, this.incompressible);
	}

	/**
	 * Returns these checks for a store that cannot compress what it indexes.
	 * @return the checks
	 */
	public Inputs incompressible() {
		return new Inputs(this.textLimits, this.portable, true);
	}

	/**
	 * Returns checks of values that are looked up, and of limits.
	 * @param type what the values belong to, such as {@code Query}
	 * @return the checks
	 */
	public FieldInputs of(String type) {
		return new FieldInputs(type, null, this.textLimits, false, this.incompressible);
	}

	/**
	 * Returns checks of values that are stored.
	 * @param type what the values belong to, such as {@code WorkflowInstance}
	 * @param id the id of that, or {@code null}
	 * @return the checks
	 */
	public FieldInputs stored(String type, @Nullable String id) {
		return new FieldInputs(type, id, this.textLimits, this.portable, this.incompressible);
	}

	/**
	 * Checks all of an instance but its pointers.
	 * @param instance the instance
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public void check(WorkflowInstance instance) {
		checkFields(instance);
		stored("WorkflowInstance", instance.id()).json("data", SharedJson.data(instance));
	}

	/**
	 * Checks all of an instance but its data and its pointers.
	 * @param instance the instance
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public void checkFields(WorkflowInstance instance) {
		stored("WorkflowInstance", instance.id()).key("id", instance.id())
			.indexed("id", instance.id())
			.key("name", instance.name())
			.indexed("name", instance.name())
			.optionalText("rootWorkflowId", instance.rootWorkflowId())
			.key("workflowDefinitionId", instance.workflowDefinitionId())
			.notNegative("version", instance.version())
			.optionalText("description", instance.description())
			.optionalText("reference", instance.reference())
			.millis("nextExecution", instance.nextExecution())
			.timestamp("createTime", instance.createTime())
			.timestamp("completeTime", instance.completeTime());
	}

	/**
	 * Checks that no two pointers of an instance have the same id.
	 * @param instance the instance
	 * @throws InvalidValueException if two have, with those of other ids suppressed
	 */
	public static void checkUnique(WorkflowInstance instance) {
		Set<String> ids = new HashSet<>();
		InvalidValueException first = null;
		for (ExecutionPointer pointer : instance.executionPointers()) {
			if (!ids.add(pointer.id())) {
				InvalidValueException repeated = repeatedPointer(instance.id(), pointer.id());
				if (first == null) {
					first = repeated;
				}
				else {
					first.addSuppressed(repeated);
				}
			}
		}
		if (first != null) {
			throw first;
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
	public void check(ExecutionPointer pointer) {
		FieldInputs inputs = stored("ExecutionPointer", pointer.id()).key("id", pointer.id())
			.indexed("id", pointer.id())
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
				.jsonWithin("extensionAttributes", attribute.getValue());
		}
	}

	/**
	 * Checks an event.
	 * @param event the event
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public void check(Event event) {
		stored("Event", event.id()).key("id", event.id())
			.indexed("id", event.id())
			.key("eventName", event.eventName())
			.text("eventKey", event.eventKey())
			.indexed("eventName", event.eventName(), "eventKey", event.eventKey())
			.json("eventData", SharedJson.eventData(event))
			.timestamp("eventTime", event.eventTime());
	}

	/**
	 * Checks a subscription.
	 * @param subscription the subscription
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public void check(EventSubscription subscription) {
		stored("EventSubscription", subscription.id()).key("id", subscription.id())
			.indexed("id", subscription.id())
			.key("workflowId", subscription.workflowId())
			.indexed("workflowId", subscription.workflowId())
			.notNegative("stepId", subscription.stepId())
			.key("executionPointerId", subscription.executionPointerId())
			.key("eventName", subscription.eventName())
			.text("eventKey", subscription.eventKey())
			.indexed("eventName", subscription.eventName(), "eventKey", subscription.eventKey())
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
	public void check(ScheduledCommand command) {
		stored("ScheduledCommand", command.data()).key("data", command.data())
			.indexed("commandName", command.commandName().storedName(), "data", command.data())
			.millis("executeTime", command.executeTime());
	}

	/**
	 * Checks an error.
	 * @param error the error
	 * @throws InvalidValueException if a value cannot be stored
	 */
	public void check(ExecutionError error) {
		stored("ExecutionError", error.workflowId()).timestamp("errorTime", error.errorTime())
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

}
