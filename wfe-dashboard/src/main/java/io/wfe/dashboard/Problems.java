package io.wfe.dashboard;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Pages that tell why there is no other page.
 */
final class Problems {

	private Problems() {
	}

	static ServerResponse html(View view, HttpStatus status, String title, String problem) {
		return Responses.html(status, Page.of(view, title, null, null, (page) -> page.element("p", problem)), null);
	}

	/**
	 * Refuses to serve another machine. The page loads nothing, because that would be
	 * refused as well.
	 */
	static ServerResponse remote() {
		Html page = new Html();
		page.open("html", "lang", "en").open("head").single("meta", "charset", "utf-8");
		page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
		page.single("meta", "name", "color-scheme", "content", "light dark");
		page.single("link", "rel", "icon", "href", "data:,");
		page.element("title", "Workflows: not available from here").close();
		page.open("body").open("main").element("h1", "Not available from here");
		page.element("p", "Nothing protects this dashboard, so it serves only browsers on its own machine: "
				+ "at localhost, and not through a proxy.");
		page.element("p", "To open it to others, do one of these:").open("ul");
		page.open("li")
			.text("Protect its path with Spring Security: add ")
			.element("code", "spring-boot-starter-security")
			.text(" and a rule that authorizes requests to it.")
			.close();
		page.open("li")
			.text("If something else protects it, set ")
			.element("code", "wfe.dashboard.allow-remote-without-security=true")
			.text(".")
			.close();
		return Responses.html(HttpStatus.FORBIDDEN, "<!doctype html>\n" + page.close().close().close().close(), null);
	}

}
