package io.wfe.dashboard;

import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * Buttons of actions. Each opens a dialog that asks whether to go on, and whose form does
 * it.
 */
final class Actions {

	private final View view;

	private final Html page;

	Actions(View view, Html page) {
		this.view = view;
		this.page = page;
	}

	/**
	 * Writes the actions on a workflow that its status allows.
	 */
	void workflow(WorkflowInstance workflow, List<EventSubscription> subscriptions) {
		this.page.open("section", "id", "actions", "aria-label", "Actions", "data-section", "", "class", "actions");
		for (Command command : Command.values()) {
			if (command.isAllowed(workflow.status())) {
				command(command, workflow);
			}
		}
		if (workflow.status() == WorkflowStatus.RUNNABLE || workflow.status() == WorkflowStatus.SUSPENDED) {
			publish(subscriptions.isEmpty() ? null : subscriptions.get(0), workflow.id());
		}
		this.page.close();
	}

	private void command(Command command, WorkflowInstance workflow) {
		String dialog = "dialog-" + command.path();
		button(dialog, command.label(), command.isDangerous());
		begin(dialog, command.label() + "?", this.view.links().action(command.path(), workflow.id()));
		this.page.open("p").text("Workflow ").name(workflow.name()).text(": " + command.effect()).close();
		end(command.label(), command.isDangerous());
	}

	/**
	 * Writes the action to publish an event.
	 * @param subscription what to fill the form with, or {@code null}
	 * @param workflowId the workflow to come back to, or {@code null}
	 */
	void publish(@Nullable EventSubscription subscription, @Nullable String workflowId) {
		if (workflowId == null) {
			this.page.open("section", "id", "actions", "aria-label", "Actions", "class", "actions");
		}
		button("dialog-publish", "Publish an event", false);
		begin("dialog-publish", "Publish an event?", this.view.links().events(workflowId));
		this.page.element("p", "Each workflow that waits for an event of this name and key gets it.");
		field("event-name", "Name", "name", (subscription != null) ? subscription.eventName() : "", true);
		field("event-key", "Key", "key", (subscription != null) ? subscription.eventKey() : "", false);
		this.page.element("label", "Data (JSON)", "for", "event-data")
			.element("textarea", "", "id", "event-data", "name", "data", "rows", "4", "spellcheck", "false");
		end("Publish", false);
		if (workflowId == null) {
			this.page.close();
		}
	}

	private void field(String id, String label, String name, String value, boolean required) {
		this.page.element("label", label, "for", id)
			.single("input", "id", id, "name", name, "value", value, "required", required ? "" : null, "autocomplete",
					"off", "spellcheck", "false");
	}

	private void button(String dialog, String label, boolean dangerous) {
		this.page.element("button", label, "type", "button", "data-dialog", dialog, "aria-haspopup", "dialog", "class",
				dangerous ? "danger" : null);
	}

	private void begin(String id, String title, String address) {
		this.page.open("dialog", "id", id, "aria-labelledby", id + "-title")
			.open("form", "method", "post", "action", address)
			.element("h2", title, "id", id + "-title");
		this.view.formFields()
			.forEach((name, value) -> this.page.single("input", "type", "hidden", "name", name, "value", value));
	}

	private void end(String label, boolean dangerous) {
		this.page.open("div", "class", "buttons")
			.element("button", "Cancel", "type", "button", "data-close", "", "autofocus", "")
			.element("button", label, "type", "submit", "class", dangerous ? "danger" : "primary")
			.close()
			.close()
			.close();
	}

}
