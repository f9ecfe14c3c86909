package io.wfe.engine.test.guide;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of the guide's workflows.
 */
public record Order(String id, int amount, List<String> items, List<String> log) {

	Order(String id, int amount, String... items) {
		this(id, amount, List.of(items), List.of());
	}

	Order with(String entry) {
		List<String> longer = new ArrayList<>(this.log);
		longer.add(entry);
		return new Order(this.id, this.amount, this.items, longer);
	}

}
