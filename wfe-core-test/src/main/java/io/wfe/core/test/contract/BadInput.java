package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Values that cannot be stored, in each field that might hold them.
 */
final class BadInput {

	private static final String LAST_PLUS_ONE = "+294277-01-01T00:00:00Z";

	private static final String FIRST_MINUS_ONE = "-4713-11-23T23:59:59.999999Z";

	private BadInput() {
	}

	/**
	 * U+0000, which PostgreSQL does not take, and halves of surrogate pairs, which are no
	 * Unicode.
	 */
	static Stream<String> texts() {
		return Stream.of("a\u0000b", "\u0000", "a\uD83Db", "\uDE80", "a\uD83D");
	}

	/**
	 * The same under names that a report can show.
	 */
	static Stream<Named<String>> namedTexts() {
		return texts().map((text) -> Named.of(escaped(text), text));
	}

	static Stream<Instant> instants() {
		return Stream.of(Instant.MIN, Instant.MAX, Instant.parse(LAST_PLUS_ONE), Instant.parse(FIRST_MINUS_ONE));
	}

	static Stream<Case<WorkflowInstance.Builder>> workflows() {
		return Stream.<Stream<Case<WorkflowInstance.Builder>>>of(text("id", WorkflowInstance.Builder::id),
				tooLong("id", WorkflowInstance.Builder::id), text("name", WorkflowInstance.Builder::name),
				tooLong("name", WorkflowInstance.Builder::name),
				text("rootWorkflowId", WorkflowInstance.Builder::rootWorkflowId),
				text("workflowDefinitionId", WorkflowInstance.Builder::workflowDefinitionId),
				blank("workflowDefinitionId", WorkflowInstance.Builder::workflowDefinitionId),
				text("description", WorkflowInstance.Builder::description),
				text("reference", WorkflowInstance.Builder::reference),
				negative("version", WorkflowInstance.Builder::version), json("data", WorkflowInstance.Builder::data),
				instant("createTime", WorkflowInstance.Builder::createTime),
				instant("completeTime", WorkflowInstance.Builder::completeTime),
				milliseconds("nextExecution", WorkflowInstance.Builder::nextExecution))
			.flatMap((cases) -> cases);
	}

	static Stream<Case<ExecutionPointer.Builder>> pointers() {
		return Stream.<Stream<Case<ExecutionPointer.Builder>>>of(text("id", ExecutionPointer.Builder::id),
				tooLong("id", ExecutionPointer.Builder::id), blank("id", ExecutionPointer.Builder::id),
				negative("stepId", ExecutionPointer.Builder::stepId),
				instant("sleepUntil", ExecutionPointer.Builder::sleepUntil),
				json("persistenceData", ExecutionPointer.Builder::persistenceData),
				instant("startTime", ExecutionPointer.Builder::startTime),
				instant("endTime", ExecutionPointer.Builder::endTime),
				text("eventName", ExecutionPointer.Builder::eventName),
				text("eventKey", ExecutionPointer.Builder::eventKey),
				json("eventData", ExecutionPointer.Builder::eventData),
				text("stepName", ExecutionPointer.Builder::stepName),
				negative("retryCount", ExecutionPointer.Builder::retryCount),
				text("children", (builder, text) -> builder.children(List.of("good", text))),
				json("contextItem", ExecutionPointer.Builder::contextItem),
				text("predecessorId", ExecutionPointer.Builder::predecessorId),
				json("outcome", ExecutionPointer.Builder::outcome),
				text("scope", (builder, text) -> builder.scope(List.of(text, "good"))),
				text("extensionAttributes",
						(builder, text) -> builder
							.extensionAttributes(Map.of(text, JsonNodeFactory.instance.nullNode()))),
				json("extensionAttributes", (builder, json) -> builder.extensionAttributes(Map.of("key", json))))
			.flatMap((cases) -> cases);
	}

	static Stream<Case<EventSubscription.Builder>> subscriptions() {
		return Stream.<Stream<Case<EventSubscription.Builder>>>of(text("id", EventSubscription.Builder::id),
				tooLong("id", EventSubscription.Builder::id), blank("id", EventSubscription.Builder::id),
				text("workflowId", EventSubscription.Builder::workflowId),
				tooLong("workflowId", EventSubscription.Builder::workflowId),
				blank("workflowId", EventSubscription.Builder::workflowId),
				negative("stepId", EventSubscription.Builder::stepId),
				text("executionPointerId", EventSubscription.Builder::executionPointerId),
				blank("executionPointerId", EventSubscription.Builder::executionPointerId),
				text("eventName", EventSubscription.Builder::eventName),
				tooLong("eventName", EventSubscription.Builder::eventName),
				blank("eventName", EventSubscription.Builder::eventName),
				text("eventKey", EventSubscription.Builder::eventKey),
				tooLong("eventKey", EventSubscription.Builder::eventKey),
				instant("subscribeAsOf", EventSubscription.Builder::subscribeAsOf),
				json("subscriptionData", EventSubscription.Builder::subscriptionData),
				text("externalToken", EventSubscription.Builder::externalToken),
				text("externalWorkerId", EventSubscription.Builder::externalWorkerId),
				instant("externalTokenExpiry", EventSubscription.Builder::externalTokenExpiry))
			.flatMap((cases) -> cases);
	}

