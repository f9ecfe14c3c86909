package io.wfe.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.dashboard.Shop.Order;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.awaitility.Awaitility.await;

/**
 * An application with a web server, a host and a store, and without Spring Security.
 */
@SpringBootTest(classes = OnServer.Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wfe.dashboard.actions=true", "wfe.dashboard.show-data=always", "wfe.engine.poll-interval=100ms",
				"server.address=0.0.0.0" })
abstract class OnServer {

	static final TestDatabase DATABASE = TestPostgres.createDatabase();

	static final JsonMapper mapper = JsonMapper.builder().build();

	@Autowired
	WorkflowHost host;

	@Autowired
	PostgresPersistenceProvider store;

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("wfe.postgres.url", DATABASE::uri);
	}

	@BeforeEach
	void fails() {
		Shop.Payout.fails = true;
	}

	/**
	 * Starts an order and returns its id when it waits for its parcel.
	 */
	String waitingOrder(String name) {
		return started("order-fulfilment", name, "ref-" + name, WorkflowStatus.RUNNABLE);
	}

	/**
	 * Starts a payout and returns its id when it has failed.
	 */
	String failedPayout(String name) {
		return started("payout", name, "ref-" + name, WorkflowStatus.SUSPENDED);
	}

	private String started(String definition, String name, String reference, WorkflowStatus status) {
		String id = this.host.startWorkflow(
				StartWorkflow.of(definition).name(name).reference(reference).data(Order.of(name, "book", "pen")));
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			WorkflowInstance workflow = this.store.getWorkflowInstance(id);
			return workflow.status() == status && (status == WorkflowStatus.SUSPENDED
					|| workflow.executionPointers().stream().anyMatch((pointer) -> pointer.eventName() != null));
		});
		return id;
	}

	WorkflowStatus status(String id) {
		return this.store.getWorkflowInstance(id).status();
	}

	Http.Response get(String path) {
		return Http.get(path).send(this.port);
	}

	static String workflow(String id) {
		return "/wfe/workflow?id=" + Http.encode(id);
	}

	JsonNode json(String path) {
		return mapper.readTree(get(path).body());
	}

	static List<String> matches(String text, String pattern) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((match) -> Objects.requireNonNull(match.group(1)))
			.toList();
	}

	/**
	 * A web application with what the engine's starter brings.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
					SecurityFilterAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class },
			excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
	@Import(Shop.class)
	static class Application {

	}

}
