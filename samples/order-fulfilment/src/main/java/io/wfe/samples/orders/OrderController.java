package io.wfe.samples.orders;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders over HTTP.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderService orders;

	private final PaymentService payments;

	private final OrderQueries queries;

	OrderController(OrderService orders, PaymentService payments, OrderQueries queries) {
		this.orders = orders;
		this.payments = payments;
		this.queries = queries;
	}

	@PostMapping
	ResponseEntity<OrderDetails> place(@Valid @RequestBody NewOrder newOrder) {
		Order order = this.orders.place(newOrder);
		return ResponseEntity.created(URI.create("/orders/" + order.id())).body(this.queries.get(order.id()));
	}

	@GetMapping
	OrderPage list(@RequestParam(required = false) @Nullable Instant afterTime,
			@RequestParam(required = false) @Nullable String afterId) {
		return this.queries.list("/orders", afterTime, afterId);
	}

	@GetMapping("/{id}")
	OrderDetails get(@PathVariable UUID id) {
		return this.queries.get(id);
	}

	@PostMapping("/{id}/payment")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, String> pay(@PathVariable UUID id) {
		return Map.of("event", this.payments.pay(id));
	}

	@PostMapping("/{id}/cancel")
	OrderDetails cancel(@PathVariable UUID id) {
		this.orders.cancel(id);
		return this.queries.get(id);
	}

}
