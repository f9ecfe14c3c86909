package io.wfe.engine.internal.runtime;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store can be reached. The log has one line for each change.
 */
final class Outage {

	private static final Logger logger = LoggerFactory.getLogger(Outage.class);

	private final AtomicBoolean down = new AtomicBoolean();

	void failed(Throwable failure) {
		if (this.down.compareAndSet(false, true)) {
			logger.warn("The host cannot reach its store, and tries again until it can: {}", failure.getMessage(),
					failure);
		}
	}

	void succeeded() {
		if (this.down.get() && this.down.compareAndSet(true, false)) {
			logger.info("The host has reached its store again");
		}
	}

	boolean isDown() {
		return this.down.get();
	}

}
