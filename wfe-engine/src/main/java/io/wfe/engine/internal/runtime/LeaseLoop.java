package io.wfe.engine.internal.runtime;

import io.wfe.core.support.BackgroundLoop;

/**
 * Renews the lease, three times as often as it would have to be.
 */
final class LeaseLoop {

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	LeaseLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.loop = BackgroundLoop.every(runtime.settings().leaseDuration().dividedBy(3), "wfe-lease",
				(stopping) -> round(), new LoopFailures(runtime.outage()));
	}

	void start() {
		this.loop.start();
	}

	void stop() {
		this.loop.stopNow(() -> {
		});
	}

	/**
	 * Renews the lease.
	 */
	void round() {
		if (this.runtime.membership().renew(this.runtime.running())) {
			this.runtime.claims().wake();
		}
	}

}
