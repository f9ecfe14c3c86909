package io.wfe.samples.orders;

import java.util.Arrays;
import java.util.Objects;

import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page.
 */
class OrderPageTests extends OrdersTestSupport {

	@Test
	void orderIsShownWithItsButtons() {
		String id = place("Grace", "book");
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		assertThat(order(id)).contains("order-fulfilment-", "Grace", "book, pen", "59.90", "Waits for the payment",
				"await payment", "/page/" + id + "/pay", "/page/" + id + "/cancel", "/wfe/workflow?id=");
	}

	@Test
	void markupInAnOrderIsEscaped() {
		String id = place("<script>alert('customer')</script>", "\"><img src=x onerror=alert('item')>");
		assertThat(order(id)).contains("&lt;script&gt;alert(&#39;customer&#39;)&lt;/script&gt;")
			.doesNotContain("<script", "<img");
	}

	@Test
	void buttonsTakeAnOrderThroughItsSteps() {
		submit("/page/place");
		String id = id();
		submit("/page/" + id + "/pay");
		awaitState(id, OrderState.SHIPPED);
		assertThat(order(id)).contains("Shipped").doesNotContain("/page/" + id);
	}

	@Test
	void failureIsShownWithWhatHelps() {
		String item = "unobtainium";
		submit("/page/place?item=" + item);
		String id = id();
		awaitStatus(id, WorkflowStatus.SUSPENDED);
		assertThat(order(id)).contains("Needs help", "There is no unobtainium in stock", "/page/" + id + "/fill-up");
		submit("/page/" + id + "/fill-up?item=" + item);
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		submit("/page/" + id + "/cancel");
		assertThat(order(id)).contains("Cancelled").doesNotContain("/page/" + id);
		submit("/page/" + id + "/pay");
	}

	@Test
	void managerDecidesOnALargeOrder() {
		submit("/page/place?amount=2500");
		String id = id();
		awaitStep(id, "approve order WAITING_FOR_EVENT");
		assertThat(order(id)).contains("Waits for a manager", "/page/" + id + "/decide").doesNotContain(id + "/pay");
		submit("/page/" + id + "/decide?option=reject");
		awaitState(id, OrderState.REJECTED);
		assertThat(order(id)).contains("Rejected").doesNotContain("/page/" + id);
	}

	private String id() {
		return get("/orders").at("/orders/0/id").asString();
	}

	/**
	 * Returns the part of the page that shows an order.
	 */
	private String order(String id) {
		return Arrays.stream(page().split("<section"))
			.filter((section) -> section.contains("/orders/" + id))
			.findFirst()
			.orElseThrow();
	}

	private String page() {
		return Objects.requireNonNull(this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

	private void submit(String path) {
		this.client.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.exchange()
			.expectStatus()
			.isFound()
			.expectHeader()
			.exists(HttpHeaders.LOCATION);
	}

}
