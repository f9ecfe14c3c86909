package io.wfe.samples.orders;

import java.util.List;

import io.wfe.core.persistence.WorkflowPage.Cursor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A page of orders, newest first.
 */
record OrderPage(List<OrderSummary> orders, @Nullable String next) {

	static OrderPage of(List<OrderSummary> orders, @Nullable Cursor next, String path) {
		return new OrderPage(orders,
				(next != null) ? UriComponentsBuilder.fromPath(path)
					.queryParam("afterTime", next.createTime())
					.queryParam("afterId", next.id())
					.toUriString() : null);
	}

}
