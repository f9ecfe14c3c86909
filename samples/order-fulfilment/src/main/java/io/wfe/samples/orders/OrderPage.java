package io.wfe.samples.orders;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A page of orders, newest first.
 */
record OrderPage(List<OrderSummary> orders, @Nullable String next) {

	static OrderPage of(List<OrderSummary> orders, @Nullable UUID last, String path) {
		return new OrderPage(orders,
				(last != null) ? UriComponentsBuilder.fromPath(path).queryParam("after", last).toUriString() : null);
	}

}
