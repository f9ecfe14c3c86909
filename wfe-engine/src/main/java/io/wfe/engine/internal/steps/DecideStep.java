package io.wfe.engine.internal.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.wfe.engine.internal.definition.Activation;
import io.wfe.engine.internal.definition.StepLogic;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs the branches whose value equals that of an expression.
 *
 * @param <D> the type of the workflow's data
 * @param expression the expression
 * @param values the values of the branches, in the order of the branches
 * @param otherwise the number of the branch that runs if no other does, or {@code -1}
 */
public record DecideStep<D>(Function<D, ?> expression, List<@Nullable Object> values,
		int otherwise) implements StepLogic<D> {

	@Override
	public StepResult run(Activation<D> activation) {
		if (ContainerState.isActive(activation.state())) {
			return StepResult.next().outcome(activation.pointer().outcome());
		}
		JsonNode value = orNull(activation.json().write(this.expression.apply(activation.data())));
		List<Integer> matching = new ArrayList<>();
		for (int index = 0; index < this.values.size(); index++) {
			if (index != this.otherwise && areEqual(value, orNull(activation.json().write(this.values.get(index))))) {
				matching.add(index);
			}
		}
		if (matching.isEmpty() && this.otherwise >= 0) {
			matching.add(this.otherwise);
		}
		if (matching.isEmpty()) {
			return StepResult.next().outcome(value);
		}
		StepResult result = StepResult.stay(ContainerState.ACTIVE).outcome(value);
		matching.forEach((index) -> result.branch(activation.step().branch(index), activation.item()));
		return result;
	}

	private static JsonNode orNull(@Nullable JsonNode value) {
		return (value != null) ? value : JsonNodeFactory.instance.nullNode();
	}

	/**
	 * Compares JSON, numbers as numbers.
	 */
	static boolean areEqual(JsonNode one, JsonNode other) {
		return one.equals(DecideStep::compare, other);
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber()) {
			boolean finite = Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue());
			return finite ? one.decimalValue().compareTo(other.decimalValue())
					: Double.compare(one.doubleValue(), other.doubleValue());
		}
		return Objects.equals(one, other) ? 0 : 1;
	}

}
