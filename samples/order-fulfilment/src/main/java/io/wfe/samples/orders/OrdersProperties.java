package io.wfe.samples.orders;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the application.
 *
 * @param paymentDeadline How long a customer may take to pay once the stock is reserved.
 * @param retryPause Pause before a failed step runs again; it doubles each time.
 * @param packingTime How long a parcel waits for the carrier.
 */
@ConfigurationProperties("orders")
record OrdersProperties(@DefaultValue("1h") Duration paymentDeadline, @DefaultValue("2s") Duration retryPause,
		@DefaultValue("2s") Duration packingTime) {

	OrdersProperties {
		Assert.isTrue(paymentDeadline.toMillis() > 0, "orders.payment-deadline must be at least a millisecond");
		Assert.isTrue(retryPause.toMillis() > 0, "orders.retry-pause must be at least a millisecond");
		Assert.isTrue(packingTime.toMillis() > 0, "orders.packing-time must be at least a millisecond");
	}

}
