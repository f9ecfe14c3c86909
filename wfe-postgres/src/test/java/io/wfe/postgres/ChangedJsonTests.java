package io.wfe.postgres;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A step writes the JSON that it has changed, and no other.
 */
class ChangedJsonTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final int LARGE = 1_000_000;

	@RegisterExtension
	static final TestStore store = TestStore.builder().connections(1).keepRows().open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	static Stream<Named<UnaryOperator<ExecutionPointer>>> changes() {
		JsonNode json = object("changed", 1);
		return Stream.of(change("nothing", (pointer) -> pointer),
				change("persistenceData", (pointer) -> pointer.toBuilder().persistenceData(json).build()),
				change("no persistenceData", (pointer) -> pointer.toBuilder().persistenceData(null).build()),
				change("eventData", (pointer) -> pointer.toBuilder().eventData(json).build()),
				change("children", (pointer) -> pointer.toBuilder().children(List.of("x")).build()),
				change("contextItem", (pointer) -> pointer.toBuilder().contextItem(JSON.numberNode(2)).build()),
				change("outcome", (pointer) -> pointer.toBuilder().outcome(JSON.nullNode()).build()),
				change("scope", (pointer) -> pointer.toBuilder().scope(List.of()).build()),
				change("extensionAttributes",
						(pointer) -> pointer.toBuilder().extensionAttributes(Map.of("x", json)).build()),
				change("eventData and outcome", (pointer) -> pointer.toBuilder().eventData(json).outcome(json).build()),
				change("no JSON", (pointer) -> pointer.toBuilder().status(PointerStatus.COMPLETE).build()));
	}

	private static Named<UnaryOperator<ExecutionPointer>> change(String name, UnaryOperator<ExecutionPointer> change) {
		return Named.of(name, change);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void whateverOneOrManyPointersChangeIsStoredAndTheRestStays(UnaryOperator<ExecutionPointer> change) {
		for (int changed : new int[] { 1, 3 }) {
			WorkflowInstance loaded = create(object("data", 1));
			List<ExecutionPointer> before = loaded.executionPointers();
			List<ExecutionPointer> after = Stream
				.concat(before.subList(0, changed).stream().map(change), before.subList(changed, 3).stream())
				.toList();
			this.provider.persistWorkflow(loaded.toBuilder().executionPointers(after).build());
			WorkflowInstance stored = this.provider.getWorkflowInstance(loaded.id());
			assertThat(stored.executionPointers()).isEqualTo(after);
			assertThat(stored.data()).isEqualTo(loaded.data());
		}
	}

	@Test
	void whenTheDataChangeThenTheyAreStored() {
		WorkflowInstance created = create(object("a", new BigDecimal("1.0")));
		for (JsonNode data : List.of(object("a", new BigDecimal("1.00")), object("b", 2), JSON.nullNode(),
				JSON.stringNode(""), object("a", new BigDecimal("1.0")))) {
			WorkflowInstance persisted = this.provider.persistWorkflow(created.toBuilder().data(data).build());
			assertThat(this.provider.getWorkflowInstance(created.id()).data()).isEqualTo(data);
			assertThat(this.jdbc.queryForObject("SELECT data::text FROM wfc.workflows WHERE id = ?", String.class,
					created.id()))
				.isEqualTo(data.toString().replace(":", ": "));
			created = persisted;
		}
	}

	@Test
	void whenLargeJsonHasNotChangedThenItIsNotWrittenAgain() {
		byte[] bytes = new byte[LARGE * 3 / 4];
		new Random(1).nextBytes(bytes);
		JsonNode large = JSON.objectNode().put("a", Base64.getEncoder().encodeToString(bytes));
		WorkflowInstance created = create(large);
		long start = position();
		WorkflowInstance step = withFirst(created, (pointer) -> pointer.toBuilder().persistenceData(large).build());
		step = this.provider.persistWorkflow(step);
		assertThat(position() - start).as("bytes of log, changed").isGreaterThan(LARGE);
		step = this.provider.getWorkflowInstance(step.id());
		long before = position();
		for (int i = 1; i <= 10; i++) {
			int retries = i;
			step = this.provider
				.persistWorkflow(withFirst(step, (pointer) -> pointer.toBuilder().retryCount(retries).build()));
		}
		assertThat(position() - before).as("bytes of log, unchanged").isLessThan(LARGE / 2);
		WorkflowInstance stored = this.provider.getWorkflowInstance(step.id());
		assertThat(stored.data()).isEqualTo(large);
		assertThat(stored.executionPointers().get(0).persistenceData()).isEqualTo(large);
		assertThat(stored.executionPointers().get(0).retryCount()).isEqualTo(10);
	}

	@Test
	void aPassSendsTheJsonThatItHasChangedAndNoOther() {
		List<String> sent = new ArrayList<>();
		PostgresPersistenceProvider recorded = PostgresPersistenceProvider
			.builder(new ParameterRecorder(store.dataSource(), sent))
			.build();
		JsonNode unchanged = object("unchanged", 1);
		JsonNode changed = object("changed", 1);
		ExecutionPointer pointer = ExecutionPointer.create(1)
			.toBuilder()
			.persistenceData(unchanged)
			.eventData(unchanged)
			.children(List.of("unchanged"))
			.contextItem(unchanged)
			.scope(List.of("unchanged"))
			.extensionAttributes(Map.of("unchanged", unchanged))
			.build();
		List<ExecutionPointer> pointers = Stream.of("0", "1")
			.map((number) -> pointer.toBuilder().id(pointer.id() + number).build())
			.toList();
		recorded.registerHost("host", "host", "1", Duration.ofMinutes(1));
		WorkflowInstance instance = recorded.startWorkflows(List.of(new NewWorkflow(
				WorkflowInstance.create("d", 1, unchanged).toBuilder().executionPointers(pointers).build(),
				Duration.ZERO, "host")))
			.get(0)
			.orElseThrow();
		for (int number : new int[] { 1, 2 }) {
			List<ExecutionPointer> after = instance.executionPointers()
				.stream()
				.limit(number)
				.map((before) -> before.toBuilder().outcome(changed).retryCount(number).build())
				.toList();
			sent.clear();
			PassOutcome outcome = recorded.persistPasses("host", List.of(pass(instance, after))).get(0);
			assertThat(sent).anyMatch((text) -> text.contains("changed"))
				.noneMatch((text) -> text.contains("unchanged"));
			instance = ((PassOutcome.Persisted) outcome).instance();
			assertThat(this.provider.getWorkflowInstance(instance.id()).executionPointers())
				.isEqualTo(instance.executionPointers());
		}
	}

	/**
	 * Returns a pass that changes the first pointers.
	 */
	private static PassWrite pass(WorkflowInstance instance, List<ExecutionPointer> changed) {
		List<ExecutionPointer> pointers = Stream
			.concat(changed.stream(), instance.executionPointers().stream().skip(changed.size()))
			.toList();
		return new PassWrite(instance.toBuilder().executionPointers(pointers).build(), false, changed, List.of(),
				List.of(), Set.of(), List.of(), List.of(), List.of(), false);
	}

	private WorkflowInstance create(JsonNode data) {
		JsonNode json = object("a", 1);
		ExecutionPointer pointer = ExecutionPointer.create(1)
			.toBuilder()
			.persistenceData(json)
			.eventData(json)
			.children(List.of("c"))
			.contextItem(json)
			.outcome(json)
			.scope(List.of("s"))
			.extensionAttributes(Map.of("e", json))
			.build();
		List<ExecutionPointer> pointers = Stream.of("0", "1", "2")
			.map((number) -> pointer.toBuilder().id(pointer.id() + number).build())
			.toList();
		WorkflowInstance instance = WorkflowInstance.create("d", 1, data)
			.toBuilder()
			.executionPointers(pointers)
			.build();
		return this.provider.createWorkflowInstance(instance);
	}

	private static JsonNode object(String name, Number value) {
		return JSON.objectNode()
			.set(name,
					(value instanceof BigDecimal number) ? JSON.numberNode(number) : JSON.numberNode(value.intValue()));
	}

	private static WorkflowInstance withFirst(WorkflowInstance instance, UnaryOperator<ExecutionPointer> change) {
		List<ExecutionPointer> pointers = Stream
			.concat(instance.executionPointers().stream().limit(1).map(change),
					instance.executionPointers().stream().skip(1))
			.toList();
		return instance.toBuilder().executionPointers(pointers).build();
	}

	private long position() {
		return Objects.requireNonNull(
				this.jdbc.queryForObject("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint", Long.class));
	}

}
