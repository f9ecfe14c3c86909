package io.wfe.core.persistence;

/**
 * How hosts on one store tell each other that there is work. A hint only: one that is
 * lost delays work by at most one poll.
 *
 * @since 0.1.0
 */
public interface WakeUps {

	/**
	 * Tells the other hosts. Never joins a transaction of the caller.
	 */
	void signal();

	/**
	 * Listens until closed, on a thread and a connection of its own. A connection that is
	 * lost is opened again.
	 * @param listener called on each signal, and whenever it begins to listen: at first,
	 * and after a lost connection
	 * @return what ends it
	 */
	AutoCloseable listen(Runnable listener);

}
