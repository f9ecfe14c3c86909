package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * An order as lists show it, with where its workflow stands.
 */
record OrderSummary(UUID id, String customer, List<String> items, BigDecimal amount, Instant placedAt, String workflow,
		WorkflowStatus status, @Nullable String step, PointerStatus stepStatus, @Nullable Instant nextExecution,
		@Nullable String remark) {

	static OrderSummary of(Order order, WorkflowInstance workflow, @Nullable String remark) {
		return new OrderSummary(order.id(), order.customer(), order.items(), order.amount(), order.placedAt(),
				workflow.name(), workflow.status(), Step.pointer(workflow).stepName(), Step.pointer(workflow).status(),
				workflow.nextExecution(), remark);
	}

	public boolean payable() {
		return this.status == WorkflowStatus.RUNNABLE;
	}

	public boolean cancellable() {
		return this.status == WorkflowStatus.RUNNABLE || this.status == WorkflowStatus.SUSPENDED;
	}

}
