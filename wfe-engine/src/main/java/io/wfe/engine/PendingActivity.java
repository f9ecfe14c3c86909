package io.wfe.engine;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An activity that a worker has taken. It is the worker's until its lease ends.
 * <pre>{@code
 * PendingActivity activity = host.activities().poll("print-label", "worker-1", wait).orElseThrow();
 * Label label = activity.parameters(Label.class);
 * activity.complete(this.printer.print(label));
 * }</pre>
 * <p>
 * See {@link ActivityClient}.
 *
 * @since 0.1.0
 */
public interface PendingActivity {

	/**
	 * Returns the token that proves that the worker has the activity.
	 * @return the token
	 */
	String token();

	/**
	 * Returns the parameters that the workflow has given.
	 * @param <T> the type of the parameters
	 * @param type the type of the parameters
	 * @return the parameters, or {@code null} if there are none
	 */
	<T> @Nullable T parameters(Class<T> type);

	/**
	 * Returns when the lease ends. Another worker can take the activity then.
	 * @return the time, by the clock of the store
	 */
	Instant expiry();

	/**
	 * Renews the lease.
	 * @return whether the worker still has the activity
	 */
	boolean renew();

	/**
	 * Ends the activity with a result.
	 * @param result the result
	 * @return whether the worker still had the activity; if not, the result is dropped
	 * @throws io.wfe.core.InvalidValueException if the result cannot be mapped or stored
	 */
	boolean complete(@Nullable Object result);

	/**
	 * Ends the activity with a failure. The step fails, and its error behavior applies.
	 * @param reason what went wrong
	 * @return whether the worker still had the activity; if not, the failure is dropped
	 * @throws io.wfe.core.InvalidValueException if the reason cannot be mapped or stored
	 */
	boolean fail(@Nullable Object reason);

	/**
	 * Gives the activity back, so that another worker can take it at once.
	 * @return whether the worker still had the activity
	 */
	boolean release();

}
