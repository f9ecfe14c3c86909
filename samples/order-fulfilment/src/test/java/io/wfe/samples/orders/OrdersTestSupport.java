package io.wfe.samples.orders;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application with its host on a real database. All test classes share one
 * application and one database, so each test looks at orders of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "orders.retry-pause=20ms", "orders.packing-time=20ms", "wfe.engine.poll-interval=100ms" })
@AutoConfigureRestTestClient
abstract class OrdersTestSupport {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@Autowired
	RestTestClient client;

	@Autowired
	JdbcClient jdbc;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", DATABASE::jdbcUrl);
		registry.add("spring.datasource.username", DATABASE::username);
		registry.add("spring.datasource.password", DATABASE::password);
	}

	@BeforeEach
	void emptyStock() {
		this.jdbc.sql("UPDATE stock SET quantity = 0").update();
	}

	/**
	 * Places an order and returns its id.
	 */
	String place(String customer, String item) {
		return place(customer, item, 59.90);
	}

	String place(String customer, String item, double amount) {
		Map<String, Object> order = Map.of("customer", customer, "items", List.of(item, "pen"), "amount", amount);
		return body(post("/orders", order), HttpStatus.CREATED).required("order").required("id").asString();
	}

	RestTestClient.ResponseSpec post(String path, Object body) {
		return this.client.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	JsonNode post(String path, HttpStatus expected) {
		return body(this.client.post().uri(path).exchange(), expected);
	}

	JsonNode get(String path) {
		return body(this.client.get().uri(path).exchange(), HttpStatus.OK);
	}

	JsonNode workflow(String orderId) {
		return get("/orders/" + orderId).required("workflow");
	}

	static JsonNode body(RestTestClient.ResponseSpec response, HttpStatus expected) {
		return Objects.requireNonNull(response.expectStatus()
			.isEqualTo(expected)
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
	}

	/**
	 * Posts and expects an answer without a body.
	 */
	void send(String path, HttpStatus expected) {
		this.client.post().uri(path).exchange().expectStatus().isEqualTo(expected);
	}

	String state(String orderId) {
		return get("/orders/" + orderId).required("order").required("state").asString();
	}

	void awaitState(String orderId, OrderState expected) {
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(state(orderId)).isEqualTo(expected.name()));
	}

	void awaitStatus(String orderId, WorkflowStatus expected) {
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(
					() -> assertThat(workflow(orderId).required("status").asString()).isEqualTo(expected.name()));
	}

	void awaitStep(String orderId, String step) {
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(steps(orderId)).contains(step));
	}

	/**
	 * Returns the steps of the workflow of an order, each with its status.
	 */
	List<String> steps(String orderId) {
		return workflow(orderId).required("steps")
			.valueStream()
			.map((step) -> step.required("step").asString() + " " + step.required("status").asString())
			.toList();
	}

	List<String> reservations(String orderId) {
		return this.jdbc.sql("SELECT item FROM reservations WHERE order_id = ? ORDER BY position")
			.param(UUID.fromString(orderId))
			.query(String.class)
			.list();
	}

}
