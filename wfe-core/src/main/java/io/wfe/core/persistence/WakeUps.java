package io.wfe.core.persistence;

/**
 * Lets hosts on one store tell each other that there is work. It is only a hint: a lost
 * signal delays work by at most one poll.
 *
 * @since 0.1.0
 */
public interface WakeUps {

	/**
	 * Tells the other hosts. Never joins the caller's transaction.
	 */
	void signal();

	/**
	 * Listens until closed, on a separate thread and connection. Replaces a lost
	 * connection.
	 * @param listener called on each signal, and each time listening begins: at first,
	 * and after a lost connection
	 * @return close it to stop listening
	 */
	AutoCloseable listen(Runnable listener);

}
