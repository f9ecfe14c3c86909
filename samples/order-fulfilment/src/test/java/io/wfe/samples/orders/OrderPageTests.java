package io.wfe.samples.orders;

import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page.
 */
class OrderPageTests extends OrdersTestSupport {

	@Test
	void whenThereAreNoOrdersThenSaysSo() {
		assertThat(page()).contains("No orders yet.");
	}

	@Test
	void orderIsShownWithItsWorkflow() {
		String id = place("Ada", "book");
		handleCommands();
		assertThat(page()).contains("order-fulfilment-1", "Ada", "book, pen", "59.90", "RUNNABLE", "receive payment",
				"WAITING_FOR_EVENT", "2030-01-01T", "/page/" + id + "/pay", "/page/" + id + "/cancel");
	}

	@Test
	void markupInAnOrderIsEscaped() {
		place("<script>alert('customer')</script>", "\"><img src=x onerror=alert('item')>");
		assertThat(page()).contains("&lt;script&gt;alert(&#39;customer&#39;)&lt;/script&gt;")
			.doesNotContain("<script", "<img");
	}

	@Test
	void buttonsTakeAnOrderThroughItsSteps() {
		submit("/page/place");
		handleCommands();
		String id = id();
		submit("/page/" + id + "/pay");
		handleCommands();
		assertThat(page()).contains("COMPLETE", "ship").doesNotContain("/page/" + id);
	}

	@Test
	void failureIsShown() {
		submit("/page/place?item=unobtainium");
		handleCommands();
		String id = id();
		assertThat(page()).contains("SUSPENDED", "There is no unobtainium in stock", "/page/" + id + "/cancel")
			.doesNotContain("/page/" + id + "/pay");
	}

	@Test
	void cancelledOrderHasNoButtons() {
		submit("/page/place");
		String id = id();
		submit("/page/" + id + "/cancel");
		assertThat(page()).contains("TERMINATED", "Cancelled by the customer").doesNotContain("/page/" + id);
		submit("/page/" + id + "/pay");
	}

	private String id() {
		return get("/orders").at("/orders/0/id").asString();
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
