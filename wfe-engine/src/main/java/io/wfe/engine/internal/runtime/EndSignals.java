package io.wfe.engine.internal.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets those that wait for the end of an instance know at once if it ends on this host.
 */
final class EndSignals {

	private final Map<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

	/**
	 * Begins to wait. Look at the instance after this, then wait.
	 */
	CountDownLatch expect(String id) {
		return this.waiting.computeIfAbsent(id, (key) -> new CountDownLatch(1));
	}

	void signal(String id) {
		CountDownLatch latch = this.waiting.remove(id);
		if (latch != null) {
			latch.countDown();
		}
	}

	static boolean await(CountDownLatch latch, long nanos) throws InterruptedException {
		return latch.await(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Stops waiting. Others that wait for the same instance look again.
	 */
	void forget(String id) {
		signal(id);
	}

	int size() {
		return this.waiting.size();
	}

}
