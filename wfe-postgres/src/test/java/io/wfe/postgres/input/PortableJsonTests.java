package io.wfe.postgres.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.JsonPortability;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A portable store refuses what serde_json and chrono fail to read, in each field that
 * may hold it, and takes what they read. What they do was tried out.
 */
class PortableJsonTests {

	@RegisterExtension
	static final TestStore store = TestStore.builder()
		.provider((builder) -> builder.json(JsonPortability.PORTABLE))
		.open();

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final Instant TOO_LATE = Instant.parse("+262143-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("+262142-12-31T23:59:59.999999Z");

	/**
	 * The greatest double is one of them: serde_json reads it as infinite.
	 */
	private static final List<JsonNode> BAD = List.of(number("1e400"), number("-1e400"), number("1.5e309"),
			number("-1e131071"), JSON.numberNode(new BigInteger("7".repeat(400))), JSON.numberNode(Double.MAX_VALUE),
			number("1.7976931348623158e308"), JSON.objectNode().set("a", JSON.arrayNode().add(number("1e400"))),
			nested(128), JSON.objectNode().set("a", nested(127)));

	private static final List<JsonNode> GOOD = List.of(number("1e308"), number("-1e308"),
			number("1.7976931348623155e308"), number("1e-400"), JSON.numberNode(new BigInteger("7".repeat(300))),
			JSON.numberNode(Long.MIN_VALUE), number("18446744073709551616"), number("0.1000000000000000055"),
			number("0e400"), JSON.objectNode().set("a", nested(125)), nested(126));

	private final PostgresPersistenceProvider provider = store.provider();

	private static JsonNode number(String number) {
		return JSON.numberNode(new BigDecimal(number));
	}

	private static JsonNode nested(int levels) {
		JsonNode json = JSON.arrayNode();
		for (int i = 1; i < levels; i++) {
			json = (i % 2 == 0) ? JSON.arrayNode().add(json) : JSON.objectNode().set("a", json);
		}
		return json;
	}

	static Stream<Field> jsonFields() {
		return Field.all().stream().filter((field) -> field.type() == JsonNode.class || field.type() == Map.class);
	}

	static Stream<Field> timeFields() {
		return Field.all().stream().filter((field) -> field.type() == Instant.class && !field.inMilliseconds());
	}

	@Test
	void fieldsAreKnown() {
		assertThat(jsonFields()).extracting(Field::name)
			.containsExactlyInAnyOrder("data", "persistenceData", "eventData", "contextItem", "outcome",
					"extensionAttributes", "eventData", "subscriptionData");
		assertThat(timeFields()).hasSize(9);
	}

	@ParameterizedTest
	@MethodSource("jsonFields")
	void jsonThatARustHostCannotReadIsRefused(Field field) {
		BAD.forEach((json) -> assertRefused(field, (field.type() == Map.class) ? Map.of("k", json) : json));
		GOOD.forEach((json) -> assertTaken(field, (field.type() == Map.class) ? Map.of("k", json) : json));
	}

	/**
	 * An attribute is within an object.
	 */
	@ParameterizedTest
	@MethodSource("jsonFields")
	void levelsAreThoseOfTheColumn(Field field) {
		if (field.type() == Map.class) {
			assertRefused(field, Map.of("k", nested(127)));
		}
		else {
			assertTaken(field, nested(127));
		}
	}

	@ParameterizedTest
	@MethodSource("timeFields")
	void timesThatARustHostCannotReadAreRefused(Field field) {
		assertRefused(field, TOO_LATE);
		assertRefused(field, Instant.parse("+294276-12-31T23:59:59.999999Z"));
		assertTaken(field, LAST);
	}

	@Test
	void timesAreRefusedWhereTheyAreStoredAndNotWhereTheyAreLookedUp() {
		WorkflowInstance stored = this.provider.createWorkflowInstance(PlainRecords.workflow());
		String id = this.provider
			.createEventSubscription(EventSubscription.create(stored.id(), 1, "p", "event", "key", Instant.EPOCH));
		assertRefused("externalTokenExpiry", () -> this.provider.setSubscriptionToken(id, "token", "worker", TOO_LATE));
		assertRefused("completeTime", () -> this.provider.terminateWorkflow(stored.id(), TOO_LATE));
		assertThat(this.provider.getSubscriptions("event", "key", TOO_LATE)).hasSize(1);
		assertThat(this.provider.getRunnableInstances(TOO_LATE)).containsExactly(stored.id());
	}

	private void assertTaken(Field field, Object value) {
		WorkflowInstance stored = this.provider.createWorkflowInstance(PlainRecords.workflow());
		ThrowingCallable write = Writes
			.of(this.provider, field, PlainRecords.of(field.model(), stored.id()), value, stored)
			.get(0);
		assertThatNoException().isThrownBy(write);
		this.provider.truncateAll();
	}

	private void assertRefused(Field field, Object value) {
		WorkflowInstance stored = this.provider.createWorkflowInstance(PlainRecords.workflow());
		Record good = PlainRecords.of(field.model(), stored.id());
		Writes.of(this.provider, field, good, value, stored).forEach((write) -> assertRefused(field.name(), write));
		assertThat(this.provider.getWorkflowInstance(stored.id())).isEqualTo(stored);
	}

	private static void assertRefused(String field, ThrowingCallable write) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(write).satisfies((ex) -> {
			assertThat(ex.getField()).isEqualTo(field);
			assertThat(ex.getProblem()).contains("to be portable").doesNotContain("777", "e308");
		});
	}

}
