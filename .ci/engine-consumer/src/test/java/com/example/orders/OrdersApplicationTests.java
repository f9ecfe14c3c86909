package com.example.orders;

import java.time.Duration;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class OrdersApplicationTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("wfe.postgres.url", DATABASE::uri);
	}

	@Test
	void runsWorkflow(@Autowired WorkflowHost host) {
		String id = host.startWorkflow("order", new OrderWorkflow.Order("order-7", 60, ""));
		assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(host.getData(id, OrderWorkflow.Order.class))
			.isEqualTo(new OrderWorkflow.Order("order-7", 59, "label of order-7"));
	}

}
