package io.wfe.dashboard;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The frame of all pages: header with navigation and search, content, script and style.
 */
final class Page {

	private final View view;

	private final Html html = new Html();

	private Page(View view) {
		this.view = view;
	}

	/**
	 * Writes a page.
	 * @param title the title, which is also the heading
	 * @param current the address in the navigation that this page belongs to
	 * @param poll what tells when the page is out of date, or {@code null}
	 * @param content writes what is below the heading
	 */
	static String of(View view, String title, @Nullable String current, @Nullable Poll poll, Consumer<Html> content) {
		return new Page(view).write(title, current, poll, content);
	}

	private String write(String title, @Nullable String current, @Nullable Poll poll, Consumer<Html> content) {
		Html page = this.html;
		Links links = this.view.links();
		page.open("html", "lang", "en");
		page.open("head").single("meta", "charset", "utf-8");
		page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
		page.single("meta", "name", "color-scheme", "content", "light dark");
		page.element("title", Texts.name(title) + " · Workflows");
		page.single("link", "rel", "icon", "type", "image/svg+xml", "href", links.asset("icon.svg"));
		page.single("link", "rel", "stylesheet", "href", links.asset("dashboard.css"));
		page.element("script", "", "src", links.asset("dashboard.js"), "defer", "").close();
		page.open("body", "data-poll", (poll != null) ? poll.address() : null, "data-state",
				(poll != null) ? poll.state() : null);
		page.element("a", "Skip to content", "class", "skip", "href", "#content");
		page.open("header").open("nav", "aria-label", "Main").open("ul");
		navigation("Overview", links.overview(), current);
		navigation("Workflows", links.workflows(), current);
		page.close().close();
		stores();
		search();
		page.close();
		page.open("main", "id", "content", "tabindex", "-1");
		page.open("h1").name(title).close();
		content.accept(page);
		page.close();
		footer(poll != null);
		return "<!doctype html>\n" + page.close().close();
	}

	private void navigation(String text, String address, @Nullable String current) {
		this.html.open("li")
			.element("a", text, "href", address, "aria-current", address.equals(current) ? "page" : null)
			.close();
	}

	/**
	 * Writes the stores to choose from, if there are several.
	 */
	private void stores() {
		if (this.view.stores().size() < 2) {
			return;
		}
		this.html.open("nav", "aria-label", "Stores", "class", "stores").open("ul");
		for (String store : this.view.stores()) {
			this.html.open("li")
				.element("a", store, "href", this.view.links().store(store), "aria-current",
						store.equals(this.view.store()) ? "true" : null)
				.close();
		}
		this.html.close().close();
	}

	private void search() {
		this.html.open("form", "role", "search", "action", this.view.links().find(), "method", "get")
			.element("label", "Find by id, name or reference", "for", "q", "class", "hidden")
			.single("input", "id", "q", "name", "q", "type", "search", "placeholder", "Id, name or reference",
					"required", "", "autocomplete", "off", "spellcheck", "false")
			.element("button", "Find", "type", "submit")
			.close();
	}

	private void footer(boolean live) {
		this.html.open("footer");
		if (live) {
			this.html.element("button", "Pause updates", "type", "button", "id", "pause", "aria-pressed", "false",
					"hidden", "");
		}
		this.html.element("p", "", "id", "live", "role", "status").close();
	}

	/**
	 * Begins a part of a page that is replaced when it is out of date.
	 */
	static Html section(Html html, String id, String heading) {
		return html.open("section", "id", id, "aria-labelledby", id + "-heading", "data-section", "")
			.element("h2", heading, "id", id + "-heading");
	}

	/**
	 * Begins a table that scrolls by itself if it is too wide.
	 */
	static Html table(Html html, String caption, String... columns) {
		html.open("table").element("caption", caption, "class", "hidden").open("thead").open("tr");
		for (String column : columns) {
			html.element("th", column, "scope", "col");
		}
		return html.close().close().open("tbody");
	}

	/**
	 * Begins a cell, which tells its column where there is no room for columns.
	 */
	static Html cell(Html html, String column) {
		return html.open("td", "data-label", column);
	}

	/**
	 * What tells when a page is out of date.
	 *
	 * @param address the address that returns the state
	 * @param state the state that the page shows
	 */
	record Poll(String address, String state) {

	}

}
