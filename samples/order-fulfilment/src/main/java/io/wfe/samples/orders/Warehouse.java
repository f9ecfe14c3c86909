package io.wfe.samples.orders;

import java.util.List;

import org.springframework.stereotype.Component;

/**
 * Stands for the warehouse, which has everything but unobtainium.
 */
@Component
class Warehouse {

	/**
	 * Reserves items. A real warehouse must take a second call for the same order as the
	 * first: the step that calls is repeated if its transaction fails.
	 */
	void reserve(String orderId, List<String> items) {
		if (items.contains("unobtainium")) {
			throw new OutOfStockException("unobtainium");
		}
	}

	/**
	 * Ships what was reserved.
	 * @return the tracking number
	 */
	String ship(String orderId) {
		return "PARCEL-" + orderId.substring(0, 8);
	}

}
