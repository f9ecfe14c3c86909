package io.wfe.reliability;

import java.time.Duration;

/**
 * How much the tests do: a little in the ordinary build, a lot with the Maven profile
 * {@code chaos}.
 */
final class Chaos {

	private static final boolean FULL = Boolean.getBoolean("wfe.chaos");

	private Chaos() {
	}

	static boolean isFull() {
		return FULL;
	}

	static int count(int ordinary, int full) {
		return FULL ? full : ordinary;
	}

	static Duration duration(Duration ordinary, Duration full) {
		return FULL ? full : ordinary;
	}

}
