package io.wfe.core.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
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

	@Test
	void whatIsReadWithTheNodesOfModelsIsNotCopiedAndEqualsACopy() {
		String json = "{\"a\": [1, 2147483648, 9223372036854775808, 1.0, 1.50, 100.0e2, {\"b\": [{}]}], \"c\": null, \"d\": \"x\"}";
		JsonNode read = reader().nodeFactory(SharedJson.nodes()).build().readTree(json);
		WorkflowInstance instance = WorkflowInstance.create("d", 1, read);
		assertThat(SharedJson.data(instance)).isSameAs(read);
		assertThat(read).isEqualTo(SharedJson.of(reader().build().readTree(json)));
		ObjectNode copy = (ObjectNode) instance.data();
		((ArrayNode) copy.get("a")).addObject().put("e", 1);
		copy.putObject("f").putArray("g").add(1);
		assertThat(SharedJson.data(instance)).isEqualTo(SharedJson.of(reader().build().readTree(json)));
		assertThat(SharedJson.of(copy.get("f"))).isNotSameAs(copy.get("f"));
		assertThat(SharedJson.of(copy.get("a").get(7))).isNotSameAs(copy.get("a").get(7));
	}

	private static JsonMapper.Builder reader() {
		return JsonMapper.builder()
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
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
