package io.wfe.samples.orders;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Actuator shows of the orders, and does to them.
 */
class OrderEndpointTests extends OrdersTestSupport {

	@Test
	void workflowOfAnOrderIsShownAndTerminated() {
		String id = place("Ada", "book");
		handleCommands();
		JsonNode listed = get("/actuator/wfe/workflows?status=runnable&name=order-").at("/workflows/0");
		assertThat(listed.required("name").asString()).isEqualTo("order-fulfilment-1");

		String path = "/actuator/wfe/workflows/order-fulfilment-1";
		JsonNode shown = get(path);
		assertThat(shown.required("workflow")).isEqualTo(listed);
		assertThat(shown.required("data").toString()).contains("Ada", "book");
		assertThat(shown.at("/pointers").findValuesAsString("stepName")).containsExactly("reserve stock",
				"receive payment");
		assertThat(shown.at("/subscriptions")).hasSize(1);

		post(path + "/terminate", HttpStatus.OK);
		assertThat(workflow(id).required("status").asString()).isEqualTo("TERMINATED");
		assertThatTablesAreEmpty("wfc.event_subscriptions");
		handleCommands();
		assertThat(workflow(id).required("status").asString()).isEqualTo("TERMINATED");
	}

	@Test
	void healthAndMetricsAreExposed() {
		assertThat(get("/actuator/health").required("status").asString()).isEqualTo("UP");
		assertThat(get("/actuator/metrics").required("names").valueStream().map(JsonNode::asString))
			.contains("jvm.memory.used");
	}

}
