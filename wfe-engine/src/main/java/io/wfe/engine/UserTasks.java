package io.wfe.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of people, see {@link Sequence#userTask}. <pre>{@code
 * for (UserTask task : host.userTasks().find("ada")) {
 *     host.userTasks().complete(task.id(), "ada", "yes");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface UserTasks {

	/**
	 * Finds open tasks.
	 * @param assignee whose tasks, or {@code null} for all
	 * @return the tasks, oldest first; at most 1,000
	 */
	List<UserTask> find(@Nullable String assignee);

	/**
	 * Answers a task.
	 * @param taskId the id of the task
	 * @param user who answers
	 * @param option the chosen option
	 * @return whether the task was open
	 * @throws io.wfe.core.InvalidValueException if the task has no such option
	 */
	boolean complete(String taskId, String user, String option);

}
