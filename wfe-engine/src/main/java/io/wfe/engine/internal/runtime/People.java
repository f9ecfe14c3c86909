package io.wfe.engine.internal.runtime;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.engine.UserTask;
import io.wfe.engine.UserTasks;
import io.wfe.engine.internal.definition.EngineEvents;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The tasks of people.
 */
final class People implements UserTasks {

	private static final int LARGEST_LIST = 1000;

	private final Events events;

	private final HostRuntime runtime;

	People(HostRuntime runtime, Events events) {
		this.runtime = runtime;
		this.events = events;
	}

	@Override
	public List<UserTask> find(@Nullable String assignee) {
		return this.runtime.store().findUserTasks(assignee, LARGEST_LIST).stream().map(People::task).toList();
	}

	@Override
	public boolean complete(String taskId, String user, String option) {
		Optional<EventSubscription> open = this.runtime.persistence()
			.getFirstOpenSubscription(EventNames.USER_ACTION, taskId, this.runtime.clock().now().plusSeconds(60));
		if (open.isEmpty()) {
			return false;
		}
		UserTask task = task(open.get());
		if (!task.options().isEmpty() && !task.options().contains(option)) {
			throw new InvalidValueException("UserTask", taskId, "option",
					"must be one of the task's options " + task.options());
		}
		this.events.publish(EventNames.USER_ACTION, taskId, EngineEvents.userAction(user, option), null);
		return true;
	}

	private static UserTask task(EventSubscription subscription) {
		JsonNode stored = subscription.subscriptionData();
		JsonNode data = (stored != null) ? stored : JsonNodeFactory.instance.objectNode();
		return new UserTask(subscription.eventKey(), subscription.workflowId(), data.path("prompt").asString(""),
				data.path("assignee").asString(""),
				data.path("options").valueStream().map((option) -> option.asString("")).toList(),
				since(data, subscription));
	}

	private static Instant since(JsonNode data, EventSubscription subscription) {
		try {
			return Instant.parse(data.path("since").asString(""));
		}
		catch (DateTimeException ex) {
			return subscription.subscribeAsOf();
		}
	}

}
