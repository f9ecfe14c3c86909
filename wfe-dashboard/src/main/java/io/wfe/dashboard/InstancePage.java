package io.wfe.dashboard;

import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

/**
 * One workflow.
 */
final class InstancePage {

	private final View view;

	private final WorkflowDetails details;

	private final WorkflowInstance workflow;

	InstancePage(View view, WorkflowDetails details) {
		this.view = view;
		this.details = details;
		this.workflow = details.workflow();
	}

	/**
	 * Writes the page.
	 * @param notice what was just done, or why it was not, or {@code null}
	 * @param failed whether the notice tells of a failure
	 * @param from the place of the first activation to show, or {@code null}
	 */
	String write(@Nullable String notice, boolean failed, @Nullable Integer from) {
		return Page.of(this.view, this.workflow.name(), this.view.links().workflows(),
				new Page.Poll(this.view.links().workflowState(this.workflow.id()), state(this.workflow)), (page) -> {
					if (notice != null) {
						page.element("p", notice, "role", failed ? "alert" : "status", "class",
								failed ? "notice failed" : "notice");
					}
					summary(page);
					if (this.view.actions()) {
						new Actions(this.view, page).workflow(this.workflow, this.details.subscriptions());
					}
					diagram(page);
					new Timeline(this.view, this.details).write(page, from);
					errors(page);
					subscriptions(page);
					family(page);
					data(page);
				});
	}

	/**
	 * Returns what changes if the workflow does. Each write of a workflow changes its
	 * pointers, its status or its next execution.
	 */
	static String state(WorkflowInstance workflow) {
		return Texts.digest(workflow.status(), workflow.nextExecution(),
				workflow.executionPointers().stream().map(InstancePage::state).toList());
	}

	private static List<Object> state(ExecutionPointer pointer) {
		return List.of(pointer.id(), pointer.status(), pointer.retryCount(), pointer.eventPublished(),
				String.valueOf(pointer.sleepUntil()), String.valueOf(pointer.eventKey()));
	}

	private void summary(Html page) {
		page.open("section", "id", "summary", "aria-label", "Summary", "data-section", "").open("dl", "class", "facts");
		page.element("dt", "Status").open("dd");
		ListPage.status(page, this.workflow.status()).close();
		page.element("dt", "Definition")
			.open("dd")
			.link(this.workflow.workflowDefinitionId(),
					this.view.links().workflows("definition", this.workflow.workflowDefinitionId()));
		version(page.text(" ")).close();
		fact(page, "Id", this.workflow.id());
		fact(page, "Reference", this.workflow.reference());
		fact(page, "Description", this.workflow.description());
		page.element("dt", "Created").open("dd").time(this.workflow.createTime()).close();
		if (this.workflow.completeTime() != null) {
			page.element("dt", "Ended")
				.open("dd")
				.time(this.workflow.completeTime())
				.text(" (took "
						+ Texts.duration(Texts.between(this.workflow.createTime(), this.workflow.completeTime())) + ")")
				.close();
		}
		else {
			page.element("dt", "Next execution").open("dd");
			ListPage.nextExecution(page, this.workflow.nextExecution()).close();
		}
		if (this.details.parent() != null) {
			WorkflowSummary parent = this.details.parent();
			page.element("dt", "Started by").open("dd");
			OverviewPage.workflow(page, parent.id(), parent.name(), this.view.links()).close();
		}
		page.close().close();
	}

	private Html version(Html page) {
		String text = "version " + this.workflow.version();
		return (this.details.definition() != null)
				? page.link(text,
						this.view.links().definition(this.workflow.workflowDefinitionId(), this.workflow.version()))
				: page.text(text);
	}

	private static void fact(Html page, String name, @Nullable String value) {
		if (value != null) {
			page.element("dt", name).open("dd").element("bdi", Texts.shorten(value, 1000)).close();
		}
	}

