package io.wfe.dashboard;

import java.time.Instant;
import java.util.List;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

/**
 * The list of workflows with its filters.
 */
final class ListPage {

	private final View view;

	private final ListFilter filter;

	private final List<String> definitions;

	/**
	 * Creates a page.
	 * @param definitions ids of definitions to choose from; others can be typed
	 */
	ListPage(View view, ListFilter filter, List<String> definitions) {
		this.view = view;
		this.filter = filter;
		this.definitions = definitions;
	}

	String write(WorkflowPage workflows) {
		return Page.of(this.view, "Workflows", this.view.links().workflows(), null, (page) -> {
			filters(page);
			if (workflows.workflows().isEmpty()) {
				page.element("p", this.filter.isEmpty() ? "There are no workflows yet." : "No workflow matches.",
						"role", "status");
			}
			else {
				table(page, "Workflows, newest first", workflows.workflows(), this.view.links());
			}
			pages(page, workflows.next());
		});
	}

	private void filters(Html page) {
		page.open("form", "action", this.view.links().workflows(), "method", "get", "class", "filters", "aria-label",
				"Filters");
		page.open("div").element("label", "Status", "for", "status").open("select", "id", "status", "name", "status");
		page.element("option", "Any", "value", "");
		for (WorkflowStatus status : WorkflowStatus.values()) {
			page.element("option", Texts.sentence(status), "value", status.name(), "selected",
					status.name().equalsIgnoreCase(this.filter.status()) ? "" : null);
		}
		page.close().close();
		field(page, "Definition", "definition", this.filter.definition(), "text");
		field(page, "Version", "version", this.filter.version(), "number");
		field(page, "Name starts with", "name", this.filter.name(), "text");
		field(page, "Reference", "reference", this.filter.reference(), "text");
		field(page, "Started by", "root", this.filter.root(), "text");
		field(page, "Created from (UTC)", "from", this.filter.from(), "datetime-local");
		field(page, "Created before (UTC)", "before", this.filter.before(), "datetime-local");
		page.open("datalist", "id", "definitions");
		this.definitions.forEach((definition) -> page.element("option", "", "value", definition));
		page.close();
		page.open("div", "class", "buttons").element("button", "Filter", "type", "submit");
		if (!this.filter.isEmpty()) {
			page.element("a", "Clear", "href", this.view.links().workflows());
		}
		page.close().close();
	}

	private static void field(Html page, String label, String name, @Nullable String value, String type) {
		page.open("div")
			.element("label", label, "for", "f-" + name)
			.single("input", "id", "f-" + name, "name", name, "type", type, "value", value, "autocomplete", "off",
					"list", name.equals("definition") ? "definitions" : null, "min", type.equals("number") ? "0" : null)
			.close();
	}

	/**
	 * Writes a table of workflows.
	 */
	static void table(Html page, String caption, List<WorkflowSummary> workflows, Links links) {
		Page.table(page, caption, "Name", "Status", "Definition", "Reference", "Created", "Next or end");
		for (WorkflowSummary workflow : workflows) {
			page.open("tr").open("th", "scope", "row");
			OverviewPage.workflow(page, workflow.id(), workflow.name(), links).close();
			Page.cell(page, "Status");
			status(page, workflow.status()).close();
			Page.cell(page, "Definition").name(workflow.workflowDefinitionId()).text(" " + workflow.version()).close();
			Page.cell(page, "Reference");
			if (workflow.reference() != null) {
				page.name(workflow.reference());
			}
			page.close();
			Page.cell(page, "Created").time(workflow.createTime()).close();
			Page.cell(page, "Next or end");
			next(page, workflow).close().close();
		}
		page.close().close();
	}

	static Html status(Html page, WorkflowStatus status) {
		return page.element("span", Texts.sentence(status), "class", "badge status-" + status);
	}

	private static Html next(Html page, WorkflowSummary workflow) {
		if (workflow.completeTime() != null) {
			return page.time(workflow.completeTime());
		}
		return nextExecution(page, workflow.nextExecution());
	}

	/**
	 * Writes when a workflow is due.
	 */
	static Html nextExecution(Html page, @Nullable Instant next) {
		if (next == null) {
			return page.text("not scheduled");
		}
		return next.equals(Instant.EPOCH) ? page.text("at once") : page.time(next);
	}

	private void pages(Html page, WorkflowPage.@Nullable Cursor next) {
		page.open("nav", "aria-label", "Pages", "class", "pages");
		if (this.filter.after() != null) {
			page.element("a", "First page", "href", this.filter.address(this.view.links(), null));
		}
		if (next != null) {
			page.element("a", "Next page", "rel", "next", "href", this.filter.address(this.view.links(), next));
		}
		page.close();
	}

}
