package io.wfe.engine.test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The time of a test. It stands still until it is moved, and takes the store's time
 * along.
 */
final class TestTime extends Clock {

	/** Noon of 1 January 2050: whatever has the real time meanwhile is due by it. */
	static final Instant START = Instant.parse("2050-01-01T12:00:00Z");

	private final Instant start;

	private final StoreTime store;

	private volatile Instant now;

	TestTime(Instant start, StoreTime store) {
		this.start = start.truncatedTo(ChronoUnit.MICROS);
		this.store = store;
		this.now = this.start;
		store.set(this.start);
	}

	/**
	 * Sets the time, to the next microsecond: no store has a finer one.
	 */
	void set(Instant instant) {
		Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
		Instant time = micros.equals(instant) ? micros : micros.plus(1, ChronoUnit.MICROS);
		this.store.set(time);
		this.now = time;
	}

	void reset() {
		set(this.start);
	}

	void release() {
		this.store.release();
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new InZone(this, zone);
	}

	@Override
	public String toString() {
		return "TestTime[" + this.now + "]";
	}

	/**
	 * The same time in another zone.
	 */
	private static final class InZone extends Clock {

		private final Clock clock;

		private final ZoneId zone;

		InZone(Clock clock, ZoneId zone) {
			this.clock = clock;
			this.zone = zone;
		}

		@Override
		public Instant instant() {
			return this.clock.instant();
		}

		@Override
		public ZoneId getZone() {
			return this.zone;
		}

		@Override
		public Clock withZone(ZoneId other) {
			return new InZone(this.clock, other);
		}

	}

}
