package io.wfe.samples.orders;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.ScheduledCommandRepository;
import io.wfe.core.persistence.WorkflowRepository;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Places and cancels orders.
 */
@Service
class OrderService {

	private final OrderRepository orders;

	private final WorkflowRepository workflows;

	private final ScheduledCommandRepository commands;

	private final FulfilmentSteps steps;

	private final JsonMapper jsonMapper;

	private final Clock clock;

	OrderService(OrderRepository orders, WorkflowRepository workflows, ScheduledCommandRepository commands,
			FulfilmentSteps steps, JsonMapper jsonMapper, Clock clock) {
		this.orders = orders;
		this.workflows = workflows;
		this.commands = commands;
		this.steps = steps;
		this.jsonMapper = jsonMapper;
		this.clock = clock;
	}

	/**
	 * Stores an order, its workflow and the command that gets it going: all or none, for
	 * the store takes part in the transaction.
	 */
	@Transactional
	Order place(NewOrder newOrder) {
		Instant now = Instant.now(this.clock);
		UUID id = UUID.randomUUID();
		WorkflowInstance workflow = WorkflowInstance
			.create(FulfilmentSteps.DEFINITION_ID, FulfilmentSteps.VERSION, this.jsonMapper.valueToTree(newOrder))
			.toBuilder()
			.name(FulfilmentSteps.DEFINITION_ID + "-"
					+ this.workflows.nextDefinitionSequence(FulfilmentSteps.DEFINITION_ID))
			.reference(id.toString())
			.executionPointers(List.of(Step.RESERVE_STOCK.begin()))
			.createTime(now)
			.nextExecution(now)
			.build();
		this.workflows.createNewWorkflow(workflow);
		Order order = new Order(id, newOrder.customer(), newOrder.items(), newOrder.amount(), now, workflow.id());
		this.orders.insert(order);
		this.commands.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_WORKFLOW, workflow.id(), now));
		return order;
	}

	/**
	 * Cancels an order. If a step has changed its workflow meanwhile, that is loaded and
	 * tried again in a new transaction.
	 */
	@Retryable(includes = ConcurrentUpdateException.class, maxRetries = 3, delay = 50)
	@Transactional
	void cancel(UUID id) {
		WorkflowInstance workflow = this.workflows.getWorkflowInstance(this.orders.get(id).workflowId());
		switch (workflow.status()) {
			case RUNNABLE, SUSPENDED -> this.steps.terminate(workflow, "Cancelled by the customer");
			case COMPLETE -> throw new OrderStateException(id, "is shipped already");
			case TERMINATED -> {
				// Once is enough
			}
		}
	}

}
