package io.wfe.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits longer and longer between the attempts of one call, until its time is over.
 */
final class Repetition {

	private static final long FIRST_WAIT_MILLIS = 5;

	private static final long LONGEST_WAIT_MILLIS = 200;

	private final long end;

	private long longest = FIRST_WAIT_MILLIS;

	Repetition(Duration limit) {
		this.end = System.nanoTime() + limit.toNanos();
	}

	/**
	 * Waits before the next attempt.
	 * @return whether there is time for one: not if the thread is interrupted
	 */
	boolean next() {
		long wait = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(this.longest) + 1);
		if (Thread.currentThread().isInterrupted() || System.nanoTime() + wait - this.end >= 0) {
			return false;
		}
		this.longest = Math.min(2 * this.longest, LONGEST_WAIT_MILLIS);
		LockSupport.parkNanos(wait);
		return true;
	}

}
