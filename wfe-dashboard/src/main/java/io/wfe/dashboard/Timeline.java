package io.wfe.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.ExecutionPointer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The activations of a workflow's steps in the order in which they were made, each with a
 * bar that shows when it was open.
 */
final class Timeline {

	/**
	 * How many activations are on a page.
	 */
	static final int PAGE_SIZE = 200;

	private static final int BAR = 1000;

	private static final int DEEPEST = 6;

	private final View view;

	private final WorkflowDetails details;

	private final Instant start;

	private final Instant end;

	Timeline(View view, WorkflowDetails details) {
		this.view = view;
		this.details = details;
		this.start = details.workflow().createTime();
		Instant completed = details.workflow().completeTime();
		this.end = (completed != null) ? completed : details.at();
	}

	/**
	 * Writes the time line.
	 * @param from the place of the first activation, or {@code null} for the latest ones
	 */
	void write(Html page, @Nullable Integer from) {
		List<ExecutionPointer> pointers = this.details.workflow().executionPointers();
		Page.section(page, "activations", "Activations");
		if (pointers.isEmpty()) {
			page.element("p", "No step was reached yet.").close();
			return;
		}
		int latest = Math.max(0, pointers.size() - PAGE_SIZE);
		int first = (from != null) ? Math.max(0, Math.min(from, pointers.size() - 1)) : latest;
		int last = Math.min(pointers.size(), first + PAGE_SIZE);
		Page.table(page, "Activations, oldest first", "Step", "Status", "Started", "Took", "Time line", "Notes");
		pointers.subList(first, last).forEach((pointer) -> row(page, pointer));
		page.close().close();
		pages(page, first, last, pointers.size());
		page.close();
	}

	private void pages(Html page, int first, int last, int size) {
		if (size <= PAGE_SIZE) {
			return;
		}
		page.open("nav", "aria-label", "Pages of activations", "class", "pages")
			.element("span", Texts.number(first + 1L) + " to " + Texts.number(last) + " of " + Texts.number(size));
		String address = this.view.links().workflow(this.details.workflow().id());
		if (address != null && first > 0) {
			page.element("a", "Earlier", "href", address + "&from=" + Math.max(0, first - PAGE_SIZE) + "#activations");
		}
		if (address != null && last < size) {
			page.element("a", "Later", "href", address + "&from=" + last + "#activations");
		}
		page.close();
	}

	private void row(Html page, ExecutionPointer pointer) {
		page.open("tr").open("th", "scope", "row", "class", "depth-" + Math.min(DEEPEST, pointer.scope().size()));
		page.name((pointer.stepName() != null) ? pointer.stepName() : "Step " + pointer.stepId()).close();
		Page.cell(page, "Status")
			.element("span", Texts.sentence(pointer.status()), "class", "badge step-" + pointer.status())
			.close();
		Page.cell(page, "Started").time(pointer.startTime()).close();
		Page.cell(page, "Took").text(took(pointer)).close();
		page.open("td", "class", "bar");
		bar(page, pointer);
		page.close();
		Page.cell(page, "Notes");
		notes(page, pointer);
		page.close().close();
	}

	private String took(ExecutionPointer pointer) {
		if (pointer.startTime() == null) {
			return "–";
		}
		Instant until = (pointer.endTime() != null) ? pointer.endTime() : this.end;
		String duration = Texts.duration(Texts.between(pointer.startTime(), until));
		return (pointer.endTime() != null) ? duration : "open for " + duration;
	}

	/**
	 * Draws the bar. What it says stands in the row as text, too.
	 */
	private void bar(Html page, ExecutionPointer pointer) {
		int from = place((pointer.startTime() != null) ? pointer.startTime() : this.end);
		int to = place((pointer.endTime() != null) ? pointer.endTime() : this.end);
		page.open("svg", "class", "bar", "viewBox", "0 0 " + BAR + " 12", "preserveAspectRatio", "none", "width", "160",
				"height", "12", "aria-hidden", "true", "focusable", "false");
		page.element("rect", "", "class", "track", "x", "0", "y", "5", "width", Integer.toString(BAR), "height", "2");
		if (pointer.startTime() != null) {
			page.element("rect", "", "class", "span step-" + pointer.status(), "x", Integer.toString(from), "y", "1",
					"width", Integer.toString(Math.max(8, to - from)), "height", "10");
		}
		page.close();
	}

	private int place(Instant time) {
		Duration all = Texts.between(this.start, this.end);
		Duration part = Texts.between(this.start, time);
		if (all.isZero() || all.isNegative()) {
			return 0;
		}
		double place = BAR * ((double) part.toSeconds() + part.toNanosPart() / 1e9)
				/ ((double) all.toSeconds() + all.toNanosPart() / 1e9);
		return (int) Math.max(0, Math.min(BAR - 8, Math.round(place)));
	}

	private void notes(Html page, ExecutionPointer pointer) {
		if (pointer.retryCount() > 0) {
			page.open("p").text("Failed " + Texts.number(pointer.retryCount()) + " times").close();
		}
		if (pointer.endTime() == null && pointer.sleepUntil() != null) {
			page.open("p").text("Sleeps until ").time(pointer.sleepUntil()).close();
		}
		if (EventNames.WORKFLOW_COMPLETED.equals(pointer.eventName()) && pointer.eventKey() != null) {
			page.open("p").text("Child ");
			OverviewPage.workflow(page, pointer.eventKey(), pointer.eventKey(), this.view.links()).close();
		}
		else if (pointer.eventName() != null) {
			page.open("p")
				.text(pointer.eventPublished() ? "Got event " : "Event ")
				.name(pointer.eventName())
				.text(" for key ")
				.name((pointer.eventKey() != null) ? pointer.eventKey() : "")
				.close();
		}
		if (this.view.showData()) {
			data(page, pointer);
		}
	}

	private void data(Html page, ExecutionPointer pointer) {
		Map<String, JsonNode> attributes = pointer.extensionAttributes();
		if (pointer.contextItem() == null && pointer.persistenceData() == null && pointer.eventData() == null
				&& pointer.outcome() == null && attributes.isEmpty()) {
			return;
		}
		page.open("details").element("summary", "Data");
		DataView.write(page, "Item", pointer.contextItem());
		DataView.write(page, "State", pointer.persistenceData());
		DataView.write(page, "Event", pointer.eventData());
		DataView.write(page, "Outcome", pointer.outcome());
		attributes.forEach((name, value) -> DataView.write(page, name, value));
		page.close();
	}

}
