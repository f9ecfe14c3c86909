package io.wfe.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.StoreActivity;
import io.wfe.core.persistence.StoreBacklog;
import io.wfe.core.persistence.WorkflowCount;
import io.wfe.dashboard.Shop.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the pages show of a real store.
 */
class PageTests extends OnServer {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	@Test
	void overviewShowsCountsHostsAndErrors() {
		this.store.truncateAll();
		waitingOrder("overview");
		failedPayout("overview-payout");
		await().atMost(Duration.ofSeconds(30)).until(() -> !this.store.findHosts().isEmpty());
		String page = get("/wfe").body();
		assertThat(page).contains("data-live=\"count-RUNNABLE\">1<").contains("data-live=\"count-SUSPENDED\">1<");
		assertThat(page).contains("data-live=\"started\">2<").contains("data-live=\"failed\">1<");
		assertThat(page).contains(this.store.findHosts().get(0).name()).contains("order-fulfilment");
		assertThat(page).contains("The bank said &lt;script&gt;").doesNotContain("<script>alert");
		assertThat(get("/wfe/").body()).contains("Overview");
	}

	@Test
	void overviewIsKeptUpToDateBySmallJson() {
		this.store.truncateAll();
		assertThat(get("/wfe").body()).contains("data-live=\"count-SUSPENDED\">0<");
		JsonNode before = json("/wfe/api/overview");
		assertThat(before.at("/texts/count-SUSPENDED").asString()).isEqualTo("0");
		failedPayout("live");
		await().atMost(Duration.ofSeconds(30))
			.until(() -> json("/wfe/api/overview").at("/texts/count-SUSPENDED").asString().equals("1"));
		JsonNode after = json("/wfe/api/overview");
		assertThat(after.required("state")).isNotEqualTo(before.required("state"));
		assertThat(get("/wfe").body()).contains("data-state=\"" + after.required("state").asString() + "\"");
		assertThat(after.toString().length()).isLessThan(1000);
	}

	@Test
	void countsAreBounded() {
		Overview overview = new Overview(Instant.EPOCH,
				List.of(new WorkflowCount("a", WorkflowStatus.COMPLETE, Overview.LIMIT)),
				new StoreActivity(new StoreActivity.Count(Overview.LIMIT, Instant.EPOCH.minusSeconds(6)),
						new StoreActivity.Count(0, Instant.EPOCH.minusSeconds(3600)),
						new StoreActivity.Count(0, Instant.EPOCH.minusSeconds(3600)),
						new StoreActivity.Count(6, Instant.EPOCH.minusSeconds(3600))),
				new StoreBacklog(Instant.EPOCH, null, null, null), List.of(), List.of());
		assertThat(overview.count(WorkflowStatus.COMPLETE)).isEqualTo("10,000+");
		assertThat(overview.count(WorkflowStatus.RUNNABLE)).isEqualTo("0");
		assertThat(overview.perMinute(overview.activity().started())).isEqualTo("100,000");
		assertThat(overview.perMinute(overview.activity().errors())).isEqualTo("0.1");
	}

