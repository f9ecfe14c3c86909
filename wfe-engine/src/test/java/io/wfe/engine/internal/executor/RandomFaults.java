package io.wfe.engine.internal.executor;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.wfe.engine.random.Faults;

/**
 * Lets things fail at random, so often and no more.
 */
final class RandomFaults implements Faults {

	private static final int ONE_OF = 8;

	private final Random random;

	private int left;

	int done;

	final Map<String, Integer> runs = new HashMap<>();

	RandomFaults(Random random, int most) {
		this.random = random;
		this.left = most;
	}

	void stop() {
		this.left = 0;
	}

	/** Tells whether a fault happens here. */
	boolean happens(String place) {
		if (this.left == 0 || this.random.nextInt(ONE_OF) > 0) {
			return false;
		}
		this.left--;
		this.done++;
		return true;
	}

	@Override
	public void at(String place) {
		if (happens(place)) {
			if (this.random.nextInt(5) == 0) {
				throw new IllegalArgumentException(place);
			}
			throw new IllegalStateException(place);
		}
	}

	@Override
	public void ran(String idempotencyKey) {
		this.runs.merge(idempotencyKey, 1, Integer::sum);
	}

}
