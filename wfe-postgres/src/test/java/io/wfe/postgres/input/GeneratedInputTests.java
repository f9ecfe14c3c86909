package io.wfe.postgres.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * More than ten thousand values that cannot be stored, and as many that are odd, spread
 * over all fields of all models. A failure shows the seed, for {@code -Dwfe.input.seed}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedInputTests {

	private static final Logger logger = LoggerFactory.getLogger(GeneratedInputTests.class);

	private static final int FACTOR = Boolean.getBoolean("wfe.chaos") ? 10 : 1;

	private static final long SEED = Long.getLong("wfe.input.seed", new Random().nextLong());

	private static final int BAD_VALUES_PER_FIELD = 200 * FACTOR;

	private static final int ODD_INSTANCES = 12 * FACTOR;

	private static final int POINTERS = 25;

	private static final String CONTENTS = Stream
		.of("workflows", "execution_pointers", "events", "event_subscriptions", "execution_errors",
				"scheduled_commands", "definition_sequences")
		.map((table) -> "(SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM wfc." + table
				+ " t)")
		.reduce((left, right) -> left + " || " + right)
		.orElseThrow();

	@RegisterExtension
	static final TestStore store = TestStore.builder().keepRows().open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	private final AtomicLong bad = new AtomicLong();

	private long odd;

	@AfterAll
	void log() {
		logger.info("{} bad values refused, {} odd values kept, seed {}", this.bad, this.odd, SEED);
	}

	static Stream<Field> fields() {
		return Field.all().stream().filter((field) -> new BadValues(0).value(field).isPresent());
	}

	@Test
	void eachFieldIsTriedOut() {
		assertThat(fields().count() * BAD_VALUES_PER_FIELD).isGreaterThan(10_000L);
		// Any boolean is good
		assertThat(Field.all()).filteredOn((field) -> new BadValues(0).value(field).isEmpty())
			.extracting(Field::toString)
			.containsExactlyInAnyOrder("ExecutionPointer.active", "ExecutionPointer.eventPublished", "Event.processed");
	}

	@ParameterizedTest
	@MethodSource("fields")
	void badValueIsRefusedAndNothingIsWritten(Field field) {
		this.provider.truncateAll();
		BadValues values = new BadValues(SEED);
		OddValues good = new OddValues(SEED, 0);
		WorkflowInstance stored = this.provider.createWorkflowInstance(plain(good)
			.executionPointers(List.of(good.create(ExecutionPointer.class), good.create(ExecutionPointer.class)))
			.build());
		String before = contents();
		for (int i = 0; i < BAD_VALUES_PER_FIELD; i++) {
			Record original = good.create(field.model());
			@Nullable Object value = values.value(field).orElseThrow().value();
			for (ThrowingCallable write : Writes.of(this.provider, field, original, value, stored)) {
				assertThatExceptionOfType(InvalidValueException.class).as("%s, seed %s, value %s", field, SEED, i)
					.isThrownBy(write)
					.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(field.name()))
					.withMessageContaining(field.name());
			}
			this.bad.incrementAndGet();
		}
		assertThat(contents()).isEqualTo(before);
	}

	private String contents() {
		return String.valueOf(this.jdbc.queryForObject("SELECT " + CONTENTS, String.class));
	}

	private static WorkflowInstance.Builder plain(OddValues values) {
		return values.create(WorkflowInstance.class).toBuilder();
	}

	@Test
	void oddValuesAreKept() {
		this.provider.truncateAll();
		OddValues values = new OddValues(SEED, 10 * FACTOR);
		for (int i = 0; i < ODD_INSTANCES; i++) {
			WorkflowInstance created = this.provider.createWorkflowInstance(odd(values, Optional.empty()));
			List<EventSubscription> subscriptions = create(values, EventSubscription.class, 10).stream()
				.map((subscription) -> subscription.toBuilder().workflowId(created.id()).build())
				.toList();
			WorkflowInstance persisted = this.provider
				.persistWorkflowWithSubscriptions(odd(values, Optional.of(created)), subscriptions);
			assertKept(this.provider.getWorkflowInstances(List.of(persisted.id()))
				.get(0)
				.toBuilder()
				.revision(null)
				.build(), persisted.toBuilder().revision(null).build());
			subscriptions
				.forEach((subscription) -> assertKept(this.provider.getSubscription(subscription.id()), subscription));
			create(values, Event.class, 10).forEach((event) -> {
				this.provider.createEvent(event);
				assertKept(this.provider.getEvent(event.id()), event);
			});
			List<ExecutionError> errors = create(values, ExecutionError.class, 10);
			this.provider.persistErrors(errors);
			errors.forEach((error) -> {
				assertThat(this.provider.getErrors(error.workflowId())).contains(error);
				this.odd += 4;
			});
			assertCommandsAreKept(create(values, ScheduledCommand.class, 10));
		}
		assertThat(this.odd).isGreaterThan(10_000);
	}

	private static <R extends Record> List<R> create(OddValues values, Class<R> model, int count) {
		return IntStream.range(0, count).mapToObj((index) -> values.create(model)).toList();
	}

	private static WorkflowInstance odd(OddValues values, Optional<WorkflowInstance> stored) {
		List<ExecutionPointer> pointers = new ArrayList<>(create(values, ExecutionPointer.class, POINTERS));
		stored.ifPresent((before) -> {
			// Some changed, some gone, and new ones between
			for (ExecutionPointer pointer : before.executionPointers().subList(0, POINTERS / 2)) {
				pointers.set(pointers.size() - 1,
						pointers.get(pointers.size() - 1).toBuilder().id(pointer.id()).build());
				pointers.add(values.create(ExecutionPointer.class));
			}
		});
		WorkflowInstance instance = values.create(WorkflowInstance.class);
		return instance.toBuilder()
			.id(stored.map(WorkflowInstance::id).orElse(instance.id()))
			.revision(stored.map(WorkflowInstance::revision).orElse(null))
			.executionPointers(pointers)
			.build();
	}

	private void assertCommandsAreKept(List<ScheduledCommand> commands) {
		commands.forEach(this.provider::scheduleCommand);
		List<ScheduledCommand> handled = new ArrayList<>();
		this.provider.processCommands(
				commands.stream().map(ScheduledCommand::executeTime).max(java.time.Instant::compareTo).orElseThrow(),
				100, handled::add);
		assertThat(handled).containsExactlyInAnyOrderElementsOf(commands);
		this.odd += commands.size() * 3L;
	}

	private void assertKept(Record actual, Record expected) {
		if (!actual.equals(expected)) {
			assertThat(components(actual)).as("seed %s", SEED).isEqualTo(components(expected));
		}
		assertThat(actual).isEqualTo(expected);
		this.odd += expected.getClass().getRecordComponents().length;
		if (expected instanceof WorkflowInstance instance) {
			this.odd += (long) instance.executionPointers().size()
					* ExecutionPointer.class.getRecordComponents().length;
		}
	}

	/**
	 * To tell which one differs.
	 */
	private static Map<String, Object> components(Record value) {
		Map<String, Object> components = new java.util.TreeMap<>();
		Arrays.stream(value.getClass().getRecordComponents()).forEach((component) -> {
			try {
				components.put(component.getName(), String.valueOf(component.getAccessor().invoke(value)));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		});
		return components;
	}

}
