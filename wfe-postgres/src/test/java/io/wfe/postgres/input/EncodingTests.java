package io.wfe.postgres.input;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Databases whose encoding lacks characters: text of the encoding is kept and found,
 * other text is refused by the name of its field before anything is sent.
 */
@ParameterizedClass
@CsvSource({ "LATIN1, \u00E9\u00FC\u00FF, \u20AC", "WIN1252, \u00E9\u20AC\u017E, \u65E5",
		"EUC_JP, \u65E5\u672C\uFF0D, \u2212", "EUC_JP, \u65E5\u672C\u8A9E, \uD83D\uDE80" })
class EncodingTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	@SuppressWarnings("NullAway.Init")
	private static TestStore store;

	private final String encoding;

	private final String held;

	private final String lacking;

	EncodingTests(String encoding, String held, String lacking) {
		this.encoding = encoding;
		this.held = held;
		this.lacking = lacking;
	}

	@BeforeParameterizedClassInvocation
	static void open(String encoding) {
		store = TestStore.builder().encoding(encoding).connections(2).open();
	}

	@AfterParameterizedClassInvocation
	static void close() {
		store.close();
	}

	private PostgresPersistenceProvider provider() {
		return store.provider();
	}

	@Test
	void textOfTheEncodingIsKeptAndFound() {
		for (String name : List.of("plain", "plaid", this.held, this.held + "a", this.held + this.held,
				"a" + this.held + "b", "a" + this.held + "~", "a" + this.held.substring(0, 1))) {
			WorkflowInstance instance = PlainRecords.workflow()
				.toBuilder()
				.name(name)
				.reference(name)
				.data(JSON.objectNode().put(name, name))
				.build();
			provider().createNewWorkflow(instance);
			assertThat(provider().getWorkflowInstanceByName(name).data()).isEqualTo(instance.data());
			assertThat(found(WorkflowQuery.builder().reference(name))).containsExactly(name);
		}
		assertThat(found(WorkflowQuery.builder().namePrefix("pla"))).containsOnly("plain", "plaid");
		assertThat(found(WorkflowQuery.builder().namePrefix("plain"))).containsOnly("plain");
		assertThat(found(WorkflowQuery.builder().namePrefix(this.held))).containsOnly(this.held, this.held + "a",
				this.held + this.held);
		assertThat(found(WorkflowQuery.builder().namePrefix("a" + this.held))).containsOnly("a" + this.held + "b",
				"a" + this.held + "~");
		assertThat(found(WorkflowQuery.builder().namePrefix("a" + this.held + "~")))
			.containsOnly("a" + this.held + "~");
		assertThat(found(WorkflowQuery.builder().namePrefix(""))).hasSizeGreaterThanOrEqualTo(8);
	}

	private Stream<String> found(WorkflowQuery.Builder query) {
		return provider().findWorkflows(query.build()).workflows().stream().map(WorkflowSummary::name);
	}

	@Test
	void otherTextIsRefusedInEachFieldAndTheTransactionGoesOn() {
		String text = "secret" + this.lacking;
		WorkflowInstance stored = provider().createWorkflowInstance(PlainRecords.workflow());
		store.transaction().executeWithoutResult((status) -> {
			Field.all().forEach((field) -> values(field, text).forEach((value) -> {
				Record good = PlainRecords.of(field.model(), stored.id());
				Writes.of(provider(), field, good, value, stored)
					.forEach((write) -> assertRefused(field.name(), write));
			}));
			provider().nextDefinitionSequence("goes on");
		});
		assertThat(provider().getWorkflowInstance(stored.id())).isEqualTo(stored);
	}

	private static Stream<Object> values(Field field, String text) {
		Class<?> type = field.type();
		if (type == String.class) {
			return Stream.of(text);
		}
		JsonNode string = JSON.stringNode(text);
		if (type == JsonNode.class) {
			return Stream.of(string, JSON.objectNode().put(text, 1),
					JSON.objectNode().set("a", JSON.arrayNode().add(text)));
		}
		if (type == Map.class) {
			return Stream.of(Map.of(text, JSON.nullNode()), Map.of("a", string));
		}
		boolean strings = field.component().getGenericType().getTypeName().contains("String");
		return (type == List.class && strings) ? Stream.of(List.of("good", text)) : Stream.of();
	}

	@Test
	void otherTextIsRefusedWhereItIsLookedUpToo() {
		String text = "secret" + this.lacking;
		EventSubscription subscription = EventSubscription.create(provider().createNewWorkflow(PlainRecords.workflow()),
				1, "p", "event", "key", LATER);
		String id = provider().createEventSubscription(subscription);
		assertRefused("externalToken", () -> provider().setSubscriptionToken(id, text, "worker", LATER));
		assertRefused("externalWorkerId", () -> provider().setSubscriptionToken(id, "token", text, LATER));
		assertRefused("definitionId", () -> provider().nextDefinitionSequence(text));
		assertRefused("id", () -> provider().getWorkflowInstance(text));
		assertRefused("eventKey", () -> provider().getEvents("event", text, LATER));
		assertRefused("eventName", () -> provider().getSubscriptions(text, "key", LATER));
		assertRefused("namePrefix", () -> provider().findWorkflows(WorkflowQuery.builder().namePrefix(text).build()));
		assertRefused("name", () -> provider().runExclusively(text, () -> {
		}));
	}

	private void assertRefused(String field, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidValueException.class).as(field).isThrownBy(call).satisfies((ex) -> {
			assertThat(ex.getField()).isEqualTo(field);
			assertThat(ex.getProblem()).contains("the encoding of the database lacks, which is " + this.encoding)
				.doesNotContain("secret");
		});
	}

}
