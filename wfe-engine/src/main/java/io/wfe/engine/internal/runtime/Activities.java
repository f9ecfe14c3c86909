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
	static final Duration LEASE = Duration.ofMinutes(5);

	/** How often to look for activities of other hosts. */
	private static final long PAUSE = Duration.ofMillis(100).toNanos();

	private final HostRuntime runtime;

	Activities(HostRuntime runtime) {
		this.runtime = runtime;
	}

	@Override
	public Optional<PendingActivity> poll(String name, String workerId, Duration wait) {
		long deadline = System.nanoTime() + wait.toNanos();
		while (true) {
			long seen = this.runtime.activities().count();
			Optional<ClaimedActivity> claimed = this.runtime.store().claimActivity(name, workerId, LEASE);
			if (claimed.isPresent()) {
				return claimed.map((activity) -> new HeldActivity(this.runtime, activity.token(),
						activity.subscription().subscriptionData(), activity.expiry()));
			}
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return Optional.empty();
			}
			try {
				this.runtime.activities().await(seen, Math.min(left, PAUSE));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return Optional.empty();
			}
		}
	}

	@Override
	public PendingActivity withToken(String token) {
		return new HeldActivity(this.runtime, token, null, null);
	}

}
