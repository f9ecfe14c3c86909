package io.wfe.samples.orders;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.dashboard.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page in a real browser: each path of an order by its buttons, down to its workflow
 * on the dashboard.
 */
@ExtendWith(Browser.IsThere.class)
class OrderBrowserTests extends OrdersTestSupport {

	private final Browser browser;

	OrderBrowserTests(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@AfterEach
	void nothingIsWrong() {
		assertThat(this.browser.complaints()).isEmpty();
		assertThat(this.browser.requestsToOthers()).isEmpty();
		this.browser.close();
	}

	@Test
	void eachButtonTakesAnOrderItsWay() {
		this.browser.size(360, 800);
		String book = order("Order a book");
		press(book, "Pay");
		awaitProgress(book, "Shipped");

		String rare = order("Order a rare book: charging fails twice");
		press(rare, "Pay");
		awaitProgress(rare, "Shipped");

		String piano = order("Order a piano: no carrier takes it");
		press(piano, "Pay");
		awaitProgress(piano, "Cancelled");

		String unobtainium = order("Order unobtainium: out of stock");
		press(unobtainium, "Fill up and retry");
		press(unobtainium, "Cancel");
		awaitProgress(unobtainium, "Cancelled");

		String large = order("Order for 2,500: a manager is asked");
		press(large, "Approve");
		press(large, "Pay");
		awaitProgress(large, "Shipped");

		String rejected = order("Order for 2,500: a manager is asked");
		press(rejected, "Reject");
		awaitProgress(rejected, "Rejected");
		assertThat(this.browser.script("return document.documentElement.scrollWidth")).isEqualTo(360L);
	}

	@Test
	void workflowOfAnOrderIsOnTheDashboard() {
		String id = order("Order a book");
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		this.browser.open("/wfe/workflow?id=" + workflow(id).required("id").asString());
		this.browser.awaitText("h1", "order-fulfilment-");
		this.browser.awaitText("body", "await payment");
		this.browser.awaitText("body", "payment-received");
		this.browser.confirm("Terminate");
		awaitStatus(id, WorkflowStatus.TERMINATED);
	}

	/**
	 * Orders something and returns the id of the order.
	 */
	private String order(String button) {
		String before = newest();
		this.browser.open("/").button(button).click();
		await().atMost(Duration.ofMinutes(2)).until(() -> !newest().equals(before));
		return newest();
	}

	private String newest() {
		return get("/orders").at("/orders/0/id").asString("");
	}

	private void press(String id, String button) {
		await().atMost(Duration.ofMinutes(2))
			.ignoreExceptions()
			.untilAsserted(() -> find(id, "//button[.='" + button + "']").click());
	}

	private void awaitProgress(String id, String progress) {
		await().atMost(Duration.ofMinutes(2))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(find(id, "//strong").getText()).isEqualTo(progress));
	}

	/**
	 * Opens the page and finds something in the section of an order.
	 */
	private WebElement find(String id, String path) {
		return this.browser.open("/")
			.driver()
			.findElement(By.xpath("//section[.//a[@href='/orders/" + id + "']]" + path));
	}

}
