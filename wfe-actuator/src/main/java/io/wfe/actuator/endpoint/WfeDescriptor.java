package io.wfe.actuator.endpoint;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What is in the store, and what the parts of WFE have to tell.
 *
 * @param parts what the parts have contributed, by name
 * @param workflows how many instances there are of each status
 * @param backlog what has been due the longest
 * @since 0.1.0
 */
public record WfeDescriptor(@JsonAnyGetter Map<String, Object> parts, Map<WorkflowStatus, CountDescriptor> workflows,
		BacklogDescriptor backlog) implements OperationResponseBody {

	/**
	 * Returns this with the names of all stores, if there are several.
	 */
	WfeDescriptor withStores(List<String> names) {
		if (names.size() < 2) {
			return this;
		}
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("stores", names);
		all.putAll(this.parts);
		return new WfeDescriptor(all, this.workflows, this.backlog);
	}

	static WfeDescriptor of(Map<String, Object> parts, List<WorkflowCount> counts, int limit, StoreBacklog backlog) {
		Map<WorkflowStatus, CountDescriptor> workflows = new EnumMap<>(WorkflowStatus.class);
		for (WorkflowStatus status : WorkflowStatus.values()) {
			workflows.put(status,
					CountDescriptor.of(counts.stream().filter((count) -> count.status() == status).toList(), limit));
		}
		return new WfeDescriptor(parts, workflows, BacklogDescriptor.of(backlog));
	}

	/**
	 * How many instances have a status.
	 *
	 * @param count the number of instances
	 * @param exact whether that is all; if not, there may be more
	 * @param definitions the number of instances of each definition
	 */
	public record CountDescriptor(long count, boolean exact, Map<String, Long> definitions) {

		static CountDescriptor of(List<WorkflowCount> counts, int limit) {
			long sum = counts.stream().mapToLong(WorkflowCount::count).sum();
			Map<String, Long> definitions = new TreeMap<>();
			counts.forEach((count) -> definitions.put(count.workflowDefinitionId(), count.count()));
			return new CountDescriptor(sum, sum < limit, definitions);
		}

	}

	/**
	 * What has been due the longest.
	 *
	 * @param asAt the instant this is seen from
	 * @param oldestDueWorkflow since when an instance has been due, or {@code null}
	 * @param oldestDueEvent the time of an unprocessed event, or {@code null}
	 * @param oldestDueCommand since when a command has been due, or {@code null}
	 * @param oldestOwnedWorkflow since when a host has run an instance without writing
	 * it, or {@code null}
	 */
	public record BacklogDescriptor(Instant asAt, @Nullable Instant oldestDueWorkflow, @Nullable Instant oldestDueEvent,
			@Nullable Instant oldestDueCommand, @Nullable Instant oldestOwnedWorkflow) {

		static BacklogDescriptor of(StoreBacklog backlog) {
			return new BacklogDescriptor(backlog.asAt(), backlog.oldestDueWorkflow(), backlog.oldestDueEvent(),
					backlog.oldestDueCommand(), backlog.oldestOwnedWorkflow());
		}

	}

}
