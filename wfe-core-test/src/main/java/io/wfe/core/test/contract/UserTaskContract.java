package io.wfe.core.test.contract;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people are asked to do.
 */
interface UserTaskContract extends Stores {

	@Test
	default void tasksOfAssigneeAreFoundOldestFirst() {
		Instant first = Samples.earlierThanEver();
		String assignee = Samples.unique("ann's \"boss\"");
		String second = task(assignee, first.plusSeconds(2));
		String oldest = task(assignee, first.plusSeconds(1));
		task(Samples.unique("bob"), first);
		task(null, first);
		String third = task(assignee, first.plusSeconds(3));
		subscribe(Samples.unique("event"), "{\"assignee\": \"ann\"}", first);
		assertThat(ids(assignee, 9)).containsExactly(oldest, second, third);
		assertThat(ids(assignee, 2)).containsExactly(oldest, second);
		provider().terminateSubscription(oldest);
		assertThat(ids(assignee, 9)).containsExactly(second, third);
		assertThat(ids(Samples.unique("nobody"), 9)).isEmpty();
	}

	@Test
	default void tasksOfEverybodyAreFoundOldestFirst() {
		Instant first = Samples.earlierThanEver();
		String second = task(null, first.plusSeconds(1));
		String oldest = task(Samples.unique("ann"), first);
		subscribe(Samples.unique("event"), "{\"assignee\": \"ann\"}", first);
		assertThat(ids(null, 2)).containsExactly(oldest, second);
	}

	private List<String> ids(@Nullable String assignee, int limit) {
		return provider().findUserTasks(assignee, limit).stream().map(EventSubscription::id).toList();
	}

	private String task(@Nullable String assignee, Instant time) {
		return subscribe(EventNames.USER_ACTION,
				(assignee != null) ? "{\"assignee\": \"" + assignee.replace("\"", "\\\"") + "\"}" : "{\"prompt\": 1}",
				time);
	}

	private String subscribe(String eventName, String data, Instant time) {
		return Stores.subscribe(provider(),
				Samples.subscription(eventName).subscribeAsOf(time).subscriptionData(Samples.json(data)).build());
	}

}
