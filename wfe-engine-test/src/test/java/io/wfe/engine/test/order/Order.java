package io.wfe.engine.test.order;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

public record Order(String id, List<Item> items, BigDecimal amount, @Nullable String reservation,
		@Nullable String receipt, @Nullable String scannedAt) {

	public static Order of(String id, String... items) {
		return new Order(id, List.of(items).stream().map(Item::new).toList(), new BigDecimal("59.90"), null, null,
				null);
	}

	public Order withReservation(String reservation) {
		return new Order(this.id, this.items, this.amount, reservation, this.receipt, this.scannedAt);
	}

	public Order withReceipt(String receipt) {
		return new Order(this.id, this.items, this.amount, this.reservation, receipt, this.scannedAt);
	}

	public Order withScan(Scan scan) {
		return new Order(this.id, this.items, this.amount, this.reservation, this.receipt, scan.place());
	}

	public record Item(String name) {

	}

	public record Charge(String key, BigDecimal amount) {

	}

	public record Scan(String place) {

	}

}
