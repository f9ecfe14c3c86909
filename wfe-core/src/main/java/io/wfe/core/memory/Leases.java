package io.wfe.core.memory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.wfe.core.InvalidValueException;
import io.wfe.core.support.Inputs;

/**
 * Adds durations to the time of the store.
 */
final class Leases {

	private Leases() {
	}

	/**
	 * Returns when a lease that begins now ends.
	 */
	static Instant end(Instant now, Duration lease) {
		if (lease.isNegative() || lease.isZero()) {
			throw new InvalidValueException("Lease", null, "lease", "must be longer than zero");
		}
		return later(now, "lease", lease);
	}

	/**
	 * Returns a later instant, which can be stored.
	 */
	static Instant later(Instant now, String field, Duration duration) {
		try {
			Instant later = now.plus(duration).truncatedTo(ChronoUnit.MICROS);
			Inputs.standard().of("Duration").timestamp(field, later);
			return later;
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new InvalidValueException("Duration", null, field, "is too long", ex);
		}
	}

}
