package io.wfe.samples.orders;

import java.io.File;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EmbeddedPostgresConfiguration}: the application as it starts without a
 * setting, and with one.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPostgresConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withUserConfiguration(EmbeddedPostgresConfiguration.class);

	@Test
	void applicationServesOrdersWithItsDefaults(CapturedOutput output) {
		File dataDirectory;
		try (ConfigurableApplicationContext context = SpringApplication.run(OrdersApplication.class,
				"--server.port=0")) {
			dataDirectory = new File(
					context.getBean(JdbcClient.class).sql("SHOW data_directory").query(String.class).single());
			int port = URI.create(context.getBean(JdbcConnectionDetails.class).getJdbcUrl().substring("jdbc:".length()))
				.getPort();
			assertThat(output).contains("kept in the database localhost:" + port + "/postgres;",
					"psql -h localhost -p " + port + " -U postgres -d postgres -c 'TABLE wfc.workflows'");
			RestClient client = RestClient
				.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
			assertThat(client.get().uri("/").accept(MediaType.TEXT_HTML).retrieve().body(String.class))
				.contains("No orders yet.");
			String id = Objects
				.requireNonNull(client.post()
					.uri("/orders")
					.body(Map.of("customer", "Ada", "items", List.of("book"), "amount", BigDecimal.TEN))
					.retrieve()
					.body(JsonNode.class))
				.at("/order/id")
				.asString();
			client.post().uri("/orders/{id}/payment", id).retrieve().toBodilessEntity();
			awaitStatus(client, id, "/workflow/status", "COMPLETE");
			assertThat(dataDirectory).exists();
		}
		assertThat(dataDirectory).doesNotExist();
	}

	private static void awaitStatus(RestClient client, String orderId, String path, String expected) {
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(
					Objects.requireNonNull(client.get().uri("/orders/{id}", orderId).retrieve().body(JsonNode.class))
						.at(path)
						.asString())
				.isEqualTo(expected));
	}

	@Test
	void whenDatabaseIsConfiguredThenNoneIsStarted() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.org/shop",
					"spring.datasource.username=shop", "spring.datasource.password=secret")
			.run((context) -> {
				JdbcConnectionDetails database = context.getBean(JdbcConnectionDetails.class);
				assertThat(database.getJdbcUrl()).isEqualTo("jdbc:postgresql://db.example.org/shop");
				assertThat(database.getUsername()).isEqualTo("shop");
				assertThat(database.getPassword()).isEqualTo("secret");
			});
	}

	@Test
	void whenComposeThenUsesItsDatabase() {
		this.contextRunner.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.profiles.active=compose")
			.run((context) -> assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
				.isEqualTo("jdbc:postgresql://localhost:5433/wfe_test"));
	}

}
