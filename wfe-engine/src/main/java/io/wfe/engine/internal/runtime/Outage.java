package io.wfe.engine.internal.runtime;

import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the host can use its store. The log has one line for each change, however often
 * the host tries. An outage ends when everybody who has failed has succeeded and the
 * lease was renewed: a store may answer questions and refuse writes.
 */
final class Outage {

	private static final Logger logger = LoggerFactory.getLogger(Outage.class);

	private final HostRuntime runtime;

	private final Set<Object> failing = new HashSet<>();

	private volatile boolean down;

	Outage(HostRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Somebody has failed, and tries again.
	 */
	synchronized void failed(Object user, Throwable failure) {
		this.failing.add(user);
		if (this.down) {
			return;
		}
		this.down = true;
		logger.warn("The host cannot reach its store, and tries again until it can: {}", failure.getMessage(), failure);
		if (this.runtime.isExecuting() && this.runtime.drive().hasThreads()) {
			this.failing.add(this.runtime.leases());
			this.runtime.leases().wake();
		}
	}

	/**
	 * Somebody has succeeded, who may have failed before.
	 */
	void succeeded(Object user) {
		if (this.down) {
			remove(user);
		}
	}

	private synchronized void remove(Object user) {
		if (this.failing.remove(user) && this.failing.isEmpty()) {
			over();
		}
	}

	/**
	 * Somebody has failed and does not try again.
	 */
	synchronized void gaveUp(Object user) {
		this.failing.remove(user);
		this.down = !this.failing.isEmpty();
	}

	/**
	 * The host has just started, for which it needs its store.
	 */
	synchronized void started() {
		this.failing.clear();
		if (this.down) {
			over();
		}
	}

	private void over() {
		this.down = false;
		logger.info("The host has reached its store again");
	}

	boolean isDown() {
		return this.down;
	}

}
