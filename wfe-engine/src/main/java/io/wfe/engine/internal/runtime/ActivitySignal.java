package io.wfe.engine.internal.runtime;

import java.util.concurrent.TimeUnit;

/**
 * Lets workers know that this host has a new activity.
 */
final class ActivitySignal {

	private long count;

	synchronized long count() {
		return this.count;
	}

	synchronized void signal() {
		this.count++;
		notifyAll();
	}

	/**
	 * Waits for an activity that comes after the given count, or for the time.
	 */
	synchronized void await(long seen, long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		while (this.count == seen) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return;
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

}
