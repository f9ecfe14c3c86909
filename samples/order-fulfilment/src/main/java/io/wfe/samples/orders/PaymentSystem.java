package io.wfe.samples.orders;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * Stands for the payment system of somebody else. It is down twice before it charges for a
 * "rare book", so that you can watch the step being retried.
 */
@Component
class PaymentSystem {

	private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

	private final Set<String> receipts = ConcurrentHashMap.newKeySet();

	/**
	 * Charges once for each key.
	 * @param charge what to charge
	 * @return the receipt
	 * @throws IOException if the system is down
	 */
	String charge(Charge charge) throws IOException {
		int attempt = this.attempts.merge(charge.key(), 1, Integer::sum);
		if (charge.items().contains("rare book") && attempt <= 2) {
			throw new IOException("The payment system does not answer");
		}
		String receipt = "receipt-" + charge.key();
		this.receipts.add(receipt);
		return receipt;
	}

	/**
	 * Pays back what was charged.
	 * @param receipt the receipt
	 */
	void refund(String receipt) {
		this.receipts.remove(receipt);
	}

	/**
	 * Whether something was charged and not paid back.
	 * @param receipt the receipt
	 */
	boolean isCharged(String receipt) {
		return this.receipts.contains(receipt);
	}

}