	private void diagram(Html page) {
		Page.section(page, "diagram", "Steps");
		if (this.details.definition() != null) {
			new Diagram(this.details.definition().steps(), new StepStates(this.workflow.executionPointers()))
				.write(page, "Steps of the workflow");
		}
		else {
			page.element("p", "This application does not have the definition, so there is no diagram.");
		}
		page.close();
	}

	private void errors(Html page) {
		List<ExecutionError> errors = this.details.errors();
		Page.section(page, "errors", "Errors");
		if (errors.isEmpty()) {
			page.element("p", "No step has failed.").close();
			return;
		}
		Page.table(page, "Errors, newest first", "Time", "Step", "Message");
		errors.stream().limit(WorkflowDetails.LIMIT).forEach((error) -> {
			page.open("tr");
			Page.cell(page, "Time").time(error.errorTime()).close();
			Page.cell(page, "Step").name(step(error.executionPointerId())).close();
			Page.cell(page, "Message");
			OverviewPage.message(page, error, this.view).close().close();
		});
		page.close().close();
		more(page, errors.size());
		page.close();
	}

	private static void more(Html page, int size) {
		if (size > WorkflowDetails.LIMIT) {
			page.element("p", "There are more. " + WorkflowDetails.LIMIT + " are shown.", "class", "note");
		}
	}

	private String step(String pointerId) {
		return this.workflow.executionPointers()
			.stream()
			.filter((pointer) -> pointer.id().equals(pointerId) && pointer.stepName() != null)
			.findFirst()
			.map(ExecutionPointer::stepName)
			.orElse(pointerId);
	}

	private void subscriptions(Html page) {
		List<EventSubscription> subscriptions = this.details.subscriptions();
		Page.section(page, "subscriptions", "Waits for");
		if (subscriptions.isEmpty()) {
			page.element("p", "It waits for no event.").close();
			return;
		}
		Page.table(page, "Subscriptions, oldest first", "Event", "Key", "Since", "Step", "Held by");
		subscriptions.stream().limit(WorkflowDetails.LIMIT).forEach((subscription) -> {
			page.open("tr").open("th", "scope", "row").name(subscription.eventName()).close();
			Page.cell(page, "Key").name(subscription.eventKey()).close();
			Page.cell(page, "Since").time(subscription.subscribeAsOf()).close();
			Page.cell(page, "Step").name(step(subscription.executionPointerId())).close();
			Page.cell(page, "Held by");
			holder(page, subscription);
			if (this.view.showData() && subscription.subscriptionData() != null) {
				page.open("details").element("summary", "Data");
				DataView.write(page, "Subscription", subscription.subscriptionData());
				page.close();
			}
			page.close().close();
		});
		page.close().close();
		more(page, subscriptions.size());
		page.close();
	}

	private static void holder(Html page, EventSubscription subscription) {
		if (subscription.externalWorkerId() != null) {
			page.name(subscription.externalWorkerId()).text(" until ").time(subscription.externalTokenExpiry());
		}
	}

	private void family(Html page) {
		Page.section(page, "children", "Children");
		List<WorkflowSummary> children = this.details.children();
		if (children.isEmpty() && this.details.family().isEmpty()) {
			page.element("p", "It has started no workflow.").close();
			return;
		}
		if (!children.isEmpty()) {
			ListPage.table(page, "Children", children, this.view.links());
		}
		if (!this.details.family().isEmpty()) {
			page.open("p")
				.element("a", "All workflows that it or its children have started", "href",
						this.view.links().workflows("root", this.workflow.id()))
				.close();
		}
		page.close();
	}

	private void data(Html page) {
		Page.section(page, "data", "Data");
		if (this.view.showData()) {
			DataView.write(page, "Data of the workflow", this.workflow.data());
		}
		else {
			page.element("p", "Data is not shown here. See wfe.dashboard.show-data.", "class", "note");
		}
		page.close();
	}

}
