package io.wfe.samples.orders;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ErrorRepository;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowPage.Cursor;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowRepository;
import io.wfe.core.persistence.WorkflowSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Reads orders together with their workflows.
 */
@Service
class OrderQueries {

	private static final int PAGE_SIZE = 20;

	private final OrderRepository orders;

	private final WorkflowRepository workflows;

	private final ErrorRepository errors;

	OrderQueries(OrderRepository orders, WorkflowRepository workflows, ErrorRepository errors) {
		this.orders = orders;
		this.workflows = workflows;
		this.errors = errors;
	}

	/**
	 * Returns a page of orders, newest first, by three queries and one more for each
	 * suspended order.
	 */
	OrderPage list(String path, @Nullable Instant afterTime, @Nullable String afterId) {
		WorkflowPage page = this.workflows.findWorkflows(query(afterTime, afterId));
		List<String> ids = page.workflows().stream().map(WorkflowSummary::id).toList();
		Map<String, Order> orders = this.orders.findByWorkflowIds(ids)
			.stream()
			.collect(Collectors.toMap(Order::workflowId, Function.identity()));
		List<OrderSummary> summaries = this.workflows.getWorkflowInstances(ids)
			.stream()
			.flatMap((workflow) -> Stream.ofNullable(orders.get(workflow.id()))
				.map((order) -> OrderSummary.of(order, workflow, remark(workflow))))
			.toList();
		return OrderPage.of(summaries, page.next(), path);
	}

	private static WorkflowQuery query(@Nullable Instant afterTime, @Nullable String afterId) {
		WorkflowQuery query = WorkflowQuery.builder()
			.workflowDefinitionId(FulfilmentSteps.DEFINITION_ID)
			.pageSize(PAGE_SIZE)
			.build();
		return (afterTime != null && afterId != null) ? query.after(new Cursor(afterTime, afterId)) : query;
	}

	private @Nullable String remark(WorkflowInstance workflow) {
		if (workflow.status() != WorkflowStatus.SUSPENDED) {
			return workflow.description();
		}
		List<ExecutionError> errors = this.errors.getErrors(workflow.id());
		return errors.isEmpty() ? null : errors.get(errors.size() - 1).message();
	}

	OrderDetails get(UUID id) {
		Order order = this.orders.get(id);
		WorkflowInstance workflow = this.workflows.getWorkflowInstance(order.workflowId());
		return OrderDetails.of(order, workflow, this.errors.getErrors(workflow.id()));
	}

}
