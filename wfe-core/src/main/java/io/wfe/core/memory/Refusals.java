package io.wfe.core.memory;

import io.wfe.core.WfeException;
import org.jspecify.annotations.Nullable;

/**
 * The reasons why something cannot be written. The first is thrown, with the others
 * suppressed in it.
 */
final class Refusals {

	private @Nullable WfeException first;

	void add(WfeException reason) {
		if (this.first == null) {
			this.first = reason;
		}
		else {
			this.first.addSuppressed(reason);
		}
	}

	void throwIfAny() {
		if (this.first != null) {
			throw this.first;
		}
	}

}
