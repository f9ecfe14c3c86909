package io.wfe.engine.internal.builder;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.internal.definition.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the labels of a definition and finds its mistakes.
 *
 * @param <D> the type of the workflow's data
 */
final class DefinitionCheck<D> {

	private final Blueprint<D> blueprint;

	private final List<StepSpec<D>> steps;

	DefinitionCheck(Blueprint<D> blueprint) {
		this.blueprint = blueprint;
		this.steps = blueprint.steps();
	}

	void run() {
		resolveLabels();
		this.steps.forEach(this::checkStep);
		checkReachable();
	}

	private void resolveLabels() {
		Map<String, StepSpec<D>> labels = new HashMap<>();
		for (StepSpec<D> step : this.steps) {
			StepSpec<D> other = (step.label != null) ? labels.put(step.label, step) : null;
			if (other != null) {
				throw invalid(step, "has the label '" + step.label + "', which step '" + other.name
						+ "' also has. Give each step its own label.");
			}
		}
		for (StepSpec<D> step : this.steps) {
			if (step.jump != null) {
				resolve(step, labels.get(step.jump));
			}
		}
	}

	private void resolve(StepSpec<D> step, @Nullable StepSpec<D> target) {
		if (target == null) {
			throw invalid(step, "goes to the label '" + step.jump + "', which no step has. Label the step to go to.");
		}
		if (!target.block.encloses(step.block)) {
			throw invalid(step, "goes to the label '" + step.jump + "' in another block. "
					+ "Go to a step of the same block or of one around it.");
		}
		step.target = target.id;
	}

	private void checkStep(StepSpec<D> step) {
		ErrorBehavior behavior = step.errorBehavior;
		if (behavior != null && behavior.mayRetry() && !step.kind.isRepeatable()) {
			throw invalid(step, "cannot be retried: " + step.kind.verb()
					+ " cannot branch again. Set the retry on the steps inside of it.");
		}
		if (step.kind == StepKind.DECIDE && step.branches.isEmpty()) {
			throw invalid(step, "has no branches. Add one with when or otherwise.");
		}
		boolean hasBody = step.kind == StepKind.THEN || step.kind == StepKind.UPDATE || step.kind == StepKind.CALL;
		if (step.transactional && !hasBody) {
			throw invalid(step, "cannot be transactional: " + step.kind.verb() + " runs no body. "
					+ "Make the steps inside of it transactional.");
		}
	}

	private void checkReachable() {
		BitSet reached = new BitSet(this.steps.size());
		Deque<Integer> open = new ArrayDeque<>();
		if (!this.steps.isEmpty()) {
			open.add(0);
		}
		while (!open.isEmpty()) {
			int id = open.pop();
			if (!reached.get(id)) {
				reached.set(id);
				StepSpec<D> step = this.steps.get(id);
				step.branches.forEach((branch) -> open.add(branch.firstStep()));
				addTo(open, step.target);
				addTo(open, step.compensation);
				addTo(open, step.goesOn() ? step.next : -1);
			}
		}
		int unreached = reached.nextClearBit(0);
		if (unreached < this.steps.size()) {
			throw invalid(this.steps.get(unreached), "can never be reached. Remove it, or set a condition with when "
					+ "on the goTo or endWorkflow before it.");
		}
	}

	private static void addTo(Deque<Integer> open, int id) {
		if (id >= 0) {
			open.add(id);
		}
	}

	private RuntimeException invalid(StepSpec<D> step, String problem) {
		return this.blueprint.invalid(step.name, problem, null);
	}

}
