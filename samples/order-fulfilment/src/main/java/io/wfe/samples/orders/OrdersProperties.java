package io.wfe.samples.orders;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the application.
 *
 * @param paymentDeadline How long a customer has got to pay once the stock is reserved.
 */
@ConfigurationProperties("orders")
record OrdersProperties(@DefaultValue("1h") Duration paymentDeadline) {

	OrdersProperties {
		Assert.isTrue(paymentDeadline.toMillis() > 0, "orders.payment-deadline must be at least a millisecond");
	}

}
