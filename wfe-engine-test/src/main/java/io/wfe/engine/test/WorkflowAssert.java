package io.wfe.engine.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.UserTask;
import io.wfe.engine.WorkflowStep;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about an instance. Each that fails has a description of the whole instance
 * in its message: its steps as a tree, its errors, and what it waits for. <pre>{@code
 * tester.assertThat(id)
 *     .isComplete()
 *     .hasRun("invoice line", 2)
 *     .hasNotRun("tell support")
 *     .dataAs(Order.class).extracting(Order::receipt).isEqualTo("receipt-1");
 * }</pre>
 * <p>
 * Steps are named as in the definition: a step of a class has the simple name of the
 * class. A name that the definition does not have is an error.
 *
 * @since 0.1.0
 */
public final class WorkflowAssert extends AbstractAssert<WorkflowAssert, WorkflowInstance> {

	private final WorkflowTester tester;

	WorkflowAssert(WorkflowTester tester, WorkflowInstance workflow) {
		super(workflow, WorkflowAssert.class);
		this.tester = tester;
	}

	/**
	 * Verifies that the instance has run to its end.
	 * @return this
	 */
	public WorkflowAssert isComplete() {
		return hasStatus(WorkflowStatus.COMPLETE);
	}

	/**
	 * Verifies that the instance was terminated.
	 * @return this
	 */
	public WorkflowAssert isTerminated() {
		return hasStatus(WorkflowStatus.TERMINATED);
	}

	/**
	 * Verifies that the instance is suspended, such as after its last retry.
	 * @return this
	 */
	public WorkflowAssert isSuspended() {
		return hasStatus(WorkflowStatus.SUSPENDED);
	}

	/**
	 * Verifies that the instance has neither ended nor been suspended. It may wait.
	 * @return this
	 */
	public WorkflowAssert isRunnable() {
		return hasStatus(WorkflowStatus.RUNNABLE);
	}

	/**
	 * Verifies the status.
	 * @param status the expected status
	 * @return this
	 */
	public WorkflowAssert hasStatus(WorkflowStatus status) {
		return check(this.actual.status() == status, "to be " + status + ", but it is " + this.actual.status());
	}

	/**
	 * Verifies that a step has completed exactly once.
	 * @param stepName the name of the step
	 * @return this
	 */
	public WorkflowAssert hasRun(String stepName) {
		return hasRun(stepName, 1);
	}

	/**
	 * Verifies how often a step has completed: more than once in a loop or in branches. A
	 * failed attempt does not count; a run that was compensated later does.
	 * @param stepName the name of the step
	 * @param times how often
	 * @return this
	 */
	public WorkflowAssert hasRun(String stepName, int times) {
		long completed = pointers(stepName, this::isCompleted).count();
		return check(completed == times, "to have run step '" + stepName + "' " + times(times) + ", but it has run "
				+ ((completed == 0) ? "not at all" : times(completed)));
	}

	/**
	 * Verifies that a step has not begun. One that was skipped has not; one that has
	 * failed has.
	 * @param stepName the name of the step
	 * @return this
	 */
	public WorkflowAssert hasNotRun(String stepName) {
		List<ExecutionPointer> begun = pointers(stepName,
				(pointer) -> pointer.startTime() != null && pointer.status() != PointerStatus.SKIPPED)
			.toList();
		return check(begun.isEmpty(), "not to have run step '" + stepName + "', but it has: "
				+ begun.stream().map(ExecutionPointer::status).toList());
	}

	/**
	 * Verifies that a step has failed at least once, even if a retry has completed it.
	 * @param stepName the name of the step
	 * @return this
	 */
	public WorkflowAssert hasFailed(String stepName) {
		return check(failures(stepName) > 0, "to have failed in step '" + stepName + "', but it has not");
	}

	/**
	 * Verifies how often a step has failed, all its attempts together.
	 * @param stepName the name of the step
	 * @param times how often
	 * @return this
	 */
	public WorkflowAssert hasFailed(String stepName, int times) {
		long failures = failures(stepName);
		return check(failures == times, "to have failed in step '" + stepName + "' " + times(times)
				+ ", but it has failed " + ((failures == 0) ? "not at all" : times(failures)));
	}

	/**
	 * Verifies that no step has failed.
	 * @return this
	 */
	public WorkflowAssert hasNoErrors() {
		return check(this.tester.host().persistence().getErrors(this.actual.id()).isEmpty(),
				"to have no errors, but it has");
	}

	/**
	 * Verifies that what a step has done was undone, or has begun to be.
	 * @param stepName the name of the step, not of its compensation
	 * @return this
	 */
	public WorkflowAssert hasCompensated(String stepName) {
		return check(pointers(stepName, (pointer) -> pointer.status() == PointerStatus.COMPENSATED).count() > 0,
				"to have compensated step '" + stepName + "', but it has not");
	}

