package io.wfe.samples.orders;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestClock;
import io.wfe.postgres.test.autoconfigure.WfePostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.AutoConfigureJson;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the deadline of an order, without the rest of the application.
 */
@WfePostgresTest(properties = "orders.command-interval=1d")
@Import({ OrderService.class, OrderRepository.class, FulfilmentSteps.class, PaymentService.class, Warehouse.class,
		CommandTimer.class })
@AutoConfigureJson
class OrderDeadlineTests {

	@Autowired
	OrderService orders;

	@Autowired
	CommandTimer timer;

	@Autowired
	PersistenceProvider store;

	@Autowired
	TestClock clock;

	@Test
	void whenNotPaidWithinAnHourThenTerminated() {
		Order order = this.orders.place(new NewOrder("Ada", List.of("book"), BigDecimal.TEN));
		this.timer.handleDueCommands();
		assertThat(status(order)).isEqualTo(WorkflowStatus.RUNNABLE);

		this.clock.advance(Duration.ofHours(1));
		this.timer.handleDueCommands();
		assertThat(status(order)).isEqualTo(WorkflowStatus.TERMINATED);
	}

	@Test
	void nothingElseIsStarted(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(OrderController.class)).isEmpty();
		assertThat(context.getBeanNamesForType(EmbeddedPostgresConfiguration.class)).isEmpty();
		assertThat(this.store.getRunnableInstances(this.clock.instant())).isEmpty();
	}

	private WorkflowStatus status(Order order) {
		return this.store.getWorkflowInstance(order.workflowId()).status();
	}

}
