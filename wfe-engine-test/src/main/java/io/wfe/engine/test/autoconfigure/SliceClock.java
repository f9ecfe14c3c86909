package io.wfe.engine.test.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock of a test in memory. The tester sets it.
 */
final class SliceClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	SliceClock() {
		this(new AtomicReference<>(Instant.EPOCH), ZoneOffset.UTC);
	}

	private SliceClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	void set(Instant instant) {
		this.now.set(instant);
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId other) {
		return new SliceClock(this.now, other);
	}

	@Override
	public String toString() {
		return "SliceClock[" + this.now.get() + ", " + this.zone + "]";
	}

}
