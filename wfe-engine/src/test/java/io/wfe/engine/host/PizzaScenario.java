package io.wfe.engine.host;

import java.time.Duration;
import java.util.List;

import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.pointers;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pizza from the order to the door: the example of the original engine.
 */
abstract class PizzaScenario extends HostTest {

	PizzaScenario(StoreUnderTest store) {
		super(store);
	}

	/** R-28, D14. */
	@Test
	void pizzaIsBakedAndDelivered() {
		String id = newId("pizza");
		WorkflowHost host = this.hosts.start(workflow(id,
				(order) -> order.update("validate", (work) -> work.add("validate"))
					.update("charge", (work) -> work.add("charge"))
					.compensateWith("refund", (step) -> {
						step.data().add("refund");
						return ExecutionResult.next();
					})
					.parallel(List.of((dough) -> dough.update("dough", (work) -> work.add("dough")),
							(sauce) -> sauce.update("sauce", (work) -> work.add("sauce")),
							(toppings) -> toppings.forEach((work) -> work.items, Integer.class,
									(topping) -> topping.then("topping", (step) -> {
										step.data().add("topping " + step.item(Integer.class));
										return ExecutionResult.next();
									}))))
					.then("quality check", (step) -> {
						if (step.attempt() == 1) {
							throw new IllegalStateException("more cheese");
						}
						return ExecutionResult.next();
					})
					.onError(ErrorBehavior.retry(Duration.ofMillis(100), 3))
					.waitFor("oven.timer." + id, (work) -> "oven-1", String.class)
					.output((work, minutes) -> work.add("baked " + minutes))
					.delay(Duration.ofMillis(50))
					.whileDo((work) -> work.n < 4, (cut) -> cut.update("cut", (work) -> {
						work.n++;
						return work;
					}))
					.decide((work) -> String.valueOf(work.text))
					.when("delivery", (delivery) -> delivery.update("deliver", (work) -> work.add("deliver")))
					.otherwise((pickup) -> pickup.update("pick up", (work) -> work.add("pick up")))
					.update("complete", (work) -> work.add("complete"))));
		Work pizza = Work.items(1, 2, 3);
		pizza.text = "delivery";
		String workflowId = host.startWorkflow(id, pizza);
		this.hosts.until(workflowId, "oven.timer." + id, PointerStatus.WAITING_FOR_EVENT);
		host.publishEvent("oven.timer." + id, "oven-1", "12");
		WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(log(workflow))
			.containsExactlyInAnyOrder("validate", "charge", "dough", "sauce", "topping 1", "topping 2", "topping 3",
					"baked 12", "deliver", "complete")
			.endsWith("baked 12", "deliver", "complete");
		assertThat(pointers(workflow, "quality check").get(0).retryCount()).isEqualTo(1);
		assertThat(pointers(workflow, "topping")).hasSize(3);
		assertThat(pointers(workflow, "cut")).hasSize(4);
		assertThat(store().getErrors(workflowId)).hasSize(1);
	}

}
