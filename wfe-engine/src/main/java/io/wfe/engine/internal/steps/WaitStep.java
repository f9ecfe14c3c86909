package io.wfe.engine.internal.steps;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.EventRejectedException;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Waits for an event, or for the result of an activity. If the time to wait is over, the
 * branch of the step runs.
 *
 * @param <D> the type of the workflow's data
 * @param <E> the type of the event's data
 * @param request what to wait for
 * @param type the type of the event's data
 * @param output where its data goes, or {@code null} for nowhere
 * @param timeout how long to wait, or {@code null} for ever
 */
public record WaitStep<D, E>(Function<Activation<D>, StepResult.Subscription> request, Class<E> type,
		@Nullable BiFunction<D, E, D> output, @Nullable Duration timeout) implements StepLogic<D> {

	/**
	 * Returns what a wait for an event asks for.
	 * @param <D> the type of the workflow's data
	 * @param name the name of the event
	 * @param key its key
	 * @param asOf from when on events count, or {@code null} for the default
	 * @return the request
	 */
	public static <D> Function<Activation<D>, StepResult.Subscription> event(String name, Function<D, String> key,
			@Nullable Function<D, Instant> asOf) {
		return (activation) -> {
			D data = activation.data();
			return new StepResult.Subscription(name, key.apply(data), (asOf != null) ? asOf.apply(data) : null, null,
					null);
		};
	}

	/**
	 * Returns what a wait for an activity asks for.
	 * @param <D> the type of the workflow's data
	 * @param name the name of the activity
	 * @param parameters what the worker gets
	 * @return the request
	 */
	public static <D> Function<Activation<D>, StepResult.Subscription> activity(String name,
			Function<D, ?> parameters) {
		return (activation) -> new StepResult.Subscription(EngineEvents.ACTIVITY, name, activation.now(),
				activation.json().write(parameters.apply(activation.data())), null);
	}

	@Override
	public StepResult run(Activation<D> activation) throws EventRejectedException {
		if (ContainerState.isActive(activation.state())) {
			return StepResult.next();
		}
		if (activation.eventPublished()) {
			receive(activation, payload(activation));
			return StepResult.next().attribute(Deadline.NAME, null);
		}
		if (Deadline.isOver(activation)) {
			return StepResult.stay(ContainerState.ACTIVE)
				.unsubscribe()
				.attribute(Deadline.NAME, null)
				.branch(activation.step().branch(0), activation.item());
		}
		StepResult.Subscription wanted = this.request.apply(activation);
		StepResult result = StepResult.stay()
			.waitFor(new StepResult.Subscription(wanted.eventName(), wanted.eventKey(), wanted.asOf(), wanted.data(),
					this.timeout));
		if (this.timeout != null) {
			result.attribute(Deadline.NAME, Deadline.after(activation, this.timeout));
		}
		return result;
	}

	private @Nullable JsonNode payload(Activation<D> activation) throws EventRejectedException {
		JsonNode event = activation.event();
		if (!EngineEvents.ACTIVITY.equals(activation.pointer().eventName()) || event == null) {
			return event;
		}
		JsonNode data = event.path("data");
		if (!"Success".equals(event.path("status").asString(""))) {
			throw new EventRejectedException("Activity '" + activation.pointer().eventKey() + "' has failed: "
					+ (data.isString() ? data.asString() : data.toString()));
		}
		return data;
	}

	@SuppressWarnings("NullAway") // An event may come without data
	private void receive(Activation<D> activation, @Nullable JsonNode payload) {
		if (this.output != null) {
			E event = activation.json().read(payload, this.type);
			activation.data(this.output.apply(activation.data(), event));
		}
	}

}
