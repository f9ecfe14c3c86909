package io.wfe.core.persistence;

import java.time.Instant;

import io.wfe.core.model.EventSubscription;

/**
 * An activity that a worker has taken.
 *
 * @param subscription the subscription of the waiting step. Its data are the parameters
 * @param token the token of the worker
 * @param expiry when the lease ends, by the clock of the store
 * @since 0.1.0
 */
public record ClaimedActivity(EventSubscription subscription, String token, Instant expiry) {

	/**
	 * Describes the activity without its token and parameters.
	 */
	@Override
	public String toString() {
		return "ClaimedActivity[subscription=" + this.subscription.id() + ", expiry=" + this.expiry + "]";
	}

}
