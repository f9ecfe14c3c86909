package io.wfe.dashboard;

import java.util.List;

import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forms that were not sent by a page of ours do nothing.
 */
class ActionTests extends OnServer {

	private Http form(String path) {
		Http.Response page = get("/wfe");
		String token = matches(page.body(), "name=\"wfe-token\" value=\"([^\"]+)\"").get(0);
		return Http.post(path)
			.header("Host", "localhost:" + this.port)
			.header("Cookie", page.cookie())
			.field("wfe-token", token);
	}

	@Test
	void formOfAPageActsAndLeadsBack() {
		String id = waitingOrder("form");
		Http.Response response = form("/wfe/workflow/suspend").field("id", id)
			.header("Sec-Fetch-Site", "same-origin")
			.send(this.port);
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.header("location")).isEqualTo(workflow(id) + "&done=suspend");
		assertThat(status(id)).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(get(workflow(id) + "&done=suspend").body()).contains("role=\"status\" class=\"notice\">Suspended.<");
	}

	@Test
	void originIsEnoughForBrowsersWithoutTls() {
		String id = waitingOrder("origin");
		assertThat(form("/wfe/workflow/suspend").field("id", id)
			.header("Origin", "http://localhost:" + this.port)
			.send(this.port)
			.status()).isEqualTo(303);
	}

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Sec-Fetch-Site, none",
			"Origin, http://evil.example", "Origin, https://localhost:PORT", "Origin, http://localhost:1",
			"Origin, null", "Origin, not a URI", "X-Nothing, says where it comes from" })
	void formOfAnotherSiteDoesNothing(String header, String value) {
		String id = waitingOrder("csrf");
		try {
			Http.Response response = form("/wfe/workflow/terminate").field("id", id)
				.header(header, value.replace("PORT", Integer.toString(this.port)))
				.send(this.port);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.body()).contains("did not come from a page of this dashboard");
			assertThat(status(id)).isEqualTo(WorkflowStatus.RUNNABLE);
		}
		finally {
			this.store.truncateAll();
		}
	}

	@Test
	void tokenMustBeThatOfTheCookie() {
		String id = waitingOrder("token");
		String other = matches(get("/wfe").body(), "name=\"wfe-token\" value=\"([^\"]+)\"").get(0);
		for (Http request : List.of(form("/wfe/workflow/suspend").header("Cookie", ""),
				form("/wfe/workflow/suspend").header("Cookie", "wfe-dashboard-token=" + other),
				form("/wfe/workflow/suspend").header("Cookie", "wfe-dashboard-token="),
				Http.post("/wfe/workflow/suspend"), Http.post("/wfe/events").field("name", "x"))) {
			assertThat(request.header("Sec-Fetch-Site", "same-origin").field("id", id).send(this.port).status())
				.isEqualTo(403);
		}
		assertThat(status(id)).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	@Test
	void cookieIsForTheDashboardAlone() {
		assertThat(get("/wfe").header("set-cookie")).contains("Path=/wfe", "HttpOnly", "SameSite=Strict");
	}

	@Test
	void nothingIsDoneByAddress() {
		String id = waitingOrder("get");
		assertThat(get("/wfe/workflow/terminate?id=" + id).status()).isEqualTo(404);
		assertThat(status(id)).isEqualTo(WorkflowStatus.RUNNABLE);
	}

	@Test
	void whatTheStatusDoesNotAllowIsToldOnThePage() {
		String id = waitingOrder("conflict");
		Http.Response response = form("/wfe/workflow/resume").field("id", id)
			.header("Sec-Fetch-Site", "same-origin")
			.send(this.port);
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.body()).contains("role=\"alert\"", "Not done: the workflow is runnable.");
		assertThat(form("/wfe/workflow/resume").field("id", "unknown")
			.header("Sec-Fetch-Site", "same-origin")
			.send(this.port)
			.status()).isEqualTo(404);
	}

	@Test
	void dataOfAnEventMustBeJson() {
		Http.Response response = form("/wfe/events").field("name", "parcel-scanned")
			.field("data", "{s3cret")
			.header("Sec-Fetch-Site", "same-origin")
			.send(this.port);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("no valid JSON").doesNotContain("s3cret");
	}

}
