package io.wfe.samples.orders;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes payments and brings them to the workflows that wait for them.
 */
@Service
class PaymentService {

	private final OrderRepository orders;

	private final PersistenceProvider store;

	private final FulfilmentSteps steps;

	private final Clock clock;

	PaymentService(OrderRepository orders, PersistenceProvider store, FulfilmentSteps steps, Clock clock) {
		this.orders = orders;
		this.store = store;
		this.steps = steps;
		this.clock = clock;
	}

	/**
	 * Publishes the payment of an order as an event, with a command to deliver it.
	 * @return the id of the event
	 */
	@Transactional
	String pay(UUID orderId) {
		Order order = this.orders.get(orderId);
		WorkflowStatus status = this.store.getWorkflowInstance(order.workflowId()).status();
		if (status == WorkflowStatus.SUSPENDED || status == WorkflowStatus.TERMINATED) {
			throw new OrderStateException(orderId, "is not to be paid: it is " + status);
		}
		Instant now = Instant.now(this.clock);
		Event payment = Event
			.create(FulfilmentSteps.PAYMENT_RECEIVED, orderId.toString(),
					JsonNodeFactory.instance.objectNode().put("amount", order.amount()))
			.toBuilder()
			.eventTime(now)
			.build();
		this.store.createEvent(payment);
		this.store.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_EVENT, payment.id(), now));
		return payment.id();
	}

	/**
	 * Delivers a payment to the workflow that waits for it. If that does not wait yet,
	 * the payment stays unprocessed and will be found when it does; if it does not wait
	 * any more, the payment is a second one, or too late.
	 */
	@Transactional
	void deliver(String eventId) {
		Event payment = this.store.getEvent(eventId);
		if (payment.processed()) {
			return;
		}
		Order order = this.orders.get(UUID.fromString(payment.eventKey()));
		deleteOrphans(payment);
		if (!isThere(order.workflowId())) {
			this.store.markEventProcessed(payment.id());
			return;
		}
		WorkflowInstance instance = this.store.getWorkflowInstance(order.workflowId());
		Optional<EventSubscription> subscription = this.store.getFirstOpenSubscription(payment.eventName(),
				payment.eventKey(), payment.eventTime());
		if (subscription.isPresent()) {
			this.steps.deliver(instance, subscription.get(), payment);
		}
		else if (instance.completeTime() == null && Step.of(instance) == Step.RESERVE_STOCK) {
			// It may be about to subscribe, having looked back before this payment was
			// there to be seen. Now one of the two finds the instance changed, and is
			// repeated
			this.store.persistWorkflow(instance);
		}
		else {
			this.store.markEventProcessed(payment.id());
		}
	}

	/**
	 * A Rust host on the same store may leave subscriptions of workflows that are gone.
	 * Nobody else deletes them, and each would fail every payment of its order.
	 */
	private void deleteOrphans(Event payment) {
		this.store.getSubscriptions(payment.eventName(), payment.eventKey(), payment.eventTime())
			.stream()
			.filter((subscription) -> !isThere(subscription.workflowId()))
			.forEach((subscription) -> this.store.terminateSubscription(subscription.id()));
	}

	private boolean isThere(String workflowId) {
		try {
			this.store.getWorkflowInstance(workflowId);
			return true;
		}
		catch (WorkflowNotFoundException ex) {
			return false;
		}
	}

}