	/**
	 * Verifies that the instance waits for an event.
	 * @param eventName the name of the event
	 * @param eventKey the key of the event
	 * @return this
	 */
	public WorkflowAssert isWaitingFor(String eventName, String eventKey) {
		return check(
				isWaiting((pointer) -> eventName.equals(pointer.eventName()) && eventKey.equals(pointer.eventKey())),
				"to wait for event '" + eventName + "' with key '" + eventKey + "', but it does not");
	}

	/**
	 * Verifies that the instance waits for the worker of an activity.
	 * @param activityName the name of the activity
	 * @return this
	 */
	public WorkflowAssert isWaitingForActivity(String activityName) {
		return check(
				isWaiting((pointer) -> EventNames.ACTIVITY.equals(pointer.eventName())
						&& activityName.equals(pointer.eventKey())),
				"to wait for a worker of activity '" + activityName + "', but it does not");
	}

	/**
	 * Verifies that the instance waits for the answer of a person.
	 * @param assignee the person
	 * @return this
	 */
	public WorkflowAssert isWaitingForUser(String assignee) {
		List<UserTask> tasks = this.tester.userTasks(null)
			.stream()
			.filter((task) -> task.workflowId().equals(this.actual.id()))
			.toList();
		return check(tasks.stream().anyMatch((task) -> task.assignee().equals(assignee)),
				"to wait for '" + assignee + "', but it waits for "
						+ (tasks.isEmpty() ? "nobody" : tasks.stream().map(UserTask::assignee).toList()));
	}

	/**
	 * Verifies when the instance is due next, such as for a retry or after a delay.
	 * @param duration the time from now
	 * @return this
	 */
	public WorkflowAssert isDueIn(Duration duration) {
		Instant expected = this.tester.now().plus(duration);
		return check(expected.equals(this.actual.nextExecution()),
				"to be due at " + expected + ", but it is due at " + this.actual.nextExecution());
	}

	/**
	 * Verifies the data. Numbers are compared by value, as they are stored.
	 * @param expected the data, of the type of the workflow's data
	 * @return this
	 */
	public WorkflowAssert hasData(Object expected) {
		boolean equal = expected.equals(this.tester.data(this.actual.id(), expected.getClass()))
				|| JsonEquality.areEqual(this.tester.json(expected), this.actual.data());
		return check(equal, "to have the data " + expected + ", but it has other");
	}

	/**
	 * Begins assertions about the data.
	 * @param <T> the type of the data
	 * @param type the type of the data
	 * @return assertions about the data, with the instance in their messages
	 */
	public <T> ObjectAssert<T> dataAs(Class<T> type) {
		return Assertions.assertThat(this.tester.data(this.actual.id(), type)).as(this::description);
	}

	private String description() {
		return "data of\n" + this.tester.dump(this.actual.id()) + "\n";
	}

	static Stream<ExecutionPointer> waiting(WorkflowInstance workflow) {
		return workflow.executionPointers()
			.stream()
			.filter((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT && pointer.endTime() == null
					&& !pointer.eventPublished());
	}

	private boolean isWaiting(Predicate<ExecutionPointer> forWhat) {
		return waiting(this.actual).anyMatch(forWhat);
	}

	private boolean isCompleted(ExecutionPointer pointer) {
		return pointer.status() == PointerStatus.COMPLETE
				|| (pointer.status() == PointerStatus.COMPENSATED && this.tester.isCompleted(pointer.id()));
	}

	private long failures(String stepName) {
		List<String> ids = pointers(stepName, (pointer) -> true).map(ExecutionPointer::id).toList();
		return this.tester.host()
			.persistence()
			.getErrors(this.actual.id())
			.stream()
			.filter((error) -> ids.contains(error.executionPointerId()))
			.count();
	}

	private Stream<ExecutionPointer> pointers(String stepName, Predicate<ExecutionPointer> condition) {
		List<String> known = this.tester.host()
			.definitions()
			.stream()
			.filter((definition) -> definition.id().equals(this.actual.workflowDefinitionId())
					&& definition.version() == this.actual.version())
			.flatMap((definition) -> definition.steps().stream())
			.map(WorkflowStep::name)
			.distinct()
			.toList();
		check(known.contains(stepName), "to have a step '" + stepName + "', but its steps are " + known);
		return this.actual.executionPointers()
			.stream()
			.filter((pointer) -> Objects.equals(pointer.stepName(), stepName))
			.filter(condition);
	}

	private static String times(long times) {
		return (times == 1) ? "once" : times + " times";
	}

	private WorkflowAssert check(boolean holds, String expectation) {
		if (!holds) {
			failWithMessage("%s", message(expectation, this.tester.dump(this.actual.id())));
		}
		return this;
	}

	private String message(String expectation, @Nullable String dump) {
		return "Expected " + this.actual.name() + " " + expectation + ".\n" + dump;
	}

}
