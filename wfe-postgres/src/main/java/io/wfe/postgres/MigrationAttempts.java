package io.wfe.postgres;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says for how long a migration waits, and whether it is repeated.
 * <p>
 * A migration waits so briefly for each table that it has waited for all of them before a
 * second is over, the server's {@code deadlock_timeout}. So in a deadlock the migration
 * gives way, and not a node that works; and nodes do not queue behind it for long. A few
 * attempts wait longer, since autovacuum gives way only after that second.
 */
final class MigrationAttempts {

	private static final Logger logger = LoggerFactory.getLogger(MigrationAttempts.class);

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final long BRIEF_WAIT_MILLIS = 150;

	private static final long LONG_WAIT_MILLIS = 3000;

	private static final int BRIEF_ATTEMPTS = 10;

	private static final long BACKOFF_MILLIS = 50;

	private static final long MAX_BACKOFF_MILLIS = 1000;

	/**
	 * Deadlock, time-out of a lock, and serialization failure: others work on the tables.
	 */
	private static final Set<String> LOCKED = Set.of("40P01", "55P03", "40001");

	/**
	 * A key of the catalog, a schema, a table or a column that is there by now, an object
	 * likewise, and a row of the catalog that was changed meanwhile (which the server
	 * reports as an internal error): another program, such as a Rust host, creates the
	 * same tables.
	 */
	private static final Set<String> CREATED_MEANWHILE = Set.of("23505", "42P06", "42P07", "42701", "42710", "XX000");

	private static final int MAX_CREATED_MEANWHILE = 20;

	private final long start = System.nanoTime();

	private int attempt = 1;

	/**
	 * Returns for how long to wait for the migration of another node.
	 */
	long nodeTimeoutMillis() {
		return Math.max(1, LIMIT.toMillis() - Duration.ofNanos(System.nanoTime() - this.start).toMillis());
	}

	/**
	 * Returns for how long to wait for a table.
	 */
	long tableTimeoutMillis() {
		return (this.attempt % (BRIEF_ATTEMPTS + 1) != 0) ? BRIEF_WAIT_MILLIS : LONG_WAIT_MILLIS;
	}

	/**
	 * Waits a moment if an attempt that has failed is to be repeated.
	 * @return whether it is
	 */
	boolean repeatAfter(StoreSchemaException failure) {
		String state = SqlFailures.sqlState(failure);
		boolean repeat = LOCKED.contains(state) ? Duration.ofNanos(System.nanoTime() - this.start).compareTo(LIMIT) < 0
				: CREATED_MEANWHILE.contains(state) && this.attempt < MAX_CREATED_MEANWHILE;
		if (repeat) {
			logger.debug("Repeating the migration of the workflow store after SQLSTATE {}", state);
			long bound = Math.min(BACKOFF_MILLIS * this.attempt, MAX_BACKOFF_MILLIS);
			LockSupport.parkNanos(Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(bound)).toNanos());
			this.attempt++;
		}
		return repeat;
	}

}
