package io.wfe.dashboard;

import java.awt.Rectangle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Diagram}.
 */
class DiagramTests {

	private static final Pattern NODE = Pattern
		.compile("<rect class=\"node [^\"]*\" x=\"(\\d+)\" y=\"(\\d+)\" width=\"(\\d+)\" height=\"(\\d+)\"");

	private final WorkflowDefinition<?> definition = WorkflowHost.builder(new InMemoryPersistenceProvider())
		.workflow(new AllSteps())
		.build()
		.definitions()
		.get(0);

	private String draw(StepStates states) {
		Html html = new Html();
		html.open("body");
		new Diagram(this.definition.steps(), states).write(html, "Steps");
		return html.close().toString();
	}

	@Test
	void eachStepHasItsPlace() {
		String picture = draw(new StepStates(List.of()));
		var viewBox = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(picture);
		assertThat(viewBox.find()).isTrue();
		Rectangle all = new Rectangle(Integer.parseInt(viewBox.group(1)), Integer.parseInt(viewBox.group(2)));
		List<Rectangle> nodes = NODE.matcher(picture)
			.results()
			.map((match) -> new Rectangle(number(match.group(1)), number(match.group(2)), number(match.group(3)),
					number(match.group(4))))
			.toList();
		assertThat(nodes).hasSameSizeAs(this.definition.steps()).allMatch(all::contains);
		for (int i = 0; i < nodes.size(); i++) {
			assertThat(nodes.subList(i + 1, nodes.size())).noneMatch(nodes.get(i)::intersects);
		}
	}

	private static int number(String text) {
		return Integer.parseInt(Objects.requireNonNull(text));
	}

	@Test
	void textListsEachStepInItsBranch() {
		String picture = draw(new StepStates(List.of()));
		this.definition.steps().forEach((step) -> assertThat(picture).contains("<li><bdi>" + step.name() + "</bdi> ("));
		assertThat(picture).containsSubsequence("<bdi>decide</bdi>", "Branch: <bdi>red</bdi>", "<bdi>inner</bdi>",
				"Branch: <bdi>otherwise</bdi>", "<bdi>after</bdi>");
	}

	@Test
	void stateIsThatOfTheMostUrgentActivation() {
		StepStates states = new StepStates(
				List.of(pointer(1, PointerStatus.COMPLETE, true), pointer(1, PointerStatus.SLEEPING, false),
						pointer(1, PointerStatus.WAITING_FOR_EVENT, false), pointer(2, PointerStatus.FAILED, true),
						pointer(2, PointerStatus.COMPLETE, true), pointer(3, PointerStatus.FAILED, false)));
		assertThat(Map.of(0, String.valueOf(states.status(0)), 1, String.valueOf(states.status(1)), 2,
				String.valueOf(states.status(2)), 3, String.valueOf(states.status(3))))
			.containsExactlyInAnyOrderEntriesOf(Map.of(0, "null", 1, "SLEEPING", 2, "COMPLETE", 3, "FAILED"));
		assertThat(states.text(0)).isEqualTo("not reached");
		assertThat(states.text(1)).isEqualTo("1 complete, 1 sleeping, 1 waiting for event");
		assertThat(states.text(3)).isEqualTo("failed, attempt 3");
		assertThat(draw(states)).contains(": 1 complete, 1 sleeping, 1 waiting for event", "node step-FAILED");
	}

	private static ExecutionPointer pointer(int step, PointerStatus status, boolean ended) {
		ExecutionPointer pointer = ExecutionPointer.create(step);
		return pointer.toBuilder()
			.status(status)
			.retryCount((status == PointerStatus.FAILED) ? 2 : 0)
			.endTime(ended ? Instant.EPOCH : null)
			.build();
	}

	/**
	 * All kinds of steps, in each other.
	 */
	static final class AllSteps implements Workflow<Object> {

		private final StepBody<Object> body = (step) -> ExecutionResult.next();

		@Override
		public String id() {
			return "all";
		}

		@Override
		public Class<Object> dataType() {
			return Object.class;
		}

		@Override
		public void build(WorkflowBuilder<Object> workflow) {
			workflow.then("first", this.body)
				.label("again")
				.saga((saga) -> saga.then("one", this.body)
					.compensateWith((undo) -> undo.then("undo one", this.body).then("and more", this.body))
					.parallel(List.of((left) -> left.then("left", this.body),
							(right) -> right.forEach((data) -> List.of(), String.class,
									(item) -> item.then("item", this.body)))))
				.compensateWith("undo saga", this.body)
				.decide((data) -> "red")
				.when("red", (red) -> red.whileDo((data) -> false, (loop) -> loop.then("inner", this.body)))
				.otherwise((other) -> other.delay(Duration.ofDays(1)))
				.then("after", this.body)
				.waitFor("event", (data) -> "key", String.class)
				.orAfter(Duration.ofDays(1), (late) -> late.then("late", this.body))
				.schedule(Duration.ofHours(1), (later) -> later.then("later", this.body))
				.recur(Duration.ofHours(1), (data) -> true, (round) -> round.then("round", this.body))
				.subWorkflow("other", (data) -> data)
				.userTask("Sign?", (data) -> "boss")
				.option("yes", (yes) -> yes.then("signed", this.body))
				.option("no", (no) -> no.goTo("again"))
				.ifDo((data) -> true, (yes) -> yes.endWorkflow());
		}

	}

}
