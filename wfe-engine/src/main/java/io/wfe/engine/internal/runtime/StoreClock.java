package io.wfe.engine.internal.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Tells the time of the store by the clock of the host. That clock may be wrong: each
 * answer of the store with a time corrects it.
 */
final class StoreClock {

	private final Clock clock;

	private volatile Duration offset = Duration.ZERO;

	StoreClock(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Returns the time, as fine as a store keeps it.
	 */
	Instant now() {
		return this.clock.instant().plus(this.offset).truncatedTo(ChronoUnit.MICROS);
	}

	/**
	 * Returns the time by the clock of the host.
	 */
	Instant local() {
		return this.clock.instant();
	}

	/**
	 * Asks the store something whose answer has its time.
	 */
	<T> T ask(java.util.function.Supplier<T> question, Function<T, Instant> time) {
		Instant before = this.clock.instant();
		T answer = question.get();
		Instant middle = before.plus(Duration.between(before, this.clock.instant()).dividedBy(2));
		this.offset = Duration.between(middle, time.apply(answer));
		return answer;
	}

}
