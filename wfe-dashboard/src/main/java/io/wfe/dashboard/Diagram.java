package io.wfe.dashboard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

import io.wfe.core.model.PointerStatus;
import io.wfe.engine.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * Draws the steps of a definition as SVG, with their states. Branches stand in the frame
 * of their step, so the picture has the shape of the source.
 */
final class Diagram {

	/**
	 * A picture of more steps would not help.
	 */
	private static final int LARGEST = 400;

	private static final int MARGIN = 8;

	private static final int END = 30;

	private final List<WorkflowStep> steps;

	private final StepStates states;

	private final boolean showStates;

	/**
	 * Creates a diagram.
	 * @param steps the steps, whose ids are their places
	 * @param states their states, or {@code null} to draw the definition alone
	 */
	Diagram(List<WorkflowStep> steps, @Nullable StepStates states) {
		this.steps = steps;
		this.states = (states != null) ? states : StepStates.NONE;
		this.showStates = states != null;
	}

	/**
	 * Draws the picture, and lists the steps for those who do not see it.
	 */
	void write(Html page, String title) {
		if (this.steps.isEmpty()) {
			page.element("p", "The definition has no steps.");
			return;
		}
		if (this.steps.size() <= LARGEST) {
			picture(page, title);
		}
		else {
			page.element("p", "The definition has too many steps for a picture.");
		}
		page.open("details").element("summary", "The steps as text");
		list(page, chain(0));
		page.close();
	}

	private void picture(Html page, String title) {
		Block root = block(chain(0));
		int width = root.width() + 2 * MARGIN;
		int height = root.height() + 2 * MARGIN + 2 * END;
		page.open("div", "class", "diagram", "tabindex", "0", "role", "group", "aria-label", "Diagram, scrolls");
		page.open("svg", "xmlns", "http://www.w3.org/2000/svg", "role", "img", "aria-labelledby", "diagram-title",
				"aria-describedby", "diagram-desc", "viewBox", "0 0 " + width + " " + height, "width",
				Integer.toString(width), "height", Integer.toString(height));
		page.element("title", title, "id", "diagram-title");
		page.element("desc", description(), "id", "diagram-desc");
		Svg svg = new Svg(page);
		int line = MARGIN + root.axis();
		page.element("circle", "", "class", "start", "cx", Integer.toString(line), "cy", "14", "r", "6");
		svg.arrow(line, 20, line, MARGIN + END);
		root.draw(svg, MARGIN, MARGIN + END);
		int bottom = MARGIN + END + root.height();
		svg.line("", line, bottom, line, bottom + END - 16);
		page.element("circle", "", "class", "end", "cx", Integer.toString(line), "cy",
				Integer.toString(bottom + END - 10), "r", "6");
		page.close().close();
	}

	private String description() {
		StringBuilder text = new StringBuilder("A flow chart of ").append(this.steps.size()).append(" steps.");
		if (this.showStates) {
			for (WorkflowStep step : this.steps) {
				PointerStatus status = this.states.status(step.id());
				if (status != null && status != PointerStatus.COMPLETE && status != PointerStatus.SKIPPED) {
					text.append(' ')
						.append(Texts.name(Texts.visible(step.name())))
						.append(": ")
						.append(this.states.text(step.id()))
						.append('.');
				}
			}
		}
		return Texts.shorten(text.toString(), 2000);
	}

	/**
	 * Returns the steps that follow each other from one on.
	 */
	private List<WorkflowStep> chain(int first) {
		List<WorkflowStep> chain = new ArrayList<>();
		BitSet seen = new BitSet();
		for (Integer next = first; next != null && next >= 0 && next < this.steps.size() && !seen.get(next);) {
			seen.set(next);
			WorkflowStep step = this.steps.get(next);
			chain.add(step);
			next = step.next();
		}
		return chain;
	}

	private Block.Chain block(List<WorkflowStep> chain) {
		List<Block> parts = new ArrayList<>();
		for (WorkflowStep step : chain) {
			List<Block.Branch> branches = new ArrayList<>();
			for (WorkflowStep.Branch branch : step.branches()) {
				branches.add(new Block.Branch((branch.text() != null) ? branch.text() : "",
						block(chain(branch.firstStep()))));
			}
			Block node = node(step);
			Block main = branches.isEmpty() ? node : new Block.Frame(node, branches);
			parts.add((step.compensation() != null) ? new Block.Undo(main, block(chain(step.compensation()))) : main);
		}
		return new Block.Chain(parts);
	}

	private Block.Node node(WorkflowStep step) {
		PointerStatus status = this.states.status(step.id());
		String kind = kind(step);
		return new Block.Node(step.name(), kind, this.showStates ? this.states.text(step.id()) : null,
				(status != null) ? "step-" + status : "step-none");
	}

	/**
	 * Returns the verb that made the step, as words.
	 */
	static String kind(WorkflowStep step) {
		return switch (step.kind()) {
			case "then" -> "step";
			case "ifDo" -> "if";
			case "whileDo" -> "while";
			default -> step.kind().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
		};
	}

	private void list(Html page, List<WorkflowStep> chain) {
		page.open("ol");
		for (WorkflowStep step : chain) {
			page.open("li").name(step.name()).text(" (" + kind(step) + ")");
			if (this.showStates) {
				page.text(": " + this.states.text(step.id()));
			}
			for (WorkflowStep.Branch branch : step.branches()) {
				page.open("p").text((branch.text() != null) ? "Branch: " : "Branch");
				if (branch.text() != null) {
					page.name(branch.text());
				}
				page.close();
				list(page, chain(branch.firstStep()));
			}
			if (step.compensation() != null) {
				page.element("p", "Undo");
				list(page, chain(step.compensation()));
			}
			page.close();
		}
		page.close();
	}

}
