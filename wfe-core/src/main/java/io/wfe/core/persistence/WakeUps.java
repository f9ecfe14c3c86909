package io.wfe.core.persistence;

/**
 * Hints between hosts that there is something to do. A hint may be lost: a host that
 * misses it finds the work with its next poll.
 *
 * @since 0.1.0
 */
public interface WakeUps {

	/**
	 * Wakes the hosts of this store, soon after the caller's transaction is committed.
	 */
	void signal();

	/**
	 * Listens for signals until the returned handle is closed.
	 * @param listener what to call on each signal; it must return at once
	 * @return the handle
	 */
	Listening listen(Runnable listener);

	/**
	 * A listener that can be taken away.
	 */
	interface Listening extends AutoCloseable {

		@Override
		void close();

	}

}
