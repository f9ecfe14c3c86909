package io.wfe.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Lets external workers take and do activities. <pre>{@code
 * host.activities().poll("print-label", "worker-1", Duration.ofSeconds(30)).ifPresent((activity) -> {
 *     try {
 *         activity.complete(this.printer.print(activity.parameters(Label.class)));
 *     }
 *     catch (PrinterException ex) {
 *         activity.fail(ex.getMessage());
 *     }
 * });
 * }</pre>
 *
 * @since 0.1.0
 */
public interface ActivityClient {

	/**
	 * Takes the oldest open activity of a name. It belongs to the worker until its lease
	 * ends, after five minutes unless it is renewed.
	 * @param name the name of the activity
	 * @param workerId the id of the worker
	 * @param wait how long to wait for one, or zero
	 * @return the activity, or empty if there is none
	 */
	Optional<PendingActivity> poll(String name, String workerId, Duration wait);

	/**
	 * Takes the oldest open activity of a name, as long as the worker says.
	 * @param name the name of the activity
	 * @param workerId the id of the worker
	 * @param wait how long to wait for one, or zero
	 * @param interval how often to look meanwhile for activities of other hosts; those of
	 * this host are noticed at once
	 * @param lease how long the activity belongs to the worker, and by how much
	 * {@link PendingActivity#renew()} prolongs that
	 * @return the activity, or empty if there is none
	 */
	Optional<PendingActivity> poll(String name, String workerId, Duration wait, Duration interval, Duration lease);

	/**
	 * Returns an activity by its token, so that a process other than the one that took it
	 * can end it. It has no parameters.
	 * @param token the token
	 * @return the activity
	 */
	PendingActivity withToken(String token);

}
