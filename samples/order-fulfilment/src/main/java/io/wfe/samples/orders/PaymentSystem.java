package io.wfe.samples.orders;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Stands for the payment system of somebody else. It is down twice before it charges for
 * a "rare book", so that you can watch the step being retried. It takes five seconds to
 * charge for a "first edition", so that you can stop a node in the middle of the step.
 */
@Component
class PaymentSystem {

	private static final Logger logger = LoggerFactory.getLogger(PaymentSystem.class);

	private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

	private final Set<String> receipts = ConcurrentHashMap.newKeySet();

	/**
	 * Charges once for each key.
	 * @param charge what to charge
	 * @return the receipt
	 * @throws IOException if the system is down
	 * @throws InterruptedException if the step is cancelled
	 */
	String charge(Charge charge) throws IOException, InterruptedException {
		logger.info("Charging for {}", charge.items());
		int attempt = this.attempts.merge(charge.key(), 1, Integer::sum);
		if (charge.items().contains("rare book") && attempt <= 2) {
			throw new IOException("The payment system does not answer");
		}
		if (charge.items().contains("first edition")) {
			TimeUnit.SECONDS.sleep(5);
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
