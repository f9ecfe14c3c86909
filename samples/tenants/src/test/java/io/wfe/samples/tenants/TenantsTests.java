package io.wfe.samples.tenants;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.StatusAssertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.hikari.maximum-pool-size=5", "tenants.interval=100ms" })
@AutoConfigureRestTestClient
class TenantsTests {

	private static final TestDatabase DATABASE = TestPostgres.createDatabase();

	@Autowired
	private RestTestClient client;

	@Autowired
	private JdbcClient jdbc;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", DATABASE::jdbcUrl);
		registry.add("spring.datasource.username", DATABASE::username);
		registry.add("spring.datasource.password", DATABASE::password);
	}

	@Test
	void tenantsComeAndGoAndShareOnePool() {
		List<String> tenants = List.of("acme", "globex", "initech");
		Map<String, String> orders = new HashMap<>();
		for (String tenant : tenants) {
			send(HttpMethod.POST, "/tenants/" + tenant).isEqualTo(HttpStatus.CREATED);
			orders.put(tenant, order(tenant));
		}
		orders.forEach((tenant, id) -> await().untilAsserted(() -> {
			JsonNode shown = show(tenant, id);
			assertThat(shown.path("status").asString()).isEqualTo("COMPLETE");
			assertThat(shown.at("/order/state").asString()).isEqualTo("shipped");
		}));
		String ofAcme = Objects.requireNonNull(orders.get("acme"));
		send(HttpMethod.GET, "/tenants/globex/orders/" + ofAcme).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.jdbc.sql("SELECT count(*) FROM tenant_acme.workflows").query(Integer.class).single()).isOne();
		assertThat(this.jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
			.query(Integer.class)
			.single()).isLessThanOrEqualTo(5);
		send(HttpMethod.DELETE, "/tenants/acme").isEqualTo(HttpStatus.NO_CONTENT);
		send(HttpMethod.GET, "/tenants/acme/orders/" + ofAcme).isEqualTo(HttpStatus.NOT_FOUND);
		send(HttpMethod.POST, "/tenants/acme").isEqualTo(HttpStatus.CREATED);
		assertThat(show("acme", ofAcme).path("status").asString()).isEqualTo("COMPLETE");
	}

	@Test
	void tenantThatAnotherNodeAddsIsThereToo() {
		this.jdbc.sql("INSERT INTO tenant (name) VALUES ('umbrella')").update();
		String id = await().until(() -> order("umbrella"), (started) -> !started.isEmpty());
		await().untilAsserted(() -> assertThat(show("umbrella", id).path("status").asString()).isEqualTo("COMPLETE"));
	}

	/**
	 * Returns the id of a new order, or nothing if there is no such tenant.
	 */
	private String order(String tenant) {
		JsonNode answer = this.client.post()
			.uri("/tenants/" + tenant + "/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("item", "book"))
			.exchange()
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody();
		return Objects.requireNonNull(answer).path("id").asString("");
	}

	private JsonNode show(String tenant, String id) {
		return Objects.requireNonNull(this.client.get()
			.uri("/tenants/" + tenant + "/orders/" + id)
			.exchange()
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
	}

	private StatusAssertions send(HttpMethod method, String path) {
		return this.client.method(method).uri(path).exchange().expectStatus();
	}

}
