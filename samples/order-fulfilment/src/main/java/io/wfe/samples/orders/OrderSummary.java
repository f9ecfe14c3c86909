package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * An order as lists show it, with where its workflow stands.
 *
 * @param step the step that runs or waits, or {@code null} if the workflow has ended
 * @param undecided whether a manager is asked
 * @param problem the last failure, or {@code null}
 */
record OrderSummary(UUID id, String customer, List<String> items, BigDecimal amount, Instant placedAt, OrderState state,
		String workflow, String workflowId, WorkflowStatus status, @Nullable String step, boolean undecided,
		@Nullable String problem) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH)
		.withZone(ZoneId.systemDefault());

	static OrderSummary of(Order order, WorkflowInstance workflow, boolean undecided, @Nullable String problem) {
		return new OrderSummary(order.id(), order.customer(), order.items(), order.amount(), order.placedAt(),
				order.state(), workflow.name(), workflow.id(), workflow.status(), step(workflow), undecided, problem);
	}

	/**
	 * The innermost step that has not ended.
	 */
	private static @Nullable String step(WorkflowInstance workflow) {
		return workflow.executionPointers()
			.stream()
			.filter((pointer) -> pointer.endTime() == null && pointer.status() != PointerStatus.CANCELLED)
			.max(Comparator.comparingInt((pointer) -> pointer.scope().size()))
			.map(ExecutionPointer::stepName)
			.orElse(null);
	}

	/**
	 * Returns when the order was placed, for people.
	 */
	public String placed() {
		return TIME.format(this.placedAt);
	}

	/**
	 * Returns how far the order has come, for people.
	 */
	public String progress() {
		if (suspended()) {
			return "Needs help";
		}
		if (this.undecided) {
			return "Waits for a manager";
		}
		return switch (this.state) {
			case PLACED -> "Placed";
			case RESERVED -> "Waits for the payment";
			case PAID -> "Paid";
			case SHIPPED -> "Shipped";
			case CANCELLED -> "Cancelled";
			case REJECTED -> "Rejected";
		};
	}

	public boolean payable() {
		return this.status == WorkflowStatus.RUNNABLE && !this.undecided
				&& (this.state == OrderState.PLACED || this.state == OrderState.RESERVED);
	}

	public boolean cancellable() {
		return this.state == OrderState.PLACED || this.state == OrderState.RESERVED;
	}

	public boolean suspended() {
		return this.status == WorkflowStatus.SUSPENDED;
	}

}
