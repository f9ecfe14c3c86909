package io.wfe.engine.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.engine.autoconfigure.StoresRunner.Steps;
import io.wfe.postgres.OwnServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with two stores on two servers, one of which is killed.
 */
class KilledStoreTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	@Test
	void otherStoreGoesOnHealthNamesTheOneThatIsDownAndItCatchesUp(@TempDir Path first, @TempDir Path second)
			throws Exception {
		try (OwnServer orders = new OwnServer(first); OwnServer archive = new OwnServer(second)) {
			orders.start();
			archive.start();
			StoresRunner.create()
				.withUserConfiguration(Workflows.class)
				.withPropertyValues("wfe.postgres.enabled=false", "wfe.engine.poll-interval=100ms",
						"wfe.engine.max-concurrent-workflows=8")
				.withPropertyValues(store("orders", orders))
				.withPropertyValues(store("archive", archive))
				.run((context) -> {
					WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
					List<String> ofArchive = new ArrayList<>();
					for (int i = 0; i < 40; i++) {
						ofArchive.add(hosts.get("archive").startWorkflow("work", null));
						hosts.get("orders").startWorkflow("work", null);
					}
					archive.stopHard();
					// While the other is down, and has taken places for what it cannot
					// write
					for (int i = 0; i < 40; i++) {
						StoresRunner.complete(hosts.get("orders"), hosts.get("orders").startWorkflow("work", null));
					}
					Awaitility.await().atMost(LONG).until(() -> status(context, "archive").equals(Status.DOWN));
					assertThat(status(context, "orders")).isEqualTo(Status.UP);
					assertThat(acceptsStart(hosts.get("archive"))).isFalse();
					archive.start();
					Awaitility.await().atMost(LONG).until(() -> status(context, "archive").equals(Status.UP));
					ofArchive.forEach((id) -> {
						StoresRunner.complete(hosts.get("archive"), id);
						assertThat(hosts.get("archive").getData(id, ObjectNode.class).path("steps").asInt())
							.isEqualTo(3);
					});
				});
		}
	}

	private static boolean acceptsStart(WorkflowHost host) {
		try {
			host.startWorkflow("work", null);
			return true;
		}
		catch (PersistenceException ex) {
			return false;
		}
	}

	private static String[] store(String name, OwnServer server) {
		String prefix = "wfe.postgres.stores." + name;
		return new String[] { prefix + ".url=" + server.jdbcUrl(), prefix + ".username=postgres",
				prefix + ".hikari.connection-timeout=1000", prefix + ".hikari.maximum-pool-size=4" };
	}

	private static Status status(ApplicationContext context, String store) {
		CompositeHealthContributor wfe = (CompositeHealthContributor) Objects
			.requireNonNull(context.getBean(HealthContributorRegistry.class).getContributor("wfe"));
		HealthIndicator health = (HealthIndicator) Objects.requireNonNull(wfe.getContributor(store));
		return Objects.requireNonNull(health.health(false)).getStatus();
	}

	@Configuration(proxyBeanMethods = false)
	static class Workflows {

		@Bean
		@WorkflowStore({ "orders", "archive" })
		Steps work() {
			return new Steps("work");
		}

	}

}
