package io.wfe.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clears the tokens of subscriptions some minutes after they have expired: a Rust host
 * takes a subscription with a token for taken. A holder that is a little late may still
 * use its token, hence the minutes.
 * <p>
 * This is done when there are no commands to process, so no handler is waited for. Hosts
 * look for commands all the time, and the tokens would be looked for as often. So there
 * is an interval.
 */
final class ExpiredTokens {

	static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final int LIMIT = 100;

	private static final String CLEAR = """
			UPDATE {event_subscriptions}
			SET external_token = NULL, external_worker_id = NULL, external_token_expiry = NULL
			WHERE id = ANY (ARRAY (
				SELECT id
				FROM {event_subscriptions}
				WHERE external_token IS NOT NULL
					AND external_token_expiry <= statement_timestamp() - interval '5 minutes'
				ORDER BY external_token_expiry
				LIMIT %d
				FOR UPDATE SKIP LOCKED
			))
			""".formatted(LIMIT);

	private final Database database;

	private final String clear;

	private final long interval;

	private final AtomicLong next = new AtomicLong(System.nanoTime());

	ExpiredTokens(Database database, TableNames names, Duration interval) {
		this.database = database;
		this.clear = names.resolve(CLEAR);
		this.interval = interval.toNanos();
	}

	/**
	 * Clears a limited number, unless it has done so within the interval, and few were
	 * left then.
	 */
	void clear() {
		long due = this.next.get();
		long now = System.nanoTime();
		if (now - due < 0 || !this.next.compareAndSet(due, now + this.interval)) {
			return;
		}
		int cleared = this.database.update("clear expired tokens", null, this.clear, Database.NO_PARAMETERS);
		if (cleared == LIMIT) {
			this.next.set(now);
		}
	}

}
