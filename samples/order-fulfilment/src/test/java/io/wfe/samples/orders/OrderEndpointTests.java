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
		awaitStep(id, "await payment WAITING_FOR_EVENT");
		JsonNode listed = get("/actuator/wfe/workflows?reference=" + id).at("/workflows/0");

		String path = "/actuator/wfe/workflows/" + listed.required("name").asString();
		JsonNode shown = get(path);
		assertThat(shown.at("/workflow/id")).isEqualTo(listed.required("id"));
		assertThat(shown.required("data").toString()).contains(id, "book");
		assertThat(shown.at("/pointers").findValuesAsString("stepName")).contains("reserve stock", "await payment");
		assertThat(shown.at("/subscriptions")).hasSize(1);

		post(path + "/terminate", HttpStatus.OK);
		assertThat(workflow(id).required("status").asString()).isEqualTo("TERMINATED");
		assertThat(get(path).at("/subscriptions")).isEmpty();
	}

	@Test
	void healthAndMetricsAreExposed() {
		assertThat(get("/actuator/health").required("status").asString()).isEqualTo("UP");
		assertThat(get("/actuator/metrics").required("names").valueStream().map(JsonNode::asString))
			.contains("jvm.memory.used");
	}

}
