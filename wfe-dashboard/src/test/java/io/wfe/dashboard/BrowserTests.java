package io.wfe.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The dashboard in a real browser.
 */
@ExtendWith(Browser.IsThere.class)
class BrowserTests extends OnServer {

	private static @Nullable Browser shared;

	private Browser browser() {
		if (shared == null) {
			shared = new Browser(this.port);
		}
		return shared;
	}

	@AfterAll
	static void close() {
		if (shared != null) {
			shared.close();
			shared = null;
		}
	}

	@BeforeEach
	void reset() {
		browser().size(1280, 900).colors("light");
		browser().complaints();
		browser().requestsToOthers();
	}

	@AfterEach
	void nothingIsWrongAndNoRequestLeavesTheHost() {
		assertThat(browser().complaints()).isEmpty();
		assertThat(browser().requestsToOthers()).isEmpty();
	}

	@Test
	void overviewChangesByItself() {
		this.store.truncateAll();
		browser().open("/wfe").awaitText("[data-live=count-SUSPENDED]", "0");
		failedPayout("changes");
		browser().awaitText("[data-live=count-SUSPENDED]", "1");
		browser().awaitText("#errors td", "The bank said <script>");
		browser().awaitText("#definitions th", "payout");
	}

	@Test
	void updatesCanBePaused() {
		this.store.truncateAll();
		browser().open("/wfe").find("#pause").click();
		assertThat(browser().find("#pause").getDomAttribute("aria-pressed")).isEqualTo("true");
		browser().awaitText("#live", "paused");
		failedPayout("unseen");
		await().during(Duration.ofSeconds(5))
			.atMost(Duration.ofSeconds(7))
			.until(() -> browser().find("[data-live=count-SUSPENDED]").getText().equals("0"));
		browser().find("#pause").click();
		browser().awaitText("[data-live=count-SUSPENDED]", "1");
	}

