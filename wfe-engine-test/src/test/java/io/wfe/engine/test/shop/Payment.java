package io.wfe.engine.test.shop;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

record Payment(String order, @Nullable String receipt, @Nullable Instant printed) {

	Payment withReceipt(String receipt) {
		return new Payment(this.order, receipt, this.printed);
	}

	Payment withPrinted(Instant printed) {
		return new Payment(this.order, this.receipt, printed);
	}

}
