package io.wfe.reliability;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the stores that are kept of each version: every field of everything, with
 * values that are easily spoilt. It never changes, since the stores that are kept do not.
 */
final class SampleStore {

	/**
	 * Quotes, what looks like SQL and like a placeholder, several scripts, a surrogate
	 * pair, a combining mark and line ends.
	 */
	private static final String ODD = "o'd\\d\"; DROP TABLE wfc.events; --${schema} ? :x $1 "
			+ "\u05E2\u05D1 \u202E \uD83D\uDE00 e\u0301 \u0001\r\n\t";

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("+294275-12-31T23:59:59.999999Z");

	private static final Instant USUAL = Instant.parse("2026-03-29T01:30:00.123456Z");

	private static final JsonNode JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build()
		.readTree("""
				{"big": 1e400, "exact": 12.50, "small": -0.000000000000000000000000000001, "none": null, "": [[], {}],
				 "text": "o'd\\\\d \\" \\u05e2 \\ud83d\\ude00 \\n", "true": true}
				""");

	private SampleStore() {
	}

	static void write(PersistenceProvider store) {
		workflows().forEach(store::createNewWorkflow);
		subscriptions().forEach(store::createEventSubscription);
		events().forEach(store::createEvent);
		commands().forEach(store::scheduleCommand);
		store.persistErrors(errors());
		for (int i = 0; i < 3; i++) {
			store.nextDefinitionSequence(ODD);
		}
	}

	/**
	 * Fails unless all is there and equal. Handles the commands, and takes a number.
	 */
	static void check(PersistenceProvider store) {
		for (WorkflowInstance expected : workflows()) {
			assertThat(store.getWorkflowInstance(expected.id()).toBuilder().revision(null).build()).isEqualTo(expected);
		}
		assertThat(subscriptions())
			.allSatisfy((expected) -> assertThat(store.getSubscription(expected.id())).isEqualTo(expected));
		assertThat(events()).allSatisfy((expected) -> assertThat(store.getEvent(expected.id())).isEqualTo(expected));
		assertThat(store.getErrors(ODD)).containsExactlyElementsOf(errors());
		assertThat(store.nextDefinitionSequence(ODD)).isEqualTo(4);
		List<ScheduledCommand> handled = new ArrayList<>();
		store.processCommands(Instant.ofEpochMilli(Long.MAX_VALUE), handled::add);
		assertThat(handled).containsAll(commands());
	}

	private static List<WorkflowInstance> workflows() {
		WorkflowInstance full = WorkflowInstance.builder()
			.id(ODD)
			.name(ODD)
			.rootWorkflowId(ODD)
			.workflowDefinitionId(ODD)
			.version(Integer.MAX_VALUE)
			.description(ODD)
			.reference(ODD)
			.status(WorkflowStatus.SUSPENDED)
			.data(JSON)
			.nextExecution(Instant.ofEpochMilli(-1))
			.createTime(FIRST)
			.completeTime(LAST)
			.executionPointers(IntStream.range(0, PointerStatus.values().length)
				.mapToObj((i) -> pointer(i, List.of(PointerStatus.values()).get(i)))
				.toList())
			.build();
		WorkflowInstance least = WorkflowInstance.builder()
			.id("least")
			.name("least")
			.workflowDefinitionId("d")
			.version(0)
			.data(new JsonMapper().nullNode())
			.createTime(USUAL)
			.build();
		List<WorkflowInstance> result = new ArrayList<>(List.of(full, least));
		for (WorkflowStatus status : WorkflowStatus.values()) {
			result.add(least.toBuilder()
				.id("status-" + status)
				.name("status-" + status)
				.status(status)
				.data(new JsonMapper().createObjectNode().put("number", new BigDecimal("0.10")))
				.executionPointers(List.of(ExecutionPointer.builder().id("only-" + status).build()))
				.build());
		}
		return result;
	}

	private static ExecutionPointer pointer(int number, PointerStatus status) {
		// Neither the order of the ids nor that of their insertion is that of the list
		return ExecutionPointer.builder()
			.id((PointerStatus.values().length - number) + ODD)
			.stepId(number)
			.active(number % 2 == 0)
			.status(status)
			.sleepUntil(LAST)
			.persistenceData(JSON)
			.startTime(FIRST)
			.endTime(USUAL)
			.eventName(ODD)
			.eventKey(ODD)
			.eventPublished(number % 2 == 0)
			.eventData((number % 2 == 0) ? JSON : new JsonMapper().nullNode())
			.stepName(ODD)
			.retryCount(number)
			.children(List.of(ODD, ""))
			.contextItem(JSON)
			.predecessorId(ODD)
			.outcome(JSON)
			.scope(List.of("b", "a"))
			.extensionAttributes(Map.of(ODD, JSON))
			.build();
	}

	private static List<EventSubscription> subscriptions() {
		EventSubscription open = EventSubscription.create(ODD, 1, ODD, ODD, ODD, FIRST).toBuilder().id("open").build();
		return List.of(open,
				open.toBuilder()
					.id(ODD)
					.subscribeAsOf(LAST)
					.subscriptionData(JSON)
					.externalToken(ODD)
					.externalWorkerId(ODD)
					.externalTokenExpiry(USUAL)
					.build());
	}

	private static List<Event> events() {
		return List.of(new Event(ODD, ODD, ODD, JSON, FIRST, false),
				new Event("processed", ODD, " k ", new JsonMapper().nullNode(), LAST, true));
	}

	private static List<ScheduledCommand> commands() {
		return List.of(ScheduledCommand.create(CommandName.PROCESS_EVENT, ODD, Instant.ofEpochMilli(Long.MIN_VALUE)),
				ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, " d ", Instant.ofEpochMilli(Long.MAX_VALUE)));
	}

	private static List<ExecutionError> errors() {
		return List.of(new ExecutionError(FIRST, ODD, ODD, ODD), new ExecutionError(USUAL, ODD, " p ", ""));
	}

}
