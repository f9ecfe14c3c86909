package io.wfe.engine.internal.definition;

import java.util.List;

import io.wfe.engine.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * Draws steps as a flow chart of Mermaid.
 */
final class Mermaid {

	private Mermaid() {
	}

	static String draw(List<WorkflowStep> steps) {
		StringBuilder chart = new StringBuilder("flowchart TD\n");
		chart.append("\tstart([start])\n");
		for (WorkflowStep step : steps) {
			chart.append("\ts").append(step.id()).append(node(step)).append('\n');
		}
		if (!steps.isEmpty()) {
			chart.append("\tstart --> s0\n");
		}
		for (WorkflowStep step : steps) {
			edge(chart, step.id(), "-->", step.next(), null);
			edge(chart, step.id(), "-->", step.target(), "go to");
			step.branches()
				.forEach((branch) -> edge(chart, step.id(), "-->", branch.firstStep(),
						(branch.text() != null) ? branch.text() : "branch"));
			edge(chart, step.id(), "-.->", step.compensation(), "compensate");
		}
		return chart.toString();
	}

	private static String node(WorkflowStep step) {
		String text = quoted(step.kind().equals("then") ? step.name() : step.kind() + ": " + step.name());
		return switch (step.kind()) {
			case "ifDo", "whileDo", "decide" -> "{" + text + "}";
			case "endWorkflow" -> "([" + text + "])";
			case "delay", "waitFor", "activity", "userTask", "schedule", "recur" -> "{{" + text + "}}";
			case "forEach", "forEachInOrder", "parallel", "saga", "subWorkflow" -> "[[" + text + "]]";
			default -> "[" + text + "]";
		};
	}

	private static void edge(StringBuilder chart, int from, String arrow, @Nullable Integer to, @Nullable String text) {
		if (to != null) {
			chart.append("\ts").append(from).append(' ').append(arrow);
			if (text != null) {
				chart.append('|').append(quoted(text)).append('|');
			}
			chart.append(" s").append(to.intValue()).append('\n');
		}
	}

	private static String quoted(String text) {
		return '"' + text.replace("&", "&amp;")
			.replace("\"", "&quot;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("#", "&#35;")
			.replaceAll("\\R", " ") + '"';
	}

}
