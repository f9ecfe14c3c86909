package io.wfe.engine.internal.builder;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowStep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What builders make of a workflow, and what they refuse.
 */
class DefinitionTests {

	private static final StepBody<Data> NEXT = new Next();

	/** Data that needs nothing. */
	static class Data {

		public int n;

	}

	/** A step that does nothing. */
	static class Next implements StepBody<Data> {

		@Override
		public ExecutionResult run(StepContext<Data> context) {
			return ExecutionResult.next();
		}

	}

	/** Data that nobody can make. */
	interface Unknown {

		int n();

	}

	private static WorkflowDefinition<?> define(Consumer<WorkflowBuilder<Data>> build) {
		return define(Data.class, build);
	}

	private static <D> WorkflowDefinition<?> define(Class<D> type, Consumer<WorkflowBuilder<D>> build) {
		WorkflowHost host = WorkflowHost.builder(new InMemoryPersistenceProvider()).build();
		host.register(new Workflow<D>() {

			@Override
			public String id() {
				return "orders";
			}

			@Override
			public int version() {
				return 7;
			}

			@Override
			public Class<D> dataType() {
				return type;
			}

			@Override
			public void build(WorkflowBuilder<D> workflow) {
				build.accept(workflow);
			}

		});
		return host.definitions().get(0);
	}

	private static void assertRefused(String step, String problem, Consumer<WorkflowBuilder<Data>> build) {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> define(build))
			.withMessageContainingAll("orders", "7", step, problem);
	}

	private static WorkflowStep step(WorkflowDefinition<?> definition, String name) {
		return definition.steps().stream().filter((step) -> step.name().equals(name)).findFirst().orElseThrow();
	}

	/** D22, D59: a block knows the first step of each branch, and these their chains. */
	@Test
	void blockHasTheFirstStepOfEachBranch() {
		WorkflowDefinition<?> definition = define((steps) -> steps
			.parallel(List.of(
					(one) -> one.ifDo((data) -> true, (yes) -> yes.then("deep", NEXT)).name("if").then("1b", NEXT),
					(two) -> two.then("2a", NEXT).then("2b", NEXT)))
			.name("parallel")
			.compensateWith("undo", NEXT)
			.then("tail", NEXT));
		WorkflowStep parallel = step(definition, "parallel");
		assertThat(parallel.branches()).extracting(WorkflowStep.Branch::firstStep)
			.containsExactly(step(definition, "if").id(), step(definition, "2a").id());
		assertThat(step(definition, "if").branches()).extracting(WorkflowStep.Branch::firstStep)
			.containsExactly(step(definition, "deep").id());
		assertThat(step(definition, "if").next()).isEqualTo(step(definition, "1b").id());
		assertThat(step(definition, "2a").next()).isEqualTo(step(definition, "2b").id());
		assertThat(step(definition, "1b").next()).isNull();
		assertThat(step(definition, "deep").next()).isNull();
		assertThat(parallel.next()).isEqualTo(step(definition, "tail").id());
		assertThat(parallel.compensation()).isEqualTo(step(definition, "undo").id());
		assertThat(step(definition, "undo").next()).isNull();
	}

	/** D22. */
	@Test
	void jumpKnowsItsTarget() {
		WorkflowDefinition<?> definition = define((steps) -> steps.then("a", NEXT)
			.label("again")
			.goTo("again")
			.when((data) -> data.n < 3)
			.then("tail", NEXT));
		assertThat(step(definition, "go to again").target()).isEqualTo(step(definition, "a").id());
	}

	/** D22. */
	@Test
	void labelsHaveToBeThereOnceAndWithinReach() {
		assertRefused("go to nowhere", "which no step has", (steps) -> steps.then("a", NEXT).goTo("nowhere"));
		assertRefused("b", "which step 'a' also has",
				(steps) -> steps.then("a", NEXT).label("x").then("b", NEXT).label("x"));
		assertRefused("go to x", "in another block",
				(steps) -> steps.ifDo((data) -> true, (yes) -> yes.then("a", NEXT).label("x")).goTo("x"));
	}

	@Test
	void stepsHaveToBeReachable() {
		assertRefused("b", "can never be reached", (steps) -> steps.then("a", NEXT).endWorkflow().then("b", NEXT));
	}

	@Test
	void blocksHaveToHaveSteps() {
		assertRefused("empty", "", (steps) -> steps.ifDo((data) -> true, (yes) -> {
		}).name("empty"));
		assertRefused("decide", "no branches", (steps) -> steps.decide((data) -> data.n));
	}

	/** D65: what cannot branch anew is not retried. */
	@Test
	void whatCannotBranchAnewIsNotRetried() {
		assertRefused("recur", "cannot branch again",
				(steps) -> steps.recur(Duration.ofSeconds(1), (data) -> true, (round) -> round.then("a", NEXT))
					.onError(ErrorBehavior.retry(Duration.ofSeconds(1), 1)));
	}

	/** D57: data is what Jackson can map. */
	@Test
	void dataHasToBeMapped() {
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> define(Unknown.class, (steps) -> steps.update("a", (data) -> data)))
			.withMessageContainingAll("orders", "7", "Unknown");
	}

	@Test
	void failureOfBuildNamesTheDefinition() {
		assertRefused("", "no plan", (steps) -> {
			throw new IllegalStateException("no plan");
		});
	}

}
