package io.wfe.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the records and enums of the model.
 */
class ModelTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	@Test
	void whenAWorkflowIsCreatedThenItIsReadyToBeStored() {
		Instant before = Instant.now().minusSeconds(1);
		WorkflowInstance instance = WorkflowInstance.create("order", 2, JSON.objectNode());
		assertThat(UUID.fromString(instance.id()).version()).isEqualTo(7);
		assertThat(instance.name()).isEmpty();
		assertThat(instance.workflowDefinitionId()).isEqualTo("order");
		assertThat(instance.version()).isEqualTo(2);
		assertThat(instance.executionPointers()).isEmpty();
		assertThat(instance.nextExecution()).isEqualTo(Instant.EPOCH);
		assertThat(instance.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(instance.createTime()).isBetween(before, Instant.now());
		assertThat(instance.completeTime()).isNull();
		assertThat(instance.revision()).isNull();
	}

	@Test
	void whenAPointerIsCreatedThenItIsActiveAndPendingAndElseEmpty() {
		ExecutionPointer pointer = ExecutionPointer.create(3);
		assertThat(pointer).isEqualTo(ExecutionPointer.builder().id(pointer.id()).stepId(3).active(true).build());
		assertThat(pointer.status()).isEqualTo(PointerStatus.PENDING);
		assertThat(pointer.children()).isEmpty();
		assertThat(pointer.extensionAttributes()).isEmpty();
	}

	@Test
	void whenJsonIsChangedOutsideThenTheRecordStaysTheSame() {
		ObjectNode data = JSON.objectNode();
		data.putArray("list").add(1);
		WorkflowInstance instance = WorkflowInstance.create("d", 1, data);
		data.put("later", true);
		((ArrayNode) data.get("list")).add(2);
		((ObjectNode) instance.data()).removeAll();
		assertThat(instance.data()).hasToString("{\"list\":[1]}");
		Map<String, JsonNode> attributes = new LinkedHashMap<>(Map.of("k", JSON.arrayNode()));
		List<String> children = new ArrayList<>(List.of("a"));
		ExecutionPointer pointer = ExecutionPointer.create(1)
			.toBuilder()
			.extensionAttributes(attributes)
			.children(children)
			.outcome(data)
			.build();
		attributes.put("x", JSON.nullNode());
		children.add("b");
		pointer.extensionAttributes().values().forEach((value) -> ((ArrayNode) value).add(1));
		assertThat(pointer.extensionAttributes()).containsOnlyKeys("k").containsEntry("k", JSON.arrayNode());
		assertThat(pointer.children()).containsExactly("a");
	}

	@Test
	void instantsHaveThePrecisionOfTheStore() {
		Instant time = Instant.parse("2030-01-01T00:00:00.123456789Z");
		assertThat(WorkflowInstance.create("d", 1, JSON.nullNode())
			.toBuilder()
			.nextExecution(time)
			.createTime(time)
			.build()).satisfies((instance) -> {
				assertThat(instance.nextExecution()).isEqualTo(Instant.parse("2030-01-01T00:00:00.123Z"));
				assertThat(instance.createTime()).isEqualTo(Instant.parse("2030-01-01T00:00:00.123456Z"));
			});
		assertThat(new ScheduledCommand(CommandName.PROCESS_EVENT, "e", time).executeTime())
			.isEqualTo(Instant.parse("2030-01-01T00:00:00.123Z"));
		Instant beforeTheEpoch = Instant.parse("1969-12-31T23:59:59.999999999Z");
		assertThat(Event.create("n", "k", JSON.nullNode()).toBuilder().eventTime(beforeTheEpoch).build().eventTime())
			.isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
	}

	static Stream<List<JsonNode>> equalNumbers() {
		return Stream.of(
				List.of(JSON.numberNode(5), JSON.numberNode(5L), JSON.numberNode((short) 5),
						JSON.numberNode(BigInteger.valueOf(5)), JSON.numberNode(new BigDecimal("5"))),
				List.of(JSON.numberNode(1L << 40), JSON.numberNode(BigInteger.ONE.shiftLeft(40))),
				List.of(JSON.numberNode(0.1), JSON.numberNode(0.1f), JSON.numberNode(new BigDecimal("0.1"))),
				List.of(JSON.numberNode(1e20), JSON.numberNode(BigInteger.TEN.pow(20))));
	}

	@ParameterizedTest
	@MethodSource("equalNumbers")
	void numbersOfOneValueAreEqualWhateverTheyWereMadeFrom(List<JsonNode> numbers) {
		assertThat(numbers.stream().map((number) -> WorkflowInstance.create("d", 1, number).data()).distinct())
			.hasSize(1);
	}

	@Test
	void numbersAreExact() {
		for (String number : List.of("0.1000000000000000055", "1.50", "123456789012345678901234567890")) {
			assertThat(WorkflowInstance.create("d", 1, JSON.numberNode(new BigDecimal(number))).data().decimalValue())
				.isEqualTo(new BigDecimal(number));
		}
		BigDecimal huge = new BigDecimal("1e2000000000");
		assertThat(WorkflowInstance.create("d", 1, JSON.numberNode(huge)).data().decimalValue()).isEqualTo(huge);
	}

	@Test
	void whenAnEventHasNoDataThenItsDataIsJsonNull() {
		assertThat(Event.create("n", "k", null).eventData()).isEqualTo(JSON.nullNode());
		assertThat(Event.create("n", "k", JSON.numberNode(1)).toBuilder().eventData(null).build().eventData())
			.isEqualTo(JSON.nullNode());
	}

	@Test
	void whenARequiredComponentIsMissingThenTheMessageNamesIt() {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> Event.builder().id("e-1").eventName("n").eventTime(Instant.EPOCH).build())
			.withMessage("Event 'e-1': eventKey must not be null")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("eventKey"))
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo("e-1"));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> WorkflowInstance.builder().build())
			.withMessage("WorkflowInstance: id must not be null");
	}

	@Test
	void whenJsonIsNestedTooDeeplyThenItIsRefused() {
		ObjectNode root = JSON.objectNode();
		ObjectNode node = root;
		for (int i = 0; i < 100_000; i++) {
			node = node.putObject("n");
		}
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> WorkflowInstance.create("d", 1, root))
			.withMessageContaining("data must not be nested deeper than 1000 levels");
	}

	@Test
	void whenANodeIsNoJsonThenItIsRefused() {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> WorkflowInstance.create("d", 1, JSON.objectNode().set("o", JSON.pojoNode(new Object()))))
			.withMessageContaining("data must be JSON");
	}

	@Test
	void descriptionsDoNotShowPayloads() {
		JsonNode secret = JSON.stringNode("hunter2");
		assertThat(Stream.of(WorkflowInstance.create("d", 1, secret),
				ExecutionPointer.create(1).toBuilder().eventData(secret).build(), Event.create("n", "k", secret),
				EventSubscription.create("w", 1, "p", "n", "k", Instant.EPOCH)
					.toBuilder()
					.subscriptionData(secret)
					.externalToken("hunter2")
					.build(),
				ExecutionError.create("w", "p", "hunter2")))
			.noneMatch((value) -> value.toString().contains("hunter2"));
	}

	@Test
	void idsOfAProblemArePrintable() {
		assertThat(new InvalidValueException("Event", "a\n\u202Eb\uD800" + "x".repeat(200), "id", "is wrong"))
			.hasMessage("Event 'a\\u000a\\u202eb\\ud800" + "x".repeat(95) + "...': id is wrong");
	}

	@Test
	void idsAreUniqueAndOrderedByTime() {
		List<String> ids = IntStream.range(0, 10_000).mapToObj((i) -> TimeOrderedIds.next()).toList();
		assertThat(ids).doesNotHaveDuplicates();
		long millis = Long.parseLong(ids.get(0).replace("-", "").substring(0, 12), 16);
		assertThat(Instant.ofEpochMilli(millis)).isBetween(Instant.now().minusSeconds(60), Instant.now());
		assertThat(ids.stream().map((id) -> id.substring(0, 13)).toList()).isSorted();
	}

	@ParameterizedTest
	@EnumSource
	void pointerStatusesAreStoredInCamelCase(PointerStatus status) {
		assertThat(status.storedName().replaceAll("(?<=[a-z])(?=[A-Z])", "_")).isEqualToIgnoringCase(status.name());
		assertThat(PointerStatus.fromStoredName(status.storedName())).contains(status);
		assertThat(PointerStatus.fromStoredName(status.name())).isEmpty();
	}

	@Test
	void theOtherStoredNamesAreThoseOfTheContract() {
		assertThat(WorkflowStatus.values()).extracting(WorkflowStatus::storedName)
			.containsExactly("Runnable", "Suspended", "Complete", "Terminated");
		assertThat(CommandName.values()).extracting(CommandName::storedName)
			.containsExactly("ProcessWorkflow", "ProcessEvent");
	}

}
