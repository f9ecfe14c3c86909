package io.wfe.engine.internal.steps;

import java.util.Collection;
import java.util.function.Function;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs a branch for each item, a batch of them at a time. The items are kept with the
 * pointer until all were run, and apart from the state, so that they are written once.
 *
 * @param <D> the type of the workflow's data
 * @param items the items
 * @param batch how many at a time
 */
public record ForEachStep<D>(Function<D, ? extends Collection<?>> items, int batch) implements StepLogic<D> {

	/** How many branches are open at most. */
	public static final int LARGEST_BATCH = 1000;

	@Override
	public StepResult run(Activation<D> activation) {
		if (!ContainerState.isActive(activation.state())) {
			JsonNode all = collect(activation);
			return all.isEmpty() ? StepResult.next() : branch(activation, all, 0, all.size() > this.batch);
		}
		JsonNode all = activation.attribute(Attributes.ITEMS);
		int from = ContainerState.index(activation.state()) + this.batch;
		if (all == null || from >= all.size()) {
			return StepResult.next().attribute(Attributes.ITEMS, null);
		}
		return branch(activation, all, from, false);
	}

	private StepResult branch(Activation<D> activation, JsonNode all, int from, boolean keep) {
		StepResult result = StepResult.stay(ContainerState.active(from));
		if (keep) {
			result.attribute(Attributes.ITEMS, all);
		}
		int to = Math.min(from + this.batch, all.size());
		for (int index = from; index < to; index++) {
			result.branch(activation.step().branch(0), all.get(index));
		}
		return result;
	}

	private JsonNode collect(Activation<D> activation) {
		Collection<?> given = this.items.apply(activation.data());
		if (given == null) {
			throw new IllegalStateException("The collection to loop over is null");
		}
		ArrayNode all = JsonNodeFactory.instance.arrayNode(given.size());
		for (Object item : given) {
			all.add(orNull(activation.json().write(item)));
		}
		return all;
	}

	private static JsonNode orNull(@Nullable JsonNode item) {
		return (item != null) ? item : JsonNodeFactory.instance.nullNode();
	}

}
