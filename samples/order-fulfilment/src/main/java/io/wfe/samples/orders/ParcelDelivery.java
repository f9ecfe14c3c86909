package io.wfe.samples.orders;

import java.time.Duration;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;

import org.springframework.stereotype.Component;

/**
 * Packs one parcel and hands it over. Each parcel of an order is a workflow of its own,
 * so all of them are packed at the same time, on any node.
 */
@Component
class ParcelDelivery implements Workflow<Parcel> {

	static final String ID = "parcel-delivery";

	private final OrdersProperties properties;

	ParcelDelivery(OrdersProperties properties) {
		this.properties = properties;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Class<Parcel> dataType() {
		return Parcel.class;
	}

	@Override
	public void build(WorkflowBuilder<Parcel> parcel) {
		Duration packing = this.properties.packingTime();
		parcel.description("Packs one parcel and hands it over to the carrier")
			.then("pack", (step) -> ExecutionResult.next())
			.delay(packing)
			.name("wait for the carrier")
			.then("hand over", (step) -> {
				step.data(step.data().withTracking("PARCEL-" + step.workflow().id().substring(0, 8)));
				return ExecutionResult.next();
			});
	}

}