	@Test
	void listIsFilteredAndPaged() {
		this.store.truncateAll();
		for (int i = 0; i < 60; i++) {
			this.store.createNewWorkflow(WorkflowInstance.create("plain", 1, nodes.objectNode())
				.toBuilder()
				.name("plain-" + i)
				.reference((i < 2) ? "rare" : "common")
				.createTime(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i))
				.nextExecution(null)
				.build());
		}
		String first = get("/wfe/workflows?definition=plain").body();
		assertThat(first).contains(">plain-59<").contains(">plain-10<").doesNotContain(">plain-9<");
		String next = matches(first, "rel=\"next\" href=\"([^\"]+)\"").get(0).replace("&amp;", "&");
		String second = get(next).body();
		assertThat(second).contains(">plain-9<", ">plain-0<", "First page")
			.doesNotContain(">plain-10<")
			.doesNotContain("Next page");
		assertThat(matches(get("/wfe/workflows?reference=rare").body(), ">(plain-\\d+)<")).containsExactly("plain-1",
				"plain-0");
		assertThat(matches(get("/wfe/workflows?name=plain-3&status=RUNNABLE&version=1").body(), ">(plain-\\d+)<"))
			.hasSize(11);
		assertThat(matches(get("/wfe/workflows?from=2026-01-01T00:00&before=2026-01-01T00:00:02").body(),
				">(plain-\\d+)<"))
			.containsExactly("plain-1", "plain-0");
		assertThat(get("/wfe/workflows?status=complete").body()).contains("No workflow matches.");
	}

	@Test
	void whatCannotBeUnderstoodIsRefused() {
		for (String query : List.of("status=x", "version=x", "from=x", "after=x", "name=%00")) {
			Http.Response response = get("/wfe/workflows?" + query);
			assertThat(response.status()).as(query).isEqualTo(400);
			assertThat(response.body()).contains("Not understood");
		}
		assertThat(get("/wfe/workflow").status()).isEqualTo(400);
		assertThat(get("/wfe/workflow?id=unknown").status()).isEqualTo(404);
		assertThat(get("/wfe/api/workflow?id=unknown").status()).isEqualTo(404);
		assertThat(json("/wfe/api/workflow?id=unknown").path("error").asString()).contains("no workflow");
		assertThat(get("/wfe/definition?id=unknown&version=1").status()).isEqualTo(404);
		assertThat(get("/wfe/assets/unknown.css").status()).isEqualTo(404);
	}

	@Test
	void workflowsAreFoundByIdNameAndReference() {
		String id = waitingOrder("findable");
		assertThat(get("/wfe/find?q=" + id).header("location")).isEqualTo(workflow(id));
		assertThat(get("/wfe/find?q=findable").header("location")).isEqualTo(workflow(id));
		assertThat(get("/wfe/find?q=ref-findable").header("location"))
			.isEqualTo("/wfe/workflows?reference=ref-findable");
		assertThat(get("/wfe/workflows/findable").header("location")).isEqualTo(workflow(id));
		assertThat(get("/wfe/workflows/" + id).header("location")).isEqualTo(workflow(id));
		assertThat(get("/wfe/workflows/finda").status()).isEqualTo(404);
		assertThat(get("/wfe/find?q=finda").header("location")).isEqualTo("/wfe/workflows?name=finda");
	}

	@Test
	void workflowShowsStatesOfStepsAndWhatItWaitsFor() {
		String page = get(workflow(waitingOrder("waiting"))).body();
		assertThat(page).contains("<svg xmlns").contains("role=\"img\"").contains("<title id=\"diagram-title\">");
		assertThat(page).containsPattern("<li><bdi>reserve stock</bdi> \\(update\\): complete")
			.containsPattern("<li><bdi>parcel-scanned</bdi> \\(wait for\\): waiting for event")
			.containsPattern("<li><bdi>invoice line</bdi> \\(update\\): not reached");
		assertThat(page).contains("badge step-WAITING_FOR_EVENT").contains("for key <bdi>waiting</bdi>");
		assertThat(page).contains("&quot;reserved&quot;")
			.contains("href=\"/wfe/definition?id=order-fulfilment&amp;version=1\"");
	}

	@Test
	void errorsAreShown() {
		String page = get(workflow(failedPayout("failing"))).body();
		assertThat(page).contains("node step-FAILED").contains("The bank said &lt;script&gt;");
	}

	@Test
	void childAndParentLeadToEachOther() {
		String id = this.host.startWorkflow("gift", Order.of("gift-1", "book"));
		await().atMost(Duration.ofSeconds(30)).until(() -> this.store.getSubscriptionsByWorkflow(id, 1).size() == 1);
		String child = this.store.getSubscriptionsByWorkflow(id, 1).get(0).eventKey();
		assertThat(get(workflow(id)).body()).contains("id=\"children\"").contains("id=" + child);
		assertThat(get(workflow(child)).body()).containsPattern("Started by</dt><dd><a href=\"[^\"]*id=" + id);
	}

	@Test
	void latestOfManyActivationsAreShown() {
		List<ExecutionPointer> pointers = IntStream.range(0, 450)
			.mapToObj((index) -> ExecutionPointer.create(0).toBuilder().stepName("round-" + index + ".").build())
			.toList();
		String id = this.store.createNewWorkflow(WorkflowInstance.create("long", 1, nodes.objectNode())
			.toBuilder()
			.executionPointers(pointers)
			.nextExecution(null)
			.build());
		String page = get(workflow(id)).body();
		assertThat(page).contains("round-449.", "round-250.", "251 to 450 of 450", "Earlier")
			.doesNotContain("round-249.");
		assertThat(get(workflow(id) + "&from=0").body()).contains("round-0.", "round-199.", "Later")
			.doesNotContain("round-200.");
		assertThat(page).contains("does not have the definition");
	}

	@Test
	void definitionHasItsDiagram() {
		String page = get("/wfe/definition?id=order-fulfilment&version=1").body();
		assertThat(page).contains("<svg xmlns").contains("tell support").doesNotContain("not reached");
	}

	@Test
	void browserMayDoNothingElse() {
		Http.Response response = get("/wfe");
		assertThat(response.header("content-security-policy"))
			.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
		assertThat(response.header("cache-control")).isEqualTo("no-store");
		assertThat(response.header("content-type")).isEqualTo("text/html;charset=UTF-8");
		for (String path : List.of("/wfe", "/wfe/workflows", workflow(waitingOrder("bare")))) {
			assertThat(get(path).body()).doesNotContain("http://localhost")
				.doesNotContainPattern("(?i)\\son[a-z]+=\"|\\sstyle=\"|javascript:")
				.doesNotContainPattern("(src|href)=\"(https?:)?//")
				.doesNotContainPattern("<script(?! src=\"/wfe/assets/dashboard.js\" defer=\"\"></script>)");
		}
	}

	@Test
	void assetsAreNotSentTwice() {
		Http.Response first = get("/wfe/assets/dashboard.css");
		assertThat(first.header("content-type")).isEqualTo("text/css;charset=UTF-8");
		String tag = Objects.requireNonNull(first.header("etag"));
		assertThat(Http.get("/wfe/assets/dashboard.css").header("If-None-Match", tag).send(this.port).status())
			.isEqualTo(304);
	}

	@Test
	void errorOfPurgedWorkflowIsStillListed() {
		this.store.persistErrors(List.of(ExecutionError.create("gone", "pointer", "what was it?")));
		assertThat(get("/wfe").body()).contains("what was it?");
	}

}
