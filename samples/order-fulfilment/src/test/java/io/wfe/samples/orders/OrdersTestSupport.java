package io.wfe.samples.orders;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application on a real database, with a clock that stands still and a timer that
 * tests drive. All test classes share one application and one database.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "orders.command-interval=1d")
@AutoConfigureRestTestClient
@Import(SettableClock.class)
abstract class OrdersTestSupport {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@Autowired
	RestTestClient client;

	@Autowired
	PostgresPersistenceProvider store;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	CommandTimer timer;

	@Autowired
	SettableClock clock;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", DATABASE::jdbcUrl);
		registry.add("spring.datasource.username", DATABASE::username);
		registry.add("spring.datasource.password", DATABASE::password);
	}

	@BeforeEach
	void emptyTables() {
		this.store.truncateAll();
		this.jdbc.sql("TRUNCATE orders").update();
	}

	/**
	 * Handles the commands that are due, and those that follow from them.
	 */
	void handleCommands() {
		for (int i = 0; i < 3; i++) {
			this.timer.handleDueCommands();
			this.clock.advance(Duration.ofSeconds(1));
		}
	}

	/**
	 * Places an order and returns its id.
	 */
	String place(String customer, String item) {
		Map<String, Object> order = Map.of("customer", customer, "items", List.of(item, "pen"), "amount", 59.90);
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

	long count(String table) {
		return this.jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
	}

	void assertThatTablesAreEmpty(String... tables) {
		for (String table : tables) {
			assertThat(count(table)).as(table).isZero();
		}
	}

}
