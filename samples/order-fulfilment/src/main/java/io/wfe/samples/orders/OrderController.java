package io.wfe.samples.orders;

import java.net.URI;
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

	private final OrderQueries queries;

	OrderController(OrderService orders, OrderQueries queries) {
		this.orders = orders;
		this.queries = queries;
	}

	@PostMapping
	ResponseEntity<OrderDetails> place(@Valid @RequestBody NewOrder newOrder) {
		Order order = this.orders.place(newOrder);
		return ResponseEntity.created(URI.create("/orders/" + order.id())).body(this.queries.get(order.id()));
	}

	@GetMapping
	OrderPage list(@RequestParam(required = false) @Nullable UUID after) {
		return this.queries.list("/orders", after);
	}

	@GetMapping("/{id}")
	OrderDetails get(@PathVariable UUID id) {
		return this.queries.get(id);
	}

	@PostMapping("/{id}/payment")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, String> pay(@PathVariable UUID id) {
		return Map.of("event", this.orders.pay(id));
	}

	@PostMapping("/{id}/decision")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void decide(@PathVariable UUID id, @RequestParam String option) {
		this.orders.decide(id, option);
	}

	@PostMapping("/{id}/fill-up")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void fillUp(@PathVariable UUID id, @RequestParam String item) {
		this.orders.fillUp(id, item);
	}

	@PostMapping("/{id}/cancel")
	OrderDetails cancel(@PathVariable UUID id) {
		this.orders.cancel(id);
		return this.queries.get(id);
	}

}
