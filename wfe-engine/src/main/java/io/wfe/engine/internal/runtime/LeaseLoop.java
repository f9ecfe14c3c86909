package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.wfe.core.support.BackgroundLoop;

/**
 * Renews the lease, three times as often as needed. A failed renewal is repeated much
 * sooner. Otherwise one lost packet could cost the lease.
 */
final class LeaseLoop {

	private static final int RENEWALS = 3;

	private static final int ATTEMPTS = 30;

	private static final int JITTER = 10;

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	LeaseLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.loop = BackgroundLoop.paced(runtime.settings().leaseDuration().dividedBy(ATTEMPTS), "wfe-lease",
				(stopping) -> round(), new LoopFailures(runtime.outage(), this));
	}

	void start() {
		this.loop.start();
	}

	void stop() {
		this.loop.stopNow(() -> {
		});
	}

	/**
	 * Makes the host renew its lease now.
	 */
	void wake() {
		this.loop.wake();
	}

	/**
	 * Renews the lease. After a failure of the store, success shows that it takes writes
	 * again.
	 * @return how long to wait for the next time
	 */
	private Duration round() {
		this.runtime.listeners().tellOfSlowOnes(this.runtime.settings().leaseDuration());
		boolean down = this.runtime.outage().isDown();
		if (this.runtime.membership().renew(this.runtime.running())) {
			this.runtime.claims().wake();
		}
		if (down) {
			this.runtime.outage().succeeded(this);
		}
		long nanos = this.runtime.settings().leaseDuration().toNanos() / RENEWALS;
		return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / JITTER + 1));
	}

}
