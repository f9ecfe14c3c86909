package com.example.orders;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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
	void storesWorkflow(@Autowired PersistenceProvider provider) {
		JsonNode order = JsonNodeFactory.instance.objectNode().put("total", 3);
		String id = provider.createNewWorkflow(WorkflowInstance.create("order-fulfilment", 1, order));
		assertThat(provider.getWorkflowInstance(id).data()).isEqualTo(order);
	}

}
