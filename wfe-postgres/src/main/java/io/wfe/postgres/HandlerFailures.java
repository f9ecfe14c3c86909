package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;

import io.wfe.core.persistence.PersistenceException;

/**
 * The failures of the handlers of one call. However many there are, only the first
 * hundred are kept.
 */
final class HandlerFailures {

	private static final int KEPT = 100;

	private final List<Throwable> kept = new ArrayList<>();

	private long count;

	void add(Throwable failure) {
		this.count++;
		if (this.kept.size() < KEPT && !isKept(failure)) {
			this.kept.add(failure);
		}
	}

	/**
	 * A handler may throw one instance again and again.
	 */
	private boolean isKept(Throwable failure) {
		return this.kept.stream().anyMatch((other) -> other == failure);
	}

	/**
	 * Throws the first failure, with the others suppressed in it. If there are more than
	 * are kept, throws an exception that counts all instead, with the first as its cause.
	 */
	void throwFirst() {
		if (this.kept.isEmpty()) {
			return;
		}
		Throwable first = this.kept.get(0);
		Throwable thrown = (this.count <= KEPT || first instanceof Error) ? first
				: new PersistenceException("Could not handle " + this.count + " commands, which stay due. The first "
						+ this.kept.size() + " failures are the cause of this exception and suppressed in it", first);
		this.kept.subList(1, this.kept.size()).forEach(thrown::addSuppressed);
		HandlerFailures.<RuntimeException>throwUnchecked(thrown);
	}

	/**
	 * Throws a checked exception, which a handler can throw without declaring it, as it
	 * is.
	 */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
		throw (E) failure;
	}

}
