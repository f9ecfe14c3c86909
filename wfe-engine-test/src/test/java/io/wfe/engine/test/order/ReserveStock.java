package io.wfe.engine.test.order;

import java.util.List;

import io.wfe.engine.Task;

/**
 * Has no need of anything, so that it runs in the tests as it is.
 */
public class ReserveStock implements Task<List<Order.Item>, String> {

	@Override
	public String run(List<Order.Item> items) {
		return "reservation of " + items.size();
	}

}
