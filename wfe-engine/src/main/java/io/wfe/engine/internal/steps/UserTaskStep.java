package io.wfe.engine.internal.steps;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.EventRejectedException;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a person. The task is in the data of the subscription, where it can be searched.
 *
 * @param <D> the type of the workflow's data
 * @param prompt the question
 * @param assignee who is asked
 * @param options the answers
 * @param escalations who is asked if there is no answer in time, in order
 */
public record UserTaskStep<D>(String prompt, Function<D, String> assignee, List<Option> options,
		List<Escalation<D>> escalations) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) throws EventRejectedException {
		if (ContainerState.isActive(activation.state())) {
			return StepResult.next().outcome(activation.pointer().outcome());
		}
		if (activation.eventPublished()) {
			return answered(activation);
		}
		int escalated = escalated(activation);
		if (Deadline.isOver(activation) && escalated < this.escalations.size()) {
			Escalation<D> escalation = this.escalations.get(escalated);
			return ask(activation, escalated + 1).unsubscribe()
				.branch(activation.step().branch(escalation.branch()), activation.item());
		}
		return ask(activation, escalated);
	}

	private static int escalated(Activation<?> activation) {
		JsonNode escalated = activation.attribute(Attributes.ESCALATIONS);
		return (escalated != null) ? escalated.asInt() : 0;
	}

	private StepResult ask(Activation<D> activation, int escalated) {
		ObjectNode task = task(activation, escalated);
		Duration timeout = (escalated < this.escalations.size()) ? this.escalations.get(escalated).after() : null;
		String key = activation.workflow().id() + "." + activation.pointer().id();
		StepResult result = StepResult.stay()
			// The key is the task's own, so no event can be too old. The clocks of nodes
			// may differ
			.waitFor(new StepResult.Subscription(EngineEvents.USER_ACTION, key, activation.workflow().createTime(),
					task, timeout))
			.attribute(Attributes.TASK, task)
			.attribute(Deadline.NAME, (timeout != null) ? Deadline.after(activation, timeout) : null);
		return (escalated > 0)
				? result.attribute(Attributes.ESCALATIONS, JsonNodeFactory.instance.numberNode(escalated)) : result;
	}

	private ObjectNode task(Activation<D> activation, int escalated) {
		D data = activation.data();
		String who = (escalated == 0) ? this.assignee.apply(data)
				: this.escalations.get(escalated - 1).assignee().apply(data);
		JsonNode before = activation.attribute(Attributes.TASK);
		String since = (before != null) ? before.path("since").asString("") : activation.now().toString();
		ObjectNode task = JsonNodeFactory.instance.objectNode()
			.put("prompt", this.prompt)
			.put("assignee", who)
			.put("since", since);
		task.putArray("options").addAll(this.options.stream().map(Option::value).map(UserTaskStep::text).toList());
		return task;
	}

	private StepResult answered(Activation<D> activation) throws EventRejectedException {
		JsonNode event = activation.event();
		String answer = (event != null) ? event.path("outcomeValue").asString("") : "";
		Option chosen = option(answer);
		if (chosen != null) {
			return StepResult.stay(ContainerState.ACTIVE)
				.outcome(text(answer))
				.attribute(Deadline.NAME, null)
				.branch(activation.step().branch(chosen.branch()), activation.item());
		}
		if (this.options.isEmpty()) {
			// The branch of an escalation may not have ended
			return (escalated(activation) > 0)
					? StepResult.stay(ContainerState.ACTIVE).outcome(text(answer)).attribute(Deadline.NAME, null)
					: StepResult.next().outcome(text(answer));
		}
		throw new EventRejectedException("The answer is none of the task's options");
	}

	private @Nullable Option option(String answer) {
		return this.options.stream().filter((option) -> option.value().equals(answer)).findFirst().orElse(null);
	}

	private static JsonNode text(String value) {
		return JsonNodeFactory.instance.stringNode(value);
	}

	/**
	 * An answer.
	 *
	 * @param value the answer
	 * @param branch the number of the branch that it runs
	 */
	public record Option(String value, int branch) {

	}

	/**
	 * What happens if there is no answer in time.
	 *
	 * @param <D> the type of the workflow's data
	 * @param after how long to wait
	 * @param assignee who is asked then
	 * @param branch the number of the branch that runs then
	 */
	public record Escalation<D>(Duration after, Function<D, String> assignee, int branch) {

	}

}
