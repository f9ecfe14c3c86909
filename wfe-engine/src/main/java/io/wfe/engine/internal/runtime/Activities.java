package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.Optional;

import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.PendingActivity;

/**
 * Gives activities to workers.
 */
final class Activities implements ActivityClient {

	/** How long a worker holds an activity that it does not renew. */
	private static final Duration LEASE = Duration.ofMinutes(5);

	/** How often to look for activities of other hosts. */
	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final HostRuntime runtime;

	Activities(HostRuntime runtime) {
		this.runtime = runtime;
	}

	@Override
	public Optional<PendingActivity> poll(String name, String workerId, Duration wait) {
		return poll(name, workerId, wait, INTERVAL, LEASE);
	}

	@Override
	public Optional<PendingActivity> poll(String name, String workerId, Duration wait, Duration interval,
			Duration lease) {
		long deadline = System.nanoTime() + wait.toNanos();
		while (true) {
			long seen = this.runtime.activities().count();
			Optional<ClaimedActivity> claimed = this.runtime.store().claimActivity(name, workerId, lease);
			if (claimed.isPresent()) {
				return claimed.map((activity) -> new HeldActivity(this.runtime, activity.token(),
						activity.subscription().subscriptionData(), activity.expiry(), lease));
			}
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return Optional.empty();
			}
			try {
				this.runtime.activities().await(seen, Math.min(left, interval.toNanos()));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return Optional.empty();
			}
		}
	}

	@Override
	public PendingActivity withToken(String token) {
		return new HeldActivity(this.runtime, token, null, null, LEASE);
	}

}
