package io.wfe.core.memory;

import java.util.List;
import java.util.stream.Stream;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.SharedJson;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the tasks that people are asked to do.
 */
final class UserTasks {

	private final Tables tables;

	UserTasks(Tables tables) {
		this.tables = tables;
	}

	static boolean isTask(EventSubscription subscription) {
		return EventNames.USER_ACTION.equals(subscription.eventName());
	}

	/**
	 * Returns who is asked, or {@code null} if this is no task or nobody is named.
	 */
	static @Nullable String assignee(EventSubscription subscription) {
		JsonNode data = isTask(subscription) ? SharedJson.subscriptionData(subscription) : null;
		JsonNode assignee = (data != null) ? data.get("assignee") : null;
		return (assignee != null && assignee.isString()) ? assignee.stringValue() : null;
	}

	List<EventSubscription> find(@Nullable String assignee, int limit) {
		Inputs.standard().of("Query").optionalText("assignee", assignee);
		Inputs.positive("Query", "limit", limit);
		return this.tables.call(() -> {
			Stream<EventSubscription> all = (assignee != null) ? this.tables.userTasksByAssignee.oldestFirst(assignee)
					: this.tables.userTasks.oldestFirst();
			return all.limit(limit).toList();
		});
	}

}
