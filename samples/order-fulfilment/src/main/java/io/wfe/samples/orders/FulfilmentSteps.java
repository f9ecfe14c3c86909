package io.wfe.samples.orders;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the steps of the workflow do. Whoever changes an instance persists it with the
 * revision it was loaded with, so of two who change it at once one fails, is rolled back
 * and repeated.
 */
@Component
class FulfilmentSteps {

	static final String DEFINITION_ID = "order-fulfilment";

	static final int VERSION = 1;

	static final String PAYMENT_RECEIVED = "payment-received";

	private static final int MAX_PAYMENTS = 100;

	private final PersistenceProvider store;

	private final Warehouse warehouse;

	private final OrdersProperties properties;

	private final Clock clock;

	FulfilmentSteps(PersistenceProvider store, Warehouse warehouse, OrdersProperties properties, Clock clock) {
		this.store = store;
		this.warehouse = warehouse;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Takes an instance through its steps, as far as it gets.
	 */
	@Transactional
	void advance(String workflowId) {
		WorkflowInstance instance = this.store.getWorkflowInstance(workflowId);
		if (isAt(instance, Step.RESERVE_STOCK)) {
			instance = reserveStock(instance);
		}
		if (isAt(instance, Step.RECEIVE_PAYMENT)) {
			instance = receivePayment(instance);
		}
		if (isAt(instance, Step.SHIP)) {
			ship(instance);
		}
	}

	/**
	 * Whether an instance stands at a step. One that has ended, or is suspended, does
	 * not, whatever its last pointer is.
	 */
	private static boolean isAt(WorkflowInstance instance, Step step) {
		return instance.status() == WorkflowStatus.RUNNABLE && Step.of(instance) == step;
	}

	private WorkflowInstance reserveStock(WorkflowInstance instance) {
		ExecutionPointer pointer = started(Step.pointer(instance));
		List<String> items = instance.data().required("items").valueStream().map(JsonNode::asString).toList();
		try {
			this.warehouse.reserve(orderId(instance), items);
		}
		catch (OutOfStockException ex) {
			return suspend(instance, pointer, String.valueOf(ex.getMessage()));
		}
		ExecutionPointer reserved = complete(pointer);
		return this.store.persistWorkflow(instance.toBuilder()
			.executionPointers(List.of(reserved, Step.RECEIVE_PAYMENT.after(reserved)))
			.build());
	}

	/**
	 * Looks back for payments before it subscribes, for one may have come before the
	 * stock was reserved, and before it gives up, for one may have come in time but not
	 * been delivered yet.
	 */
	private WorkflowInstance receivePayment(WorkflowInstance instance) {
		ExecutionPointer pointer = Step.pointer(instance);
		if (pointer.eventPublished()) {
			return paid(instance, pointer);
		}
		List<Event> payments = this.store.findEvents(PAYMENT_RECEIVED, orderId(instance), instance.createTime(),
				MAX_PAYMENTS);
		if (!payments.isEmpty()) {
			WorkflowInstance stored = paid(instance, delivered(started(pointer), payments.get(0)));
			unsubscribe(instance);
			payments.forEach((payment) -> this.store.markEventProcessed(payment.id()));
			return stored;
		}
		if (pointer.status() != PointerStatus.WAITING_FOR_EVENT) {
			return awaitPayment(instance, pointer);
		}
		Instant deadline = Objects.requireNonNull(instance.nextExecution());
		if (!now().isBefore(deadline)) {
			return terminate(instance, "Not paid by " + deadline);
		}
		schedule(instance.id(), deadline);
		return instance;
	}

	/**
	 * Subscribes to the payment, and has the workflow advanced at the deadline even if
	 * there is none.
	 */
	private WorkflowInstance awaitPayment(WorkflowInstance instance, ExecutionPointer pointer) {
		Instant deadline = now().plus(this.properties.paymentDeadline());
		ExecutionPointer waiting = started(pointer).toBuilder()
			.status(PointerStatus.WAITING_FOR_EVENT)
			.active(false)
			.eventName(PAYMENT_RECEIVED)
			.eventKey(orderId(instance))
			.build();
		EventSubscription subscription = EventSubscription.create(instance.id(), waiting.stepId(), waiting.id(),
				PAYMENT_RECEIVED, orderId(instance), instance.createTime());
		WorkflowInstance stored = this.store.persistWorkflowWithSubscriptions(
				instance.toBuilder().executionPointers(replaceLast(instance, waiting)).nextExecution(deadline).build(),
				List.of(subscription));
		schedule(instance.id(), deadline);
		return stored;
	}

	/**
	 * Hands a payment to the pointer that waits for it. The command comes first, as it
	 * does for whoever handles it: the other way round the two could wait for each other.
	 */
	void deliver(WorkflowInstance instance, EventSubscription subscription, Event payment) {
		schedule(instance.id(), now());
		ExecutionPointer pointer = delivered(Step.pointer(instance), payment);
		this.store.persistWorkflow(
				instance.toBuilder().executionPointers(replaceLast(instance, pointer)).nextExecution(now()).build());
		this.store.terminateSubscription(subscription.id());
		this.store.markEventProcessed(payment.id());
	}

	private WorkflowInstance paid(WorkflowInstance instance, ExecutionPointer pointer) {
		ExecutionPointer paid = complete(pointer);
		List<ExecutionPointer> pointers = replaceLast(instance, paid);
		pointers.add(Step.SHIP.after(paid));
		return this.store
			.persistWorkflow(instance.toBuilder().executionPointers(pointers).nextExecution(now()).build());
	}

	private void ship(WorkflowInstance instance) {
		ExecutionPointer pointer = started(Step.pointer(instance));
		String parcel = this.warehouse.ship(orderId(instance));
		ExecutionPointer shipped = complete(pointer).toBuilder()
			.outcome(JsonNodeFactory.instance.objectNode().put("parcel", parcel))
			.build();
		this.store.persistWorkflow(instance.toBuilder()
			.executionPointers(replaceLast(instance, shipped))
			.status(WorkflowStatus.COMPLETE)
			.completeTime(now())
			.nextExecution(null)
			.build());
	}

	private WorkflowInstance suspend(WorkflowInstance instance, ExecutionPointer pointer, String problem) {
		ExecutionPointer failed = pointer.toBuilder().status(PointerStatus.FAILED).active(false).endTime(now()).build();
		this.store.persistErrors(List.of(new ExecutionError(now(), instance.id(), failed.id(), problem)));
		return this.store.persistWorkflow(instance.toBuilder()
			.executionPointers(replaceLast(instance, failed))
			.status(WorkflowStatus.SUSPENDED)
			.nextExecution(null)
			.build());
	}

	/**
	 * Ends an instance before its time, and with it its wait for the payment.
	 */
	WorkflowInstance terminate(WorkflowInstance instance, String reason) {
		ExecutionPointer cancelled = Step.pointer(instance)
			.toBuilder()
			.status(PointerStatus.CANCELLED)
			.active(false)
			.endTime(now())
			.build();
		WorkflowInstance stored = this.store.persistWorkflow(instance.toBuilder()
			.executionPointers(replaceLast(instance, cancelled))
			.status(WorkflowStatus.TERMINATED)
			.description(reason)
			.completeTime(now())
			.nextExecution(null)
			.build());
		unsubscribe(instance);
		return stored;
	}

	private void unsubscribe(WorkflowInstance instance) {
		this.store.getSubscriptions(PAYMENT_RECEIVED, orderId(instance), now())
			.forEach((subscription) -> this.store.terminateSubscription(subscription.id()));
	}

	private void schedule(String workflowId, Instant time) {
		this.store.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, workflowId, time));
	}

	private ExecutionPointer started(ExecutionPointer pointer) {
		Instant startTime = (pointer.startTime() != null) ? pointer.startTime() : now();
		return pointer.toBuilder().status(PointerStatus.RUNNING).startTime(startTime).build();
	}

	private ExecutionPointer complete(ExecutionPointer pointer) {
		return pointer.toBuilder().status(PointerStatus.COMPLETE).active(false).endTime(now()).build();
	}

	private static ExecutionPointer delivered(ExecutionPointer pointer, Event event) {
		return pointer.toBuilder().active(true).eventPublished(true).eventData(event.eventData()).build();
	}

	private static List<ExecutionPointer> replaceLast(WorkflowInstance instance, ExecutionPointer pointer) {
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		pointers.set(pointers.size() - 1, pointer);
		return pointers;
	}

	private static String orderId(WorkflowInstance instance) {
		return Objects.requireNonNull(instance.reference());
	}

	private Instant now() {
		return Instant.now(this.clock);
	}

}
