package io.wfe.engine;

import java.time.Instant;
import java.util.List;

/**
 * An open task of a person. <pre>{@code
 * UserTask task = host.userTasks().find("ada").get(0);
 * System.out.println(task.prompt() + " " + task.options()); // Send it? [yes, no]
 * }</pre>
 *
 * @param id the id of the task
 * @param workflowId the id of the instance
 * @param prompt the question
 * @param assignee who is asked
 * @param options the answers to choose from
 * @param since since when the task is open
 * @since 0.1.0
 */
public record UserTask(String id, String workflowId, String prompt, String assignee, List<String> options,
		Instant since) {

	/**
	 * Copies the options.
	 */
	public UserTask {
		options = List.copyOf(options);
	}

}
