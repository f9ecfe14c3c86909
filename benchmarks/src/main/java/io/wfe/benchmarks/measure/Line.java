package io.wfe.benchmarks.measure;

import org.jspecify.annotations.Nullable;

/**
 * One line of a report.
 *
 * @param scenario the name of the scenario
 * @param operation what was measured
 * @param summary what it took, or {@code null} if time is not what was measured
 * @param value the figure that counts
 * @param unit what the figure is: a unit, or what it is a multiple of
 * @param goal the goal, or {@code null} if the line is for information
 * @param met whether the goal is met, or {@code null} without one
 */
public record Line(String scenario, String operation, @Nullable Summary summary, double value, String unit,
		@Nullable Goal goal, @Nullable Boolean met) {

	static Line of(String scenario, String operation, @Nullable Summary summary, double value, String unit,
			@Nullable Goal goal) {
		return new Line(scenario, operation, summary, value, unit, goal, (goal != null) ? goal.isMet(value) : null);
	}

}
