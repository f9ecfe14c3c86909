package io.wfe.engine.host;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds a step where a test wants it.
 */
final class Gate {

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	/**
	 * Waits in a step until the gate is opened.
	 */
	void pass() throws InterruptedException {
		this.entered.countDown();
		if (!this.opened.await(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The gate was not opened");
		}
	}

	/**
	 * Tells a test that a step is at the gate, and does not wait.
	 */
	void arrive() {
		this.entered.countDown();
	}

	/**
	 * Waits in a test until a step is at the gate.
	 */
	void awaitStep() {
		try {
			if (!this.entered.await(60, TimeUnit.SECONDS)) {
				throw new AssertionError("No step has come");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	void open() {
		this.opened.countDown();
	}

}
