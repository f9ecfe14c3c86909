package io.wfe.core.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedJson}.
 */
class SharedJsonTests {

	private static final ObjectNode GIVEN = JsonNodeFactory.instance.objectNode().put("a", 1);

	@Test
	void whatIsBuiltFromAModelSharesItsJson() {
		WorkflowInstance instance = WorkflowInstance.create("d", 1, GIVEN);
		WorkflowInstance other = instance.toBuilder().status(WorkflowStatus.SUSPENDED).build();
		assertThat(SharedJson.data(other)).isSameAs(SharedJson.data(instance));
		ExecutionPointer pointer = pointer(GIVEN);
		ExecutionPointer later = pointer.toBuilder().endTime(Instant.EPOCH).build();
		assertThat(SharedJson.persistenceData(later)).isSameAs(SharedJson.persistenceData(pointer));
		assertThat(SharedJson.eventData(later)).isSameAs(SharedJson.eventData(pointer));
		assertThat(SharedJson.contextItem(later)).isSameAs(SharedJson.contextItem(pointer));
		assertThat(SharedJson.outcome(later)).isSameAs(SharedJson.outcome(pointer));
		assertThat(SharedJson.extensionAttributes(later)).isSameAs(SharedJson.extensionAttributes(pointer));
	}

	@Test
	void whatIsSetIsNotShared() {
		WorkflowInstance instance = WorkflowInstance.create("d", 1, GIVEN);
		WorkflowInstance other = instance.toBuilder().data(instance.data()).build();
		assertThat(SharedJson.data(other)).isEqualTo(SharedJson.data(instance))
			.isNotSameAs(SharedJson.data(instance))
			.isNotSameAs(GIVEN);
	}

	@Test
	void whatIsHandedOutCanBeChangedWithoutChangingTheModel() {
		ArrayNode array = JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.objectNode());
		ExecutionPointer pointer = pointer(array);
		change(pointer.outcome());
		change(pointer.extensionAttributes().get("x"));
		assertThat(pointer.outcome()).hasToString("[{}]").hasSameClassAs(array);
		assertThat(pointer.extensionAttributes().get("x")).hasToString("[{}]").hasSameClassAs(array);
	}

	@Test
	void theModelDoesNotChangeWithWhatWasGiven() {
		ObjectNode given = GIVEN.deepCopy();
		Event event = Event.create("n", "k", given);
		EventSubscription subscription = EventSubscription.create("w", 0, "p", "n", "k", Instant.EPOCH)
			.toBuilder()
			.subscriptionData(given)
			.build();
		given.put("b", 2);
		assertThat(SharedJson.eventData(event)).isEqualTo(GIVEN);
		assertThat(SharedJson.subscriptionData(subscription)).isEqualTo(GIVEN);
	}

	private static void change(@Nullable JsonNode array) {
		((ObjectNode) Objects.requireNonNull(array).get(0)).put("b", 2);
	}

	private static ExecutionPointer pointer(JsonNode json) {
		return ExecutionPointer.create(1)
			.toBuilder()
			.persistenceData(json)
			.eventData(json)
			.contextItem(json)
			.outcome(json)
			.extensionAttributes(Map.of("x", json))
			.build();
	}

}
