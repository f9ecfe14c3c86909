package io.wfe.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.model.ExecutionError;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Sequence;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values, names and definitions that are larger and odder than anybody's. The full form:
 * {@code -Dwfe.chaos=true}.
 */
abstract class HostileInputScenarios extends HostileScenarios {

	private static final boolean FULL = Boolean.getBoolean("wfe.chaos");

	private static final Duration TIME_TO_END = FULL ? Duration.ofMinutes(10) : LONG;

	private static final int BATCH = 1000;

	HostileInputScenarios(StoreUnderTest store) {
		super(store);
	}

	/** All of them are written at the same time. */
	@Test
	void dataOfTenMegabytesIsCarriedFromStepToStep() {
		int length = FULL ? 10_000_000 : 1_000_000;
		String id = newId("large");
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.then("grow", (step) -> {
			step.data().text = "x".repeat(length);
			return ExecutionResult.next();
		}).update("a", (work) -> work.add("a")).waitFor(id, (work) -> "key", String.class).output((work, event) -> {
			work.n = event.length();
			return work;
		}).update("b", (work) -> work.add("b"))));
		List<String> ids = IntStream.range(0, 8).mapToObj((index) -> host.startWorkflow(id, new Work())).toList();
		host.publishEvent(id, "key", "y".repeat(length));
		for (String workflowId : ids) {
			WorkflowInstance workflow = host.awaitWorkflow(workflowId, TIME_TO_END);
			assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(log(workflow)).containsExactly("a", "b");
			assertThat(workflow.data().path("text").asString()).hasSize(length);
			assertThat(workflow.data().path("n").asInt()).isEqualTo(length);
		}
		assertGoesOn(host);
	}

	@Test
	void loopOverManyItemsHasABoundedNumberOfThemOpen() {
		int items = FULL ? 100_000 : 2_500;
		String id = newId("items");
		AtomicInteger runs = new AtomicInteger();
		AtomicInteger mostOpen = new AtomicInteger();
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.forEach((work) -> IntStream.range(0, items).boxed().toList(),
					Integer.class, (each) -> each.then("item", (step) -> {
						if (runs.getAndIncrement() % BATCH == 0) {
							long open = step.workflow()
								.executionPointers()
								.stream()
								.filter((pointer) -> pointer.endTime() == null)
								.count();
							mostOpen.accumulateAndGet((int) open, Math::max);
						}
						return ExecutionResult.next();
					}))
				.update("tail", (work) -> work.add("tail"))));
		long start = System.nanoTime();
		String workflowId = host.startWorkflow(id, new Work());
		assertGoesOn(host);
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, TIME_TO_END);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		System.out.printf("%s: a loop over %d items in %d s, at most %d open%n", getClass().getSimpleName(), items,
				Duration.ofNanos(System.nanoTime() - start).toSeconds(), mostOpen.get());
		assertThat(log(workflow)).containsExactly("tail");
		assertThat(runs).hasValue(items);
		assertThat(pointers(workflow, "item")).hasSize(items);
		assertThat(workflow.executionPointers()).hasSize(items + 2);
		assertThat(mostOpen).hasValue(BATCH + 1);
	}

	/** Two kilobytes in UTF-8. */
	private static String odd(int seed) {
		return odd(seed, 1000);
	}

	private static String odd(int seed, int length) {
		Random random = new Random(seed);
		StringBuilder text = new StringBuilder("\u201c'\"; DROP TABLE wfc.workflows -- ? {} $1 \\ ");
		while (text.length() < length) {
			// Emoji, and at times anything that takes as much
			text.appendCodePoint(
					(random.nextInt(4) == 0) ? 0x1F300 + random.nextInt(0x2FF) : 0x10000 + random.nextInt(0xFFFFF));
		}
		return text.toString();
	}

	@Test
	void namesAndKeysMayBeOddAndLong() {
		String definition = odd(1);
		String event = odd(2);
		String step = odd(3);
		String activity = odd(4);
		String person = odd(5);
		WorkflowHost host = this.hosts.start(
				(builder) -> builder.hostName(odd(6)).errorBehavior(ErrorBehavior.suspend()),
				workflow(definition,
						(steps) -> steps.description(odd(7))
							.update(step, (work) -> work.add(step))
							.label(odd(8))
							.waitFor(event, (work) -> "'\"\u2603", String.class)
							.output((work, data) -> work.add(data))
							.activity(activity, (work) -> odd(9), String.class)
							.output((work, data) -> work.add(data))
							.userTask(odd(10), (work) -> person)
							.option(odd(11), (yes) -> yes.update("yes", (work) -> work.add("yes")))
							.then("end", (end) -> {
								throw new IllegalStateException(odd(12));
							})));
		String id = host
			.startWorkflow(StartWorkflow.of(definition).id(odd(13)).name(odd(14)).reference(odd(15)).data(new Work()));
		assertThat(id).isEqualTo(odd(13));
		host.publishEvent(event, "'\"\u2603", odd(16));
		host.activities().poll(activity, odd(17), LONG).orElseThrow().complete(odd(18));
		this.hosts.until(id, odd(10), PointerStatus.WAITING_FOR_EVENT);
		host.userTasks().complete(host.userTasks().find(person).get(0).id(), odd(19), odd(11));
		WorkflowInstance workflow = host.awaitWorkflow(odd(14), LONG);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(workflow.reference()).isEqualTo(odd(15));
		assertThat(log(workflow)).containsExactly(step, odd(16), odd(18), "yes");
		assertThat(store().getErrors(id)).extracting(ExecutionError::message).containsExactly(odd(12));
		// The names of these have a number behind the id of their definition
		host.getWorkflow(host.startWorkflow(definition, new Work()));
		assertGoesOn(host);
	}

	/** An index takes 2704 bytes. */
	@Test
	void keyThatIsTooLongIsRefusedWithAMessage() {
		String id = newId("key");
		WorkflowHost host = this.hosts.start((builder) -> builder.errorBehavior(ErrorBehavior.suspend()),
				workflow(id, (steps) -> steps.waitFor(odd(1, 2000), (work) -> odd(2, 2000), String.class)));
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> host.publishEvent(odd(1, 2000), odd(2, 2000), null))
			.withMessageContaining("bytes");
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("bytes"));
		assertGoesOn(host);
	}

	/** Each one starts itself again, without end. */
	@Test
	void recursionOfChildrenIsRefusedWhenItIsTooDeep() {
		String id = newId("russian");
		AtomicInteger deepest = new AtomicInteger();
		WorkflowHost host = this.hosts.start((builder) -> builder.errorBehavior(ErrorBehavior.terminate()),
				workflow(id, (steps) -> steps.then("count", (step) -> {
					deepest.accumulateAndGet(step.data().n, Math::max);
					return ExecutionResult.next();
				}).subWorkflow(id, (work) -> Work.of(work.n + 1))));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, TIME_TO_END);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(deepest).hasValue(100);
		List<WorkflowInstance> chain = new ArrayList<>();
		for (String next = workflowId; next != null; next = childOf(chain.get(chain.size() - 1))) {
			chain.add(store().getWorkflowInstance(next));
		}
		assertThat(chain).hasSize(101);
		assertThat(store().getErrors(chain.get(100).id())).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("100 levels", id));
		assertGoesOn(host);
	}

	private static @Nullable String childOf(WorkflowInstance workflow) {
		return workflow.executionPointers().get(workflow.executionPointers().size() - 1).eventKey();
	}

	@Test
	void definitionMayHaveTenThousandSteps() {
		int count = FULL ? 10_000 : 1_000;
		String id = newId("long");
		Workflow<Work> workflow = workflow(id, (steps) -> {
			Sequence<Work> chain = steps;
			for (int step = 0; step < count; step++) {
				chain = chain.update("step " + step, (work) -> {
					work.n++;
					return work;
				});
			}
		});
		WorkflowHost host = this.hosts.start(workflow);
		assertThat(host.definitions()).singleElement()
			.satisfies((definition) -> assertThat(definition.toMermaid()).contains("step " + (count - 1)));
		String workflowId = host.startWorkflow(id, new Work());
		assertGoesOn(host);
		WorkflowInstance complete = host.awaitWorkflow(workflowId, TIME_TO_END);
		assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(complete.data().path("n").asInt()).isEqualTo(count);
	}

	/** Blocks in blocks, and branches side by side. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void definitionMayBeDeepOrWide(boolean deep) {
		int count = deep ? 200 : 1000;
		String id = newId("shape");
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> {
			if (deep) {
				nest(steps, count);
			}
			else {
				steps.parallel(IntStream
					.range(0, count).<java.util.function.Consumer<Sequence<Work>>>mapToObj(
							(index) -> (branch) -> branch.then("b" + index, (step) -> ExecutionResult.next()))
					.toList());
			}
		}));
		WorkflowInstance complete = host.awaitWorkflow(host.startWorkflow(id, new Work()), TIME_TO_END);
		assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(complete.executionPointers()).hasSize(count + 1);
		assertGoesOn(host);
	}

	private static void nest(Sequence<Work> chain, int depth) {
		if (depth == 0) {
			chain.update("innermost", (work) -> work.add("innermost"));
		}
		else {
			chain.ifDo((work) -> true, (yes) -> nest(yes, depth - 1));
		}
	}

}