	static Stream<Case<Event.Builder>> events() {
		return Stream.<Stream<Case<Event.Builder>>>of(text("id", Event.Builder::id), tooLong("id", Event.Builder::id),
				blank("id", Event.Builder::id), text("eventName", Event.Builder::eventName),
				tooLong("eventName", Event.Builder::eventName), blank("eventName", Event.Builder::eventName),
				text("eventKey", Event.Builder::eventKey), tooLong("eventKey", Event.Builder::eventKey),
				json("eventData", Event.Builder::eventData), instant("eventTime", Event.Builder::eventTime))
			.flatMap((cases) -> cases);
	}

	static Stream<Case<ScheduledCommand.Builder>> commands() {
		return Stream.<Stream<Case<ScheduledCommand.Builder>>>of(text("data", ScheduledCommand.Builder::data),
				tooLong("data", ScheduledCommand.Builder::data),
				milliseconds("executeTime", ScheduledCommand.Builder::executeTime))
			.flatMap((cases) -> cases);
	}

	static Stream<Case<ExecutionError.Builder>> errors() {
		return Stream.<Stream<Case<ExecutionError.Builder>>>of(text("workflowId", ExecutionError.Builder::workflowId),
				text("executionPointerId", ExecutionError.Builder::executionPointerId),
				text("message", ExecutionError.Builder::message),
				instant("errorTime", ExecutionError.Builder::errorTime))
			.flatMap((cases) -> cases);
	}

	private static <B> Stream<Case<B>> text(String field, BiFunction<B, String, B> setter) {
		return texts()
			.map((text) -> new Case<>(field + " " + escaped(text), field, (builder) -> setter.apply(builder, text)));
	}

	private static <B> Stream<Case<B>> blank(String field, BiFunction<B, String, B> setter) {
		return Stream.of("", "  ", "\n")
			.map((text) -> new Case<>(field + " blank " + escaped(text), field,
					(builder) -> setter.apply(builder, text)));
	}

	/**
	 * Text that an index does not take, however well it is compressed.
	 */
	private static <B> Stream<Case<B>> tooLong(String field, BiFunction<B, String, B> setter) {
		byte[] bytes = new byte[5000];
		new Random(1).nextBytes(bytes);
		String text = Base64.getEncoder().encodeToString(bytes);
		return Stream.of(new Case<>(field + " too long", field, (builder) -> setter.apply(builder, text)));
	}

	private static <B> Stream<Case<B>> negative(String field, BiFunction<B, Integer, B> setter) {
		return Stream.of(-1, Integer.MIN_VALUE)
			.map((number) -> new Case<>(field + " " + number, field, (builder) -> setter.apply(builder, number)));
	}

	private static <B> Stream<Case<B>> instant(String field, BiFunction<B, Instant, B> setter) {
		return instants()
			.map((instant) -> new Case<>(field + " " + instant, field, (builder) -> setter.apply(builder, instant)));
	}

	private static <B> Stream<Case<B>> milliseconds(String field, BiFunction<B, Instant, B> setter) {
		return Stream.of(Instant.MIN, Instant.MAX)
			.map((instant) -> new Case<>(field + " " + instant, field, (builder) -> setter.apply(builder, instant)));
	}

	private static <B> Stream<Case<B>> json(String field, BiFunction<B, JsonNode, B> setter) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		Stream<Case<B>> texts = texts().<Case<B>>mapMulti((text, cases) -> {
			cases.accept(new Case<>(field + " string " + escaped(text), field,
					(builder) -> setter.apply(builder, nodes.stringNode(text))));
			cases.accept(new Case<>(field + " key " + escaped(text), field,
					(builder) -> setter.apply(builder, nodes.objectNode().put(text, 1))));
			cases.accept(new Case<>(field + " nested " + escaped(text), field, (builder) -> setter.apply(builder,
					nodes.objectNode().set("a", nodes.arrayNode().add(1).add(text)))));
		});
		Stream<Case<B>> others = Stream.of(
				new Case<>(field + " NaN", field, (builder) -> setter.apply(builder, nodes.numberNode(Double.NaN))),
				new Case<>(field + " infinity", field,
						(builder) -> setter.apply(builder,
								nodes.arrayNode().add(nodes.numberNode(Float.NEGATIVE_INFINITY)))),
				new Case<>(field + " no JSON", field,
						(builder) -> setter.apply(builder, nodes.objectNode().set("a", nodes.pojoNode(Map.of())))),
				new Case<>(field + " missing", field, (builder) -> setter.apply(builder, nodes.missingNode())),
				new Case<>(field + " too deep", field, (builder) -> setter.apply(builder, nested(10_000))));
		return Stream.concat(texts, others);
	}

	private static JsonNode nested(int depth) {
		JsonNode json = JsonNodeFactory.instance.numberNode(1);
		for (int i = 0; i < depth; i++) {
			json = JsonNodeFactory.instance.arrayNode().add(json);
		}
		return json;
	}

	private static String escaped(String text) {
		StringBuilder result = new StringBuilder();
		text.chars()
			.forEach(
					(unit) -> result.append((unit >= ' ' && unit < 127) ? (char) unit : String.format("U+%04X", unit)));
		return result.toString();
	}

	/**
	 * A change that makes a value bad.
	 *
	 * @param description what is bad
	 * @param field the field that an exception names
	 * @param change sets the field
	 * @param <B> the type of the builder that is changed
	 */
	record Case<B>(String description, String field, UnaryOperator<B> change) {

		B apply(B builder) {
			return this.change.apply(builder);
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

}
