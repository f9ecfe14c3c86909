package io.wfe.engine.host;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.engine.random.Faults;

/**
 * Lets things fail at random on any thread, so often and no more.
 */
final class SharedFaults implements Faults {

	private static final int ONE_OF = 8;

	private final Random random;

	private final AtomicInteger left;

	final AtomicInteger done = new AtomicInteger();

	final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

	SharedFaults(Random random, int most) {
		this.random = random;
		this.left = new AtomicInteger(most);
	}

	void stop() {
		this.left.set(0);
	}

	@Override
	public void at(String place) {
		if (this.random.nextInt(ONE_OF) == 0 && this.left.getAndUpdate((some) -> Math.max(0, some - 1)) > 0) {
			this.done.incrementAndGet();
			throw new IllegalStateException(place);
		}
	}

	@Override
	public void ran(String idempotencyKey) {
		this.runs.computeIfAbsent(idempotencyKey, (key) -> new AtomicInteger()).incrementAndGet();
	}

}