	@Test
	void workflowIsFoundAndItsPageFollowsIt() {
		String id = waitingOrder("followed");
		browser().open("/wfe").find("#q").sendKeys("ref-followed", Keys.ENTER);
		browser().awaitText("tbody th", "followed");
		browser().find("tbody th a").click();
		browser().awaitText("h1", "followed");
		assertThat(browser().find("#summary").getText()).contains("Runnable");
		this.host.publishEvent("parcel-scanned", "followed", "scanned in Berlin");
		browser().awaitText("#summary .badge", "Complete");
		browser().awaitText("#live", "The workflow is complete now.");
		browser().awaitText("#data pre", "scanned in Berlin");
		assertThat(browser().all("#diagram .node.step-COMPLETE")).hasSizeGreaterThan(4);
		assertThat(status(id)).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void whatWasOpenedStaysOpen() {
		String id = waitingOrder("opened");
		browser().open(workflow(id)).find("#diagram summary").click();
		browser().script("document.activeElement.blur()");
		this.host.publishEvent("parcel-scanned", "opened", "x");
		browser().awaitText("#summary .badge", "Complete");
		browser().awaitText("#diagram details[open] li", "invoice line (update): 2 complete");
	}

	@Test
	void actionsAskAndAct() {
		String id = waitingOrder("acted");
		browser().open(workflow(id)).button("Suspend").click();
		assertThat(browser().find("dialog[open]").getText()).contains("Suspend?", "acted");
		browser().button("Cancel").click();
		assertThat(browser().all("dialog[open]")).isEmpty();
		assertThat(status(id)).isEqualTo(WorkflowStatus.RUNNABLE);
		browser().confirm("Suspend");
		assertThat(status(id)).isEqualTo(WorkflowStatus.SUSPENDED);
		browser().confirm("Resume");
		assertThat(status(id)).isEqualTo(WorkflowStatus.RUNNABLE);
		browser().confirm("Terminate");
		assertThat(status(id)).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(browser().all("#actions button")).isEmpty();
	}

	@Test
	void failedStepsAreRetried() {
		String id = failedPayout("retried");
		browser().open(workflow(id));
		assertThat(browser().find("#errors").getText()).contains("The bank said <script>alert('no')</script>");
		Shop.Payout.fails = false;
		browser().confirm("Retry failed steps");
		browser().awaitText("#summary .badge", "Complete");
	}

	@Test
	void eventIsPublished() {
		String id = waitingOrder("published");
		browser().open(workflow(id)).button("Publish an event").click();
		assertThat(browser().find("#event-name").getDomProperty("value")).isEqualTo("parcel-scanned");
		assertThat(browser().find("#event-key").getDomProperty("value")).isEqualTo("published");
		browser().find("#event-data").sendKeys("\"unfinished");
		browser().find("dialog[open] button[type=submit]").click();
		assertThat(browser().all("dialog[open]")).isNotEmpty();
		assertThat(browser().find("#event-data").getDomProperty("validationMessage")).contains("no valid JSON");
		browser().find("#event-data").sendKeys("\"");
		browser().find("dialog[open] button[type=submit]").click();
		browser().awaitText("[role=status].notice", "Published.");
		browser().awaitText("#summary .badge", "Complete");
		browser().awaitText("#data pre", "unfinished");
		assertThat(status(id)).isEqualTo(WorkflowStatus.COMPLETE);
	}

	@Test
	void eventIsPublishedFromOverview() {
		String id = waitingOrder("overview-event");
		browser().open("/wfe").button("Publish an event").click();
		browser().find("#event-name").sendKeys("parcel-scanned");
		browser().find("#event-key").sendKeys("overview-event");
		browser().find("#event-data").sendKeys("\"x\"");
		browser().find("dialog[open] button[type=submit]").click();
		await().atMost(Duration.ofSeconds(30)).until(() -> status(id) == WorkflowStatus.COMPLETE);
	}

	@Test
	void keyboardIsEnough() {
		String id = waitingOrder("keys");
		browser().open(workflow(id)).press(Keys.TAB);
		assertThat(browser().script("return document.activeElement.textContent")).isEqualTo("Skip to content");
		browser().press(Keys.ENTER);
		browser().tabTo("button[data-dialog=dialog-suspend]");
		browser().press(Keys.ENTER);
		assertThat(browser().script("return document.activeElement.textContent")).isEqualTo("Cancel");
		browser().press(Keys.ESCAPE);
		assertThat(browser().all("dialog[open]")).isEmpty();
		assertThat(browser().script("return document.activeElement.textContent")).isEqualTo("Suspend");
		browser().press(Keys.ENTER);
		browser().tabTo("dialog[open] button[type=submit]");
		browser().press(Keys.ENTER);
		browser().awaitText("[role=status].notice", "Suspended.");
		assertThat(status(id)).isEqualTo(WorkflowStatus.SUSPENDED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void textsStandOutFromTheirBackground(String scheme) {
		String failed = failedPayout("contrast-" + scheme);
		browser().colors(scheme);
		for (String page : List.of("/wfe", "/wfe/workflows", workflow(failed), workflow(waitingOrder("c-" + scheme)))) {
			browser().open(page);
			assertThat((List<?>) Objects.requireNonNull(browser().script(CONTRAST))).as(page).isEmpty();
		}
		assertThat((String) browser().script("return getComputedStyle(document.documentElement).backgroundColor"))
			.isEqualTo(scheme.equals("dark") ? "rgb(18, 21, 27)" : "rgb(246, 247, 249)");
	}

	@Test
	void nothingIsOffTheScreenOfAPhone() {
		this.store.truncateAll();
		String failed = failedPayout(
				"a-name-without-any-space-that-is-as-long-as-names-of-machines-often-are-1234567890");
		String waiting = waitingOrder("narrow");
		browser().size(360, 740);
		for (String page : List.of("/wfe", "/wfe/workflows", workflow(failed), workflow(waiting),
				"/wfe/definition?id=order-fulfilment&version=1")) {
			browser().open(page);
			assertThat((List<?>) Objects.requireNonNull(browser().script(OFF_SCREEN))).as(page).isEmpty();
		}
		browser().open(workflow(waiting)).button("Terminate").click();
		assertThat((List<?>) Objects.requireNonNull(browser().script(OFF_SCREEN))).isEmpty();
	}

	@Test
	void screenReadersGetNamesLandmarksAndHeadings() {
		for (String page : List.of("/wfe", "/wfe/workflows", workflow(failedPayout("named")))) {
			browser().open(page);
			assertThat((List<?>) Objects.requireNonNull(browser().script(NAMELESS))).as(page).isEmpty();
			for (String landmark : List.of("header", "nav[aria-label=Main]", "main", "footer", "h1", "[role=search]")) {
				assertThat(browser().all(landmark)).as(page + " " + landmark).hasSize(1);
			}
			assertThat(browser().find("html").getDomAttribute("lang")).isEqualTo("en");
			assertThat(browser().driver().getTitle()).isNotBlank();
		}
		assertThat(browser().find("svg[role=img]").getAccessibleName()).isEqualTo("Steps of the workflow");
	}

	/**
	 * Returns texts that have less than 4.5 times the contrast to what is behind them.
	 */
	private static final String CONTRAST = """
			const luminance = (color) => {
				const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((value) => {
					const part = value / 255;
					return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
				});
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			};
			const background = (element) => {
				for (let e = element; e; e = e.parentElement) {
					const color = getComputedStyle(e).backgroundColor;
					if (color !== 'rgba(0, 0, 0, 0)' && color !== 'transparent') { return color; }
				}
				return 'rgb(255, 255, 255)';
			};
			return [...document.querySelectorAll('body *:not(svg *):not(script)')]
				.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
				.filter((e) => e.checkVisibility() && !e.closest('.hidden'))
				.map((e) => {
					const [a, b] = [luminance(getComputedStyle(e).color), luminance(background(e))];
					return [e.textContent.slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
				})
				.filter(([text, ratio]) => ratio < 4.5).map(([text, ratio]) => text + ': ' + ratio);
			""";

	/**
	 * Returns what reaches beyond the screen, unless it scrolls in a box of its own.
	 */
	private static final String OFF_SCREEN = """
			const width = document.documentElement.clientWidth;
			const off = [...document.querySelectorAll('body *')]
				.filter((e) => e.checkVisibility() && !e.closest('.diagram svg, .hidden, .skip, thead'))
				.filter((e) => e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1)
				.map((e) => e.tagName + ' ' + e.className + ': ' + e.textContent.slice(0, 60));
			if (width !== 360 || document.documentElement.scrollWidth > width) {
				off.push('page: ' + document.documentElement.scrollWidth + ' of ' + width);
			}
			return off;
			""";

	/**
	 * Returns elements that a screen reader could not name.
	 */
	private static final String NAMELESS = """
			const name = (e) => e.getAttribute('aria-label') || e.textContent.trim()
				|| [...(e.labels || [])].map((l) => l.textContent.trim()).join('')
				|| (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
					.map((id) => document.getElementById(id)?.textContent || '').join('');
			const bad = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, section, '
				+ 'nav, dialog, form[role], svg[role=img]')].filter((e) => !name(e));
			const tables = [...document.querySelectorAll('table')].filter((t) => !t.caption?.textContent
				|| [...t.querySelectorAll('th')].some((th) => !th.scope));
			const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
			const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
			return [...bad, ...tables].map((e) => e.outerHTML.slice(0, 200)).concat(twice);
			""";

}
