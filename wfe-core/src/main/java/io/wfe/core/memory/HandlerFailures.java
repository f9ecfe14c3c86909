package io.wfe.core.memory;

import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * The failures of the handlers of commands: the first is thrown, with others suppressed
 * in it. So that they do not fill the memory, the first hundred are kept and the rest is
 * counted.
 */
final class HandlerFailures {

	private static final int MAX_KEPT = 100;

	private @Nullable Throwable first;

	private int count;

	void add(Throwable failure) {
		this.count++;
		if (this.first == null) {
			this.first = failure;
		}
		else if (this.count <= MAX_KEPT && failure != this.first) {
			this.first.addSuppressed(failure);
		}
	}

	void throwFirst() {
		if (this.first == null) {
			return;
		}
		if (this.count > MAX_KEPT) {
			this.first.addSuppressed(new PersistenceException(
					this.count + " handlers failed; these are the first " + MAX_KEPT + " failures", null));
		}
		HandlerFailures.<RuntimeException>doThrow(this.first);
	}

	/**
	 * Throws what a handler has thrown, which in other languages may be a checked
	 * exception.
	 */
	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void doThrow(Throwable failure) throws T {
		throw (T) failure;
	}

}
