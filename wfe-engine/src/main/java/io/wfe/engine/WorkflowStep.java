package io.wfe.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A step of a definition, for display. <pre>{@code
 * for (WorkflowStep step : definition.steps()) {
 *     System.out.println(step.id() + " " + step.kind() + " " + step.name()); // 0 call charge card
 * }
 * }</pre>
 *
 * @param id the id: its place in the definition
 * @param name the name
 * @param kind the verb that made it, such as {@code then} or {@code forEach}
 * @param label the label, or {@code null}
 * @param branches the first steps of its branches
 * @param next the step behind it, or {@code null} if its chain ends
 * @param target the step that a {@code goTo} jumps to, or {@code null}
 * @param compensation the first step of its compensation, or {@code null}
 * @since 0.1.0
 */
public record WorkflowStep(int id, String name, String kind, @Nullable String label, List<Branch> branches,
		@Nullable Integer next, @Nullable Integer target, @Nullable Integer compensation) {

	/**
	 * Copies the branches.
	 */
	public WorkflowStep {
		branches = List.copyOf(branches);
	}

	/**
	 * A branch of a step.
	 *
	 * @param firstStep the id of its first step
	 * @param text when it runs, or {@code null} if it always does
	 */
	public record Branch(int firstStep, @Nullable String text) {

	}

}
