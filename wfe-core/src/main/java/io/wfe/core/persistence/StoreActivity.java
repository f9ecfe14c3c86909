package io.wfe.core.persistence;

import java.time.Instant;

/**
 * What has happened in a store lately. Instances and errors that were purged are not
 * counted.
 *
 * @param started the instances that were created
 * @param completed the instances that have completed
 * @param terminated the instances that were terminated
 * @param errors the failures of steps
 * @since 0.1.0
 */
public record StoreActivity(Count started, Count completed, Count terminated, Count errors) {

	/**
	 * How often something has happened.
	 *
	 * @param count how often
	 * @param since the start of the counted time, inclusive. It is the requested time or,
	 * if the limit was reached, the time of the first one that was counted
	 */
	public record Count(long count, Instant since) {

	}

}
