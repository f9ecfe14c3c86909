package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.Step;
import io.wfe.engine.internal.definition.StepKind;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Applies the result of a step to its pointer and to what follows it.
 *
 * @param <D> the type of the workflow's data
 */
final class ResultProcessor<D> {

	/**
	 * The most ids that a container keeps of its branches over all rounds. Beyond that it
	 * keeps those of the last round, so that a loop does not write ever more.
	 */
	private static final int MAX_CHILDREN = 1000;

	private final PassState<D> state;

	private final Successors<D> successors;

	private final EarlierEvents<D> earlierEvents;

	ResultProcessor(PassState<D> state, Successors<D> successors) {
		this.state = state;
		this.successors = successors;
		this.earlierEvents = new EarlierEvents<>(state);
	}

	/**
	 * Ends a pointer whose condition does not hold.
	 */
	void skip(int position, Step<D> step) {
		ExecutionPointer skipped = this.state.pointers()
			.get(position)
			.toBuilder()
			.active(false)
			.status(PointerStatus.SKIPPED)
			.sleepUntil(null)
			.endTime(this.state.endTime())
			.build();
		this.state.pointers().replace(position, skipped);
		this.successors.follow(skipped, step, true, null);
		this.state.releaseBehind(skipped.id());
	}

	/**
	 * Applies a result.
	 * @param position the place of the pointer
	 * @param step its step
	 * @param running the pointer as it was when the step was started
	 * @param result the result
	 * @param dataChanged whether the step has changed the data
	 */
	void apply(int position, Step<D> step, ExecutionPointer running, StepResult result, boolean dataChanged) {
		ExecutionPointer.Builder after = running.toBuilder().outcome(result.outcome());
		if (!result.isKeepsState()) {
			after.persistenceData(result.state());
		}
		Map<String, JsonNode> attributes = attributes(running, result);
		if (result.isUnsubscribes()) {
			this.state.unsubscribe(running.id());
		}
		if (result.child() != null) {
			this.state.start(result.child());
		}
		if (result.isProceed()) {
			complete(position, step, withAttributes(after, running, attributes), result);
		}
		else {
			goOn(position, step, running, result, dataChanged, after, attributes);
		}
	}

	private void complete(int position, Step<D> step, ExecutionPointer.Builder after, StepResult result) {
		ExecutionPointer completed = after.active(false)
			.status(PointerStatus.COMPLETE)
			.sleepUntil(null)
			.endTime(this.state.endTime())
			.build();
		this.state.pointers().replace(position, completed);
		this.state.tell(new Lifecycle.StepCompleted(completed));
		if (result.isEndsWorkflow()) {
			this.state.end(WorkflowStatus.COMPLETE);
			return;
		}
		this.successors.follow(completed, step, false, null);
		this.state.releaseBehind(completed.id());
	}

	private void goOn(int position, Step<D> step, ExecutionPointer running, StepResult result, boolean dataChanged,
			ExecutionPointer.Builder after, Map<String, JsonNode> attributes) {
		boolean body = step.kind() == StepKind.THEN;
		boolean idle = result.branches().isEmpty() && result.sleepFor() == null && result.subscription() == null;
		if (body) {
			JsonNode activation = attributes.get(Attributes.ACTIVATION);
			attributes.put(Attributes.ACTIVATION,
					JsonNodeFactory.instance.numberNode((activation != null) ? activation.asInt() + 1 : 1));
			after.retryCount(0);
		}
		if (result.isForks()) {
			attributes.put(Attributes.FORKED, JsonNodeFactory.instance.booleanNode(true));
		}
		List<String> children = result.branches()
			.stream()
			.map((branch) -> this.successors.branch(running, branch.firstStep(), branch.item()))
			.toList();
		if (!children.isEmpty()) {
			after.children(joined(running.children(), children));
		}
		StepResult.Subscription subscription = result.subscription();
		if (subscription != null) {
			subscribe(running, step, subscription, after, attributes);
		}
		else if (result.sleepFor() != null) {
			after.active(true).status(PointerStatus.SLEEPING).sleepUntil(later(this.state.now(), result.sleepFor()));
		}
		else {
			after.active(true).status(PointerStatus.RUNNING);
			if (idle && body && !dataChanged && Objects.equals(result.state(), SharedJson.persistenceData(running))) {
				after.sleepUntil(this.state.now().plus(this.state.services().idleTime()));
			}
		}
		this.state.pointers().replace(position, withAttributes(after, running, attributes).build());
		if (result.isForks()) {
			this.successors.follow(running, step, false, null);
		}
	}

	private void subscribe(ExecutionPointer running, Step<D> step, StepResult.Subscription wanted,
			ExecutionPointer.Builder after, Map<String, JsonNode> attributes) {
		Instant asOf = wanted.asOf();
		JsonNode last = this.earlierEvents.find(running, wanted.eventName(), wanted.eventKey(), asOf == null);
		if (asOf == null) {
			asOf = this.state.instance().createTime();
			Instant lastTime = EarlierEvents.timeOf(last);
			if (lastTime != null && lastTime.isAfter(asOf)) {
				asOf = lastTime;
			}
		}
		if (last != null) {
			attributes.put(Attributes.AFTER, last);
		}
		else {
			attributes.remove(Attributes.AFTER);
		}
		Duration timeout = wanted.timeout();
		after.active(false)
			.status(PointerStatus.WAITING_FOR_EVENT)
			.eventName(wanted.eventName())
			.eventKey(wanted.eventKey())
			.eventPublished(false)
			.eventData(null)
			.sleepUntil((timeout != null) ? later(this.state.now(), timeout) : null);
		this.state.subscribe(EventSubscription.builder()
			.id(this.state.services().ids().get())
			.workflowId(this.state.instance().id())
			.stepId(step.id())
			.executionPointerId(running.id())
			.eventName(wanted.eventName())
			.eventKey(wanted.eventKey())
			.subscribeAsOf(asOf)
			.subscriptionData(wanted.data())
			.build());
	}

	private static List<String> joined(List<String> before, List<String> added) {
		if (before.isEmpty() || before.size() + added.size() > MAX_CHILDREN) {
			return added;
		}
		List<String> all = new ArrayList<>(before);
		all.addAll(added);
		return all;
	}

	private static Instant later(Instant now, Duration duration) {
		return now.plus(duration.isNegative() ? Duration.ZERO : duration);
	}

	private static Map<String, JsonNode> attributes(ExecutionPointer running, StepResult result) {
		Map<String, JsonNode> attributes = new LinkedHashMap<>(SharedJson.extensionAttributes(running));
		result.attributes().forEach((name, value) -> put(attributes, name, value));
		return attributes;
	}

	private static void put(Map<String, JsonNode> attributes, String name, @Nullable JsonNode value) {
		if (value != null) {
			attributes.put(name, value);
		}
		else {
			attributes.remove(name);
		}
	}

	/**
	 * Attributes that have not changed keep their object: a store sees by it that there
	 * is nothing to write.
	 */
	private static ExecutionPointer.Builder withAttributes(ExecutionPointer.Builder after, ExecutionPointer running,
			Map<String, JsonNode> attributes) {
		return attributes.equals(SharedJson.extensionAttributes(running)) ? after
				: after.extensionAttributes(attributes);
	}

}
