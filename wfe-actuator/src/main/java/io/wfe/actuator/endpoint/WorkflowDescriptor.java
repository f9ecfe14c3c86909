package io.wfe.actuator.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A workflow instance with all that belongs to it. Where data is not to be shown, what
 * may hold data is {@code null}: all JSON, messages of errors, and tokens.
 *
 * @param workflow the instance itself
 * @param data its data, or {@code null} if that is not shown
 * @param pointers its pointers, in their order
 * @param subscriptions its oldest subscriptions
 * @param moreSubscriptions whether there are more of them
 * @param errors its latest errors, newest first
 * @param moreErrors whether there are more of them
 * @since 0.1.0
 */
public record WorkflowDescriptor(WorkflowSummaryDescriptor workflow, @Nullable JsonNode data,
		List<PointerDescriptor> pointers, List<SubscriptionDescriptor> subscriptions, boolean moreSubscriptions,
		List<ErrorDescriptor> errors, boolean moreErrors) implements OperationResponseBody {

	/**
	 * Describes an instance.
	 * @param instance the instance
	 * @param subscriptions up to one more than the limit
	 * @param errors up to one more than the limit
	 * @param limit how many subscriptions and errors to show
	 * @param showData whether to show data
	 */
	static WorkflowDescriptor of(WorkflowInstance instance, List<EventSubscription> subscriptions,
			List<ExecutionError> errors, int limit, boolean showData) {
		return new WorkflowDescriptor(WorkflowSummaryDescriptor.of(instance), showData ? instance.data() : null,
				instance.executionPointers()
					.stream()
					.map((pointer) -> PointerDescriptor.of(pointer, showData))
					.toList(),
				subscriptions.stream()
					.limit(limit)
					.map((subscription) -> SubscriptionDescriptor.of(subscription, showData))
					.toList(),
				subscriptions.size() > limit,
				errors.stream().limit(limit).map((error) -> ErrorDescriptor.of(error, showData)).toList(),
				errors.size() > limit);
	}

	/**
	 * Describes it without data, because Spring logs what it writes into a response.
	 */
	@Override
	public String toString() {
		return "WorkflowDescriptor[workflow=" + this.workflow + ", pointers=" + this.pointers + ", subscriptions="
				+ this.subscriptions + ", errors=" + this.errors + "]";
	}

	/**
	 * A pointer. See {@link ExecutionPointer} for its components.
	 *
	 * @param id the id
	 * @param stepId the id of the step in its definition
	 * @param stepName the name of the step, or {@code null}
	 * @param status the status
	 * @param active whether the pointer may be run
	 * @param sleepUntil when it may run again, or {@code null}
	 * @param startTime when the step was started, or {@code null}
	 * @param endTime when the step ended, or {@code null}
	 * @param eventName the name of the event waited for, or {@code null}
	 * @param eventKey the key of the event waited for, or {@code null}
	 * @param eventPublished whether that event was delivered
	 * @param retryCount how often the step was retried
	 * @param predecessorId the id of the pointer before, or {@code null}
	 * @param children the ids of the pointers it branched into
	 * @param scope the ids of the enclosing pointers
	 * @param persistenceData what the step keeps; data
	 * @param eventData the data of the delivered event; data
	 * @param contextItem the item it handles; data
	 * @param outcome the outcome of the step; data
	 * @param extensionAttributes attributes of extensions; data
	 */
	public record PointerDescriptor(String id, int stepId, @Nullable String stepName, PointerStatus status,
			boolean active, @Nullable Instant sleepUntil, @Nullable Instant startTime, @Nullable Instant endTime,
			@Nullable String eventName, @Nullable String eventKey, boolean eventPublished, int retryCount,
			@Nullable String predecessorId, List<String> children, List<String> scope,
			@Nullable JsonNode persistenceData, @Nullable JsonNode eventData, @Nullable JsonNode contextItem,
			@Nullable JsonNode outcome, @Nullable Map<String, JsonNode> extensionAttributes) {

		static PointerDescriptor of(ExecutionPointer pointer, boolean showData) {
			return new PointerDescriptor(pointer.id(), pointer.stepId(), pointer.stepName(), pointer.status(),
					pointer.active(), pointer.sleepUntil(), pointer.startTime(), pointer.endTime(), pointer.eventName(),
					pointer.eventKey(), pointer.eventPublished(), pointer.retryCount(), pointer.predecessorId(),
					pointer.children(), pointer.scope(), showData ? pointer.persistenceData() : null,
					showData ? pointer.eventData() : null, showData ? pointer.contextItem() : null,
					showData ? pointer.outcome() : null, showData ? pointer.extensionAttributes() : null);
		}

		/**
		 * Describes it without data.
		 */
		@Override
		public String toString() {
			return "PointerDescriptor[id=" + this.id + ", stepId=" + this.stepId + ", status=" + this.status + "]";
		}

	}

	/**
	 * A subscription. See {@link EventSubscription} for its components.
	 *
	 * @param id the id
	 * @param stepId the id of the step in its definition
	 * @param executionPointerId the id of the pointer that waits
	 * @param eventName the name of the events waited for
	 * @param eventKey the key of the events waited for
	 * @param subscribeAsOf from when on events count
	 * @param externalWorkerId the id of the worker that holds it, or {@code null}
	 * @param externalTokenExpiry when the worker's token expires, or {@code null}
	 * @param externalToken the worker's token; data
	 * @param subscriptionData what is kept for whoever serves it; data
	 */
	public record SubscriptionDescriptor(String id, int stepId, String executionPointerId, String eventName,
			String eventKey, Instant subscribeAsOf, @Nullable String externalWorkerId,
			@Nullable Instant externalTokenExpiry, @Nullable String externalToken,
			@Nullable JsonNode subscriptionData) {

		static SubscriptionDescriptor of(EventSubscription subscription, boolean showData) {
			return new SubscriptionDescriptor(subscription.id(), subscription.stepId(),
					subscription.executionPointerId(), subscription.eventName(), subscription.eventKey(),
					subscription.subscribeAsOf(), subscription.externalWorkerId(), subscription.externalTokenExpiry(),
					showData ? subscription.externalToken() : null, showData ? subscription.subscriptionData() : null);
		}

		/**
		 * Describes it without data and token.
		 */
		@Override
		public String toString() {
			return "SubscriptionDescriptor[id=" + this.id + ", eventName=" + this.eventName + ", eventKey="
					+ this.eventKey + "]";
		}

	}

	/**
	 * An error.
	 *
	 * @param errorTime when the step failed
	 * @param executionPointerId the id of the pointer that failed
	 * @param message what went wrong; data, because steps put into it what they like
	 */
	public record ErrorDescriptor(Instant errorTime, String executionPointerId, @Nullable String message) {

		static ErrorDescriptor of(ExecutionError error, boolean showData) {
			return new ErrorDescriptor(error.errorTime(), error.executionPointerId(),
					showData ? error.message() : null);
		}

		/**
		 * Describes it without the message.
		 */
		@Override
		public String toString() {
			return "ErrorDescriptor[errorTime=" + this.errorTime + ", executionPointerId=" + this.executionPointerId
					+ "]";
		}

	}

}
