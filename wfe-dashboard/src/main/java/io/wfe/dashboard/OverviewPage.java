package io.wfe.dashboard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.HostSummary;
import io.wfe.core.persistence.StoreActivity;
import org.jspecify.annotations.Nullable;

/**
 * The first page: counts, throughput, lag, hosts and errors.
 */
final class OverviewPage {

	private final View view;

	private final Overview overview;

	OverviewPage(View view, Overview overview) {
		this.view = view;
		this.overview = overview;
	}

	String write() {
		Links links = this.view.links();
		return Page.of(this.view, "Overview", links.overview(), new Page.Poll(links.overviewState(), state()),
				(page) -> {
					statuses(page);
					lastHour(page);
					lag(page);
					errors(page);
					hosts(page);
					definitions(page);
					if (this.view.actions()) {
						new Actions(this.view, page).publish(null, null);
					}
				});
	}

	/**
	 * Returns the texts of this page that change all the time, by their names.
	 */
	Map<String, String> texts() {
		Map<String, String> texts = new LinkedHashMap<>();
		for (WorkflowStatus status : WorkflowStatus.values()) {
			texts.put("count-" + status, this.overview.count(status));
		}
		StoreActivity activity = this.overview.activity();
		activity("started", activity.started(), texts);
		activity("completed", activity.completed(), texts);
		activity("terminated", activity.terminated(), texts);
		activity("failed", activity.errors(), texts);
		texts.put("lag-workflows", Overview.age(this.overview.backlog().workflowAge()));
		texts.put("lag-events", Overview.age(this.overview.backlog().eventAge()));
		texts.put("lag-commands", Overview.age(this.overview.backlog().commandAge()));
		return texts;
	}

	private void activity(String name, StoreActivity.Count count, Map<String, String> texts) {
		texts.put(name, this.overview.lastHour(count));
		texts.put(name + "-rate", this.overview.perMinute(count) + " a minute");
	}

	/**
	 * Returns what changes if the lists of this page do.
	 */
	String state() {
		return Texts.digest(this.overview.counts(), this.overview.hosts().stream().map(HostSummary::id).toList(),
				this.overview.errors());
	}

	private void statuses(Html page) {
		Page.section(page, "statuses", "Workflows").open("ul", "class", "cards");
		for (WorkflowStatus status : WorkflowStatus.values()) {
			page.open("li", "class", "card status-" + status)
				.open("a", "href", this.view.links().workflows("status", status.name()));
			figure(page, Texts.sentence(status), "count-" + status).close().close();
		}
		page.close().close();
	}

	private Html figure(Html page, String label, String name) {
		return page.element("span", label, "class", "label")
			.element("strong", text(name), "class", "figure", "data-live", name);
	}

	private String text(String name) {
		return texts().getOrDefault(name, "");
	}

	private void lastHour(Html page) {
		Page.section(page, "throughput", "Last hour").open("ul", "class", "cards");
		rate(page, "Started", "started");
		rate(page, "Completed", "completed");
		rate(page, "Terminated", "terminated");
		rate(page, "Failed steps", "failed");
		page.close().close();
	}

	private void rate(Html page, String label, String name) {
		page.open("li", "class", "card");
		figure(page, label, name).element("span", text(name + "-rate"), "class", "note", "data-live", name + "-rate")
			.close();
	}

	private void lag(Html page) {
		Page.section(page, "lag", "Lag").element("p", "How long the oldest one has been due.", "class", "note");
		page.open("ul", "class", "cards");
		for (String name : List.of("Workflows", "Events", "Commands")) {
			page.open("li", "class", "card");
			figure(page, name, "lag-" + name.toLowerCase(Locale.ROOT)).close();
		}
		page.close().close();
	}

	private void errors(Html page) {
		Page.section(page, "errors", "Errors of the last hour");
		List<ExecutionError> errors = this.overview.errors();
		if (errors.isEmpty()) {
			page.element("p", "No step has failed.").close();
			return;
		}
		Page.table(page, "Latest errors, newest first", "Time", "Workflow", "Message");
		for (ExecutionError error : errors) {
			page.open("tr");
			Page.cell(page, "Time").time(error.errorTime()).close();
			Page.cell(page, "Workflow");
			workflow(page, error.workflowId(), error.workflowId(), this.view.links()).close();
			Page.cell(page, "Message");
			message(page, error, this.view).close().close();
		}
		page.close().close();
		if (errors.size() == Overview.ERRORS) {
			page.element("p", "The latest " + Overview.ERRORS + " are shown.", "class", "note");
		}
		page.close();
	}

	static Html message(Html page, ExecutionError error, View view) {
		return view.showData() ? page.element("bdi", Texts.shorten(error.message(), 2000), "class", "message")
				: page.element("span", "not shown", "class", "note");
	}

	static Html workflow(Html page, String id, String text, Links links) {
		String address = links.workflow(id);
		return (address != null) ? page.link(text, address) : page.name(text);
	}

	private void hosts(Html page) {
		Page.section(page, "hosts", "Hosts");
		if (this.overview.hosts().isEmpty()) {
			page.element("p", "No host runs workflows at the moment.").close();
			return;
		}
		Page.table(page, "Hosts that run workflows", "Name", "Version", "Runs since", "Id");
		for (HostSummary host : this.overview.hosts()) {
			page.open("tr").open("th", "scope", "row").name(host.name()).close();
			Page.cell(page, "Version").name(host.version()).close();
			Page.cell(page, "Runs since")
				.time(host.startedAt())
				.text(" (" + Texts.duration(uptime(host)) + ")")
				.close();
			Page.cell(page, "Id").name(host.id()).close().close();
		}
		page.close().close().close();
	}

	private Duration uptime(HostSummary host) {
		return Texts.between(host.startedAt(), this.overview.at());
	}

	private void definitions(Html page) {
		Page.section(page, "definitions", "Definitions");
		List<String> definitions = this.overview.definitions();
		if (definitions.isEmpty()) {
			page.element("p", "There are no workflows yet.").close();
			return;
		}
		Page.table(page, "Workflows by definition and status", "Definition", "Runnable", "Suspended", "Complete",
				"Terminated");
		for (String definition : definitions) {
			page.open("tr")
				.open("th", "scope", "row")
				.link(definition, this.view.links().workflows("definition", definition))
				.close();
			for (WorkflowStatus status : WorkflowStatus.values()) {
				count(page, definition, status);
			}
			page.close();
		}
		page.close().close().close();
	}

	private void count(Html page, String definition, WorkflowStatus status) {
		String count = this.overview.count(definition, status);
		Page.cell(page, Texts.sentence(status));
		@Nullable String address = count.equals("0") ? null
				: this.view.links().workflows("definition", definition, "status", status.name());
		if (address != null) {
			page.link(count, address);
		}
		else {
			page.text(count);
		}
		page.close();
	}

}
