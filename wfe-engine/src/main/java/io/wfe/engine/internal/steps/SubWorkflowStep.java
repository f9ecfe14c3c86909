package io.wfe.engine.internal.steps;

import java.util.function.BiFunction;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.StepContext;
import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.EventRejectedException;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs another workflow and waits for its end.
 *
 * @param <D> the type of the workflow's data
 * @param <R> the type to read the other workflow's data as
 * @param definitionId the id of its definition
 * @param version the version, or {@code null} for the latest
 * @param input its data
 * @param output where its data goes, or {@code null} for nowhere
 */
public record SubWorkflowStep<D, R>(String definitionId, @Nullable Integer version,
		BiFunction<D, StepContext<D>, ?> input, @Nullable Output<D, R> output) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) throws EventRejectedException {
		if (!activation.eventPublished()) {
			WorkflowInstance child = activation.child(this.definitionId, this.version,
					this.input.apply(activation.data(), activation));
			return StepResult.stay()
				.start(child)
				.waitFor(new StepResult.Subscription(EngineEvents.WORKFLOW_COMPLETED, child.id(),
						activation.workflow().createTime(), null, null));
		}
		JsonNode event = activation.event();
		String status = (event != null) ? event.path("status").asString("") : "";
		if (event == null || !status.equals(WorkflowStatus.COMPLETE.storedName())) {
			throw new EventRejectedException(
					"The child workflow '" + activation.pointer().eventKey() + "' has ended as " + status);
		}
		if (this.output != null) {
			this.output.apply(activation, event.path("data"));
		}
		return StepResult.next();
	}

	/**
	 * Where the data of the other workflow goes.
	 *
	 * @param <D> the type of the workflow's data
	 * @param <R> the type to read the other workflow's data as
	 * @param type the type to read the other workflow's data as
	 * @param function makes the new data
	 */
	public record Output<D, R>(Class<R> type, BiFunction<D, R, D> function) {

		@SuppressWarnings("NullAway") // The other workflow may have no data
		private void apply(Activation<D> activation, JsonNode data) {
			R result = activation.json().read(data, this.type);
			activation.data(this.function.apply(activation.data(), result));
		}

	}

}
