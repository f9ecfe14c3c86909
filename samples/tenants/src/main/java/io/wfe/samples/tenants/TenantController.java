package io.wfe.samples.tenants;

import java.util.List;
import java.util.Map;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.WorkflowHost;
import io.wfe.samples.tenants.OrderWorkflow.Order;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tenants and their orders over HTTP.
 */
@RestController
@RequestMapping("/tenants")
class TenantController {

	/**
	 * A name is part of the name of a store and of a schema.
	 */
	private static final String NAME = "/{name:[a-z][a-z0-9]{0,30}}";

	private final Tenants tenants;

	TenantController(Tenants tenants) {
		this.tenants = tenants;
	}

	@GetMapping
	List<String> list() {
		return this.tenants.names();
	}

	@PostMapping(NAME)
	ResponseEntity<Void> add(@PathVariable String name) {
		return ResponseEntity.status(this.tenants.add(name) ? HttpStatus.CREATED : HttpStatus.OK).build();
	}

	@DeleteMapping(NAME)
	ResponseEntity<Void> remove(@PathVariable String name) {
		return ResponseEntity.status(this.tenants.remove(name) ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND).build();
	}

	@PostMapping(NAME + "/orders")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, String> order(@PathVariable String name, @RequestBody NewOrder order) {
		return Map.of("id", this.tenants.host(name).startWorkflow(OrderWorkflow.ID, new Order(order.item(), "placed")));
	}

	@GetMapping(NAME + "/orders/{id}")
	Map<String, Object> show(@PathVariable String name, @PathVariable String id) {
		WorkflowHost host = this.tenants.host(name);
		WorkflowInstance workflow = host.getWorkflow(id);
		return Map.of("status", workflow.status(), "order", host.getData(id, Order.class));
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.NOT_FOUND)
	void unknown(WorkflowNotFoundException ex) {
		// The order is another tenant's, or nobody's
	}

	/**
	 * What a customer sends.
	 *
	 * @param item what to order
	 */
	record NewOrder(String item) {

	}

}
