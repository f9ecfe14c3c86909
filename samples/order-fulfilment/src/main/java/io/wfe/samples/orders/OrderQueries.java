package io.wfe.samples.orders;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ErrorRepository;
import io.wfe.core.persistence.WorkflowRepository;
import io.wfe.engine.UserTask;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Reads orders together with their workflows.
 */
@Service
class OrderQueries {

	private static final int PAGE_SIZE = 20;

	private final OrderRepository orders;

	private final OrderService service;

	private final WorkflowRepository workflows;

	private final ErrorRepository errors;

	OrderQueries(OrderRepository orders, OrderService service, WorkflowRepository workflows, ErrorRepository errors) {
		this.orders = orders;
		this.service = service;
		this.workflows = workflows;
		this.errors = errors;
	}

	/**
	 * Returns a page of orders, newest first.
	 * @param path where the next page is
	 * @param after the last order of the page before, or {@code null} to begin
	 */
	OrderPage list(String path, @Nullable UUID after) {
		List<Order> orders = this.orders.findAll((after != null) ? this.orders.get(after) : null, PAGE_SIZE);
		Map<String, WorkflowInstance> workflows = this.workflows
			.getWorkflowInstances(orders.stream().map(Order::workflowId).toList())
			.stream()
			.collect(Collectors.toMap(WorkflowInstance::id, Function.identity()));
		Set<String> undecided = this.service.decisions().stream().map(UserTask::workflowId).collect(Collectors.toSet());
		List<OrderSummary> summaries = orders.stream()
			.filter((order) -> workflows.containsKey(order.workflowId()))
			.map((order) -> summary(order, Objects.requireNonNull(workflows.get(order.workflowId())),
					undecided.contains(order.workflowId())))
			.toList();
		return OrderPage.of(summaries, (orders.size() == PAGE_SIZE) ? orders.get(PAGE_SIZE - 1).id() : null, path);
	}

	private OrderSummary summary(Order order, WorkflowInstance workflow, boolean undecided) {
		boolean failing = workflow.status() == WorkflowStatus.SUSPENDED
				|| workflow.executionPointers().stream().anyMatch((pointer) -> pointer.retryCount() > 0);
		return OrderSummary.of(order, workflow, undecided, failing ? latestError(workflow.id()) : null);
	}

	private @Nullable String latestError(String workflowId) {
		return this.errors.getLatestErrors(workflowId, 1)
			.stream()
			.map((error) -> error.message())
			.findFirst()
			.orElse(null);
	}

	OrderDetails get(UUID id) {
		Order order = this.orders.get(id);
		WorkflowInstance workflow = this.workflows.getWorkflowInstance(order.workflowId());
		return OrderDetails.of(order, workflow, this.errors.getErrors(workflow.id()));
	}

}
