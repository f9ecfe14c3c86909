package io.wfe.engine.test;

import java.time.Duration;

import io.wfe.engine.Workflow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for activities, tasks of people and children, on any store.
 */
abstract class ExternalWorkScenarios extends TesterTest {

	private final Workflow<Parcel> packing = workflow("packing", Parcel.class,
			(parcel) -> parcel.activity("pack", Parcel::item, String.class)
				.output(Parcel::withState)
				.userTask("Is it right?", (data) -> "ada")
				.option("yes", (yes) -> yes.update("approve", (data) -> data.withState("approved")))
				.option("no", (no) -> no.update("reject", (data) -> data.withState("rejected")))
				.escalate(Duration.ofDays(1), (data) -> "bob", (late) -> late.update("remind", (data) -> data)));

	private final Workflow<Parcel> shipping = workflow("shipping", Parcel.class,
			(parcel) -> parcel.subWorkflow("packing", (data) -> data)
				.output(Parcel.class, (data, packed) -> data.withState("shipped when " + packed.state())));

	@Test
	void activityIsDoneByTheTest() {
		WorkflowTester tester = keep(builder().workflow(this.packing).build());
		String id = run(tester, "packing");
		tester.assertThat(id).isWaitingForActivity("pack");
		tester.completeActivity("pack", String.class, (item) -> item + " in a box");
		tester.assertThat(id).isWaitingForUser("ada").hasData(new Parcel("book", "book in a box"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> tester.completeActivity("pack", "box"))
			.withMessage("No activity 'pack' waits for a worker");
	}

	@Test
	void whenActivityFailsThenItsStepDoes() {
		WorkflowTester tester = keep(builder().workflow(this.packing).build());
		String id = run(tester, "packing");
		tester.failActivity("pack", "no box");
		tester.assertThat(id).hasFailed("pack", 1).isDueIn(Duration.ofMinutes(1));
	}

	@Test
	void taskIsAnsweredByTheTest() {
		WorkflowTester tester = keep(builder().workflow(this.packing).build());
		String id = run(tester, "packing");
		tester.completeActivity("pack", "box");
		assertThat(tester.userTasks("ada")).hasSize(1);
		tester.completeUserTask("ada", "no");
		tester.assertThat(id).isComplete().hasRun("reject").hasNotRun("approve");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> tester.completeUserTask("ada", "no"))
			.withMessage("'ada' has no open task");
	}

	@Test
	void whenTaskIsNotAnsweredThenItIsEscalated() {
		WorkflowTester tester = keep(builder().workflow(this.packing).build());
		String id = run(tester, "packing");
		tester.completeActivity("pack", "box");
		tester.advance(Duration.ofDays(1));
		tester.assertThat(id).isWaitingForUser("bob").hasRun("remind");
		tester.completeUserTask("bob", "yes");
		tester.assertThat(id).isComplete().hasRun("approve");
	}

	@Test
	void childrenRunToo() {
		WorkflowTester tester = keep(builder().workflow(this.shipping, this.packing).build());
		String id = run(tester, "shipping");
		assertThat(tester.dump(id)).contains("waits for:").contains("packing-1 is RUNNABLE");
		tester.completeActivity("pack", "box");
		tester.completeUserTask("ada", "yes");
		tester.assertThat(id).isComplete().hasData(new Parcel("book", "shipped when approved"));
	}

	private static String run(WorkflowTester tester, String definitionId) {
		String id = tester.start(definitionId, new Parcel("book", "new"));
		tester.runUntilIdle();
		return id;
	}

	record Parcel(String item, String state) {

		Parcel withState(String state) {
			return new Parcel(this.item, state);
		}

	}

}
