package io.wfe.postgres.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until you move it. It starts in 2050, ahead of real time, so
 * anything created with real time is already due. Any number of threads may use it.
 *
 * @since 0.1.0
 */
public final class TestClock extends Clock {

	private static final Instant START = Instant.parse("2050-01-01T12:00:00Z");

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	/**
	 * Creates a clock that stands at noon of 1 January 2050, in UTC.
	 */
	public TestClock() {
		this(new AtomicReference<>(START), ZoneOffset.UTC);
	}

	private TestClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	/**
	 * Sets the time.
	 * @param instant what the clock tells from now on
	 */
	public void setInstant(Instant instant) {
		this.now.set(Objects.requireNonNull(instant, "instant"));
	}

	/**
	 * Moves the time.
	 * @param duration how far; back if it is negative
	 * @return the new time
	 */
	public Instant advance(Duration duration) {
		return this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	/**
	 * Puts the clock back to where it started.
	 */
	public void reset() {
		this.now.set(START);
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	/**
	 * Returns this clock in another zone. The two are moved together.
	 */
	@Override
	public TestClock withZone(ZoneId zone) {
		return new TestClock(this.now, Objects.requireNonNull(zone, "zone"));
	}

	@Override
	public String toString() {
		return "TestClock[" + this.now.get() + ", " + this.zone + "]";
	}

}
