package io.wfe.engine.autoconfigure.guide;

import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowHosts;
import io.wfe.postgres.autoconfigure.WfeStoreOptions;
import io.wfe.postgres.autoconfigure.WfeStores;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Uses several stores.
 */
class Refunds {

	private final WorkflowHost orders;

	private final WorkflowHosts hosts;

	Refunds(@Qualifier("orders") WorkflowHost orders, WorkflowHosts hosts) {
		this.orders = orders;
		this.hosts = hosts;
	}

	String refund(Object order) {
		return this.orders.startWorkflow("refund", order);
	}

	void tryOut(WfeStores stores, Object customer) {
		WorkflowHosts hosts = this.hosts;
		stores.register("acme", WfeStoreOptions.schema("tenant_acme"));
		hosts.get("acme").startWorkflow("onboarding", customer);
		stores.remove("acme");
	}

}
