package io.wfe.engine.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import io.wfe.engine.PendingActivity;
import io.wfe.engine.UserTask;
import org.jspecify.annotations.Nullable;

/**
 * What the test does in the place of workers and people. Part of {@link WorkflowTester}.
 * <pre>{@code
 * tester.completeActivity("pack parcel", Parcel.class, (parcel) -> new Packed(parcel.id()));
 * tester.completeUserTask("ada", "approve");
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract class ExternalWork extends StepFakes {

	private static final String WORKER = "tester";

	ExternalWork(Fakes fakes) {
		super(fakes);
	}

	/**
	 * Completes the oldest activity of a name that waits for a worker, and goes on.
	 * @param activityName the name
	 * @param result the result, or {@code null}
	 * @throws AssertionError if none waits
	 */
	public void completeActivity(String activityName, @Nullable Object result) {
		take(activityName).complete(result);
		self().runUntilIdle();
	}

	/**
	 * Does the oldest activity of a name as a worker would, and goes on.
	 * @param <P> the type of the parameters
	 * @param activityName the name
	 * @param parametersType the type of the parameters
	 * @param work makes the result from the parameters
	 * @throws AssertionError if none waits
	 */
	public <P> void completeActivity(String activityName, Class<P> parametersType, Function<P, ?> work) {
		PendingActivity activity = take(activityName);
		P parameters = Objects.requireNonNull(activity.parameters(parametersType),
				() -> "Activity '" + activityName + "' has no parameters");
		activity.complete(work.apply(parameters));
		self().runUntilIdle();
	}

	/**
	 * Fails the oldest activity of a name that waits for a worker, and goes on.
	 * @param activityName the name
	 * @param reason why, or {@code null}
	 * @throws AssertionError if none waits
	 */
	public void failActivity(String activityName, @Nullable Object reason) {
		take(activityName).fail(reason);
		self().runUntilIdle();
	}

	private PendingActivity take(String activityName) {
		return self().host()
			.activities()
			.poll(activityName, WORKER, Duration.ZERO)
			.orElseThrow(() -> new AssertionError("No activity '" + activityName + "' waits for a worker"));
	}

	/**
	 * Returns the open tasks of a person.
	 * @param assignee who, or {@code null} for everybody
	 * @return the tasks, oldest first
	 */
	public List<UserTask> userTasks(@Nullable String assignee) {
		return self().host().userTasks().find(assignee);
	}

	/**
	 * Answers the oldest open task of a person, and goes on.
	 * @param assignee who is asked and answers
	 * @param option the chosen option
	 * @throws AssertionError if the person has no open task
	 */
	public void completeUserTask(String assignee, String option) {
		Optional<UserTask> task = userTasks(assignee).stream().findFirst();
		if (task.isEmpty()) {
			throw new AssertionError("'" + assignee + "' has no open task");
		}
		self().host().userTasks().complete(task.get().id(), assignee, option);
		self().runUntilIdle();
	}

}
