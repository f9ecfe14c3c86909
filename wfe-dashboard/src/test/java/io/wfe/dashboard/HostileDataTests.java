package io.wfe.dashboard;

import java.util.List;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and data of whoever may start workflows cannot do anything on the pages.
 */
class HostileDataTests extends OnServer {

	private static final String HOSTILE = "\"'><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
			+ "</title></textarea></svg>{{7*7}}&amp;\r\n\t";

	/** Reads like another name, because the characters are shown from right to left. */
	private static final String REVERSED = "invoice\u202Efdp.exe\u2066\u200F";

	@BeforeEach
	@AfterEach
	void empty() {
		this.store.truncateAll();
	}

	private WorkflowInstance hostile() {
		var text = JsonNodeFactory.instance.objectNode().put(HOSTILE, HOSTILE + REVERSED);
		ExecutionPointer pointer = ExecutionPointer.create(0)
			.toBuilder()
			.stepName(HOSTILE)
			.status(PointerStatus.WAITING_FOR_EVENT)
			.eventName(HOSTILE)
			.eventKey(HOSTILE)
			.persistenceData(text)
			.build();
		WorkflowInstance workflow = this.store
			.createWorkflowInstance(WorkflowInstance.create("hostile" + HOSTILE, 1, text)
				.toBuilder()
				.id("id" + HOSTILE)
				.name(HOSTILE)
				.reference(HOSTILE)
				.description(HOSTILE)
				.executionPointers(List.of(pointer))
				.nextExecution(null)
				.build());
		this.store.createEventSubscription(
				EventSubscription.create(workflow.id(), 0, pointer.id(), HOSTILE, HOSTILE, workflow.createTime())
					.toBuilder()
					.subscriptionData(text)
					.build());
		this.store.persistErrors(List.of(ExecutionError.create(workflow.id(), pointer.id(), HOSTILE)));
		return workflow;
	}

	@Test
	void markupIsText() {
		WorkflowInstance workflow = hostile();
		for (String path : List.of("/wfe", "/wfe/workflows", "/wfe/workflows?name=" + Http.encode(HOSTILE),
				"/wfe/workflows?reference=" + Http.encode(HOSTILE), workflow(workflow.id()),
				"/wfe/workflow?id=" + Http.encode(HOSTILE))) {
			String page = get(path).body();
			assertThat(page).as(path)
				.contains("</main>")
				.doesNotContain("<script>window")
				.doesNotContain("<img")
				.doesNotContain("'><");
		}
		assertThat(get("/wfe/find?q=" + Http.encode(HOSTILE.strip())).header("location")).startsWith("/wfe/")
			.doesNotContain("<", "\"", "\r", "\n");
	}

	@Test
	void idComesBackAsItIs() {
		WorkflowInstance workflow = hostile();
		String address = matches(get("/wfe/workflows").body(), "<th scope=\"row\"><a href=\"([^\"]+)\"").get(0);
		assertThat(get(address.replace("&amp;", "&")).status()).isEqualTo(200);
		assertThat(get("/wfe/api/workflow?id=" + Http.encode(workflow.id())).status()).isEqualTo(200);
	}

	@Test
	void hiddenCharactersAreShown() {
		String id = this.store.createNewWorkflow(
				WorkflowInstance.create("bidi", 1, JsonNodeFactory.instance.objectNode().put("x", REVERSED))
					.toBuilder()
					.name(REVERSED)
					.reference("\u05D0\u05D1\u05D2")
					.nextExecution(null)
					.build());
		String page = get(workflow(id)).body();
		assertThat(page).contains("<bdi>invoice\\u202Efdp.exe\\u2066\\u200F</bdi>")
			.contains("<bdi>\u05D0\u05D1\u05D2</bdi>")
			.doesNotContain("\u202E");
		String title = "<title>invoice\\u202Efdp.exe";
		assertThat(page).contains(title);
	}

	@Test
	void longNamesTakeLittleRoom() {
		String name = "n".repeat(100_000);
		var data = JsonNodeFactory.instance.objectNode().put("x", "d".repeat(1_000_000));
		String id = this.store.createNewWorkflow(WorkflowInstance.create(name, 1, data)
			.toBuilder()
			.name(name)
			.reference(name)
			.description(name)
			.executionPointers(List.of(ExecutionPointer.create(0).toBuilder().stepName(name).build()))
			.nextExecution(null)
			.build());
		this.store.persistErrors(List.of(ExecutionError.create(id, "pointer", "m".repeat(100_000))));
		String longId = this.store.createNewWorkflow(WorkflowInstance.create("short", 1, data)
			.toBuilder()
			.id("i".repeat(100_000))
			.name("long id")
			.nextExecution(null)
			.build());
		assertThat(longId).hasSize(100_000);
		assertThat(get("/wfe").body()).hasSizeLessThan(400_000).contains("more characters");
		assertThat(get("/wfe/workflows").body()).hasSizeLessThan(400_000).contains("<th scope=\"row\"><bdi>long id");
		assertThat(get(workflow(id)).body()).hasSizeLessThan(400_000).contains("more characters");
	}

	@Test
	void definitionsCannotEndTheirPicture() {
		this.host.register(new HostileWorkflow());
		String id = this.host.startWorkflow("hostile", null);
		String page = get(workflow(id)).body();
		assertThat(page).contains("&lt;/svg&gt;").doesNotContain("<img").doesNotContain("<script>window");
		String picture = page.substring(page.indexOf("<svg xmlns"), page.indexOf("</svg>"));
		assertThat(picture).contains("</rect>").doesNotContain("onerror=window.hacked=1>");
	}

	/**
	 * What a browser makes of it.
	 */
	@Test
	@ExtendWith(Browser.IsThere.class)
	void nothingRuns() {
		WorkflowInstance workflow = hostile();
		try (Browser browser = new Browser(this.port)) {
			for (String path : List.of("/wfe", "/wfe/workflows?name=" + Http.encode(HOSTILE),
					workflow(workflow.id()))) {
				browser.open(path);
				assertThat(browser.script("return typeof window.hacked")).as(path).isEqualTo("undefined");
				assertThat(browser.all("main img, main script")).as(path).isEmpty();
			}
			assertThat(browser.find("#event-key").getDomProperty("value")).contains("<script>window.hacked=1</script>");
			browser.script("document.querySelector('#dialog-suspend form').requestSubmit()");
			browser.awaitText("[role=status].notice", "Suspended.");
			assertThat(status(workflow.id())).isEqualTo(WorkflowStatus.SUSPENDED);
			assertThat(browser.complaints()).isEmpty();
		}
	}

	static final class HostileWorkflow implements Workflow<Object> {

		@Override
		public String id() {
			return "hostile";
		}

		@Override
		public Class<Object> dataType() {
			return Object.class;
		}

		@Override
		public void build(WorkflowBuilder<Object> workflow) {
			workflow.description(HOSTILE)
				.then("</svg>" + HOSTILE, (step) -> ExecutionResult.next())
				.then(REVERSED, (step) -> ExecutionResult.next())
				.then("\u6F22".repeat(100), (step) -> ExecutionResult.next());
		}

	}

}
