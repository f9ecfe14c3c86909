package io.wfe.engine.autoconfigure;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.postgres.autoconfigure.WfeStoreOptions;
import io.wfe.postgres.autoconfigure.WfeStores;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ActivityWorker} in an application with several stores.
 */
@ExtendWith(PostgresExtension.class)
class ActivityWorkerStoreTests {

	private final ApplicationContextRunner contextRunner;

	ActivityWorkerStoreTests(TestDatabase database) {
		this.contextRunner = StoresRunner.create()
			.withBean(Printing.class)
			.withPropertyValues("wfe.postgres.stores.orders.schema=orders",
					"wfe.postgres.stores.orders.url=" + database.uri(), "wfe.postgres.url=" + database.uri(),
					"wfe.engine.poll-interval=50ms", "print.stores=tenant-*");
	}

	@Test
	void methodServesTheStoresThatItNames() {
		this.contextRunner.withBean(Printers.class).run((context) -> {
			WorkflowHosts hosts = context.getBean(WorkflowHosts.class);
			assertThat(print(hosts.get("default"))).isEqualTo("that of the default store");
			assertThat(print(hosts.get("orders"))).isEqualTo("that of others");
			WfeStores stores = context.getBean(WfeStores.class);
			stores.register("tenant-acme", WfeStoreOptions.schema("tenant_acme"));
			assertThat(print(hosts.get("tenant-acme"))).isEqualTo("that of others");
			stores.remove("tenant-acme");
			stores.register("tenant-acme", WfeStoreOptions.schema("tenant_acme"));
			assertThat(print(hosts.get("tenant-acme"))).isEqualTo("that of others");
		});
	}

	private static String print(WorkflowHost host) {
		String id = host.startWorkflow("printing", null);
		StoresRunner.complete(host, id);
		return host.getData(id, ObjectNode.class).path("by").asString();
	}

	@Test
	void whenStoreIsNotThereThenStartFails() {
		this.contextRunner.withBean("labels", Misplaced.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Misplaced.print")
				.hasMessageContaining("bean 'labels'")
				.hasMessageContaining("store 'ordres', which there is not")
				.hasMessageContaining("There are: default, orders."));
	}

	@Test
	void whenThereIsNoDefaultStoreThenMethodMustNameOne() {
		this.contextRunner.withBean("printers", Printers.class)
			.withPropertyValues("wfe.postgres.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Printers.standard")
				.hasMessageContaining("store 'default', which there is not")
				.hasMessageContaining("There are: orders."));
	}

	static class Printers {

		@ActivityWorker("print")
		String standard() {
			return "that of the default store";
		}

		@ActivityWorker(value = "print", store = { "orders", "${print.stores}" })
		String others() {
			return "that of others";
		}

	}

	static class Misplaced {

		@ActivityWorker(value = "print", store = "ordres")
		String print() {
			return "nobody's";
		}

	}

	@WorkflowStore("*")
	static class Printing implements Workflow<ObjectNode> {

		@Override
		public String id() {
			return "printing";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.activity("print", (data) -> "label", String.class)
				.output((data, result) -> data.put("by", result));
		}

	}

}
