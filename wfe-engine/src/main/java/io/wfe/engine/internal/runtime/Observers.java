package io.wfe.engine.internal.runtime;

import java.util.Map;
import java.util.function.Supplier;

import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the observer, whose failures change nothing.
 */
final class Observers {

	private static final Logger logger = LoggerFactory.getLogger(Observers.class);

	private final @Nullable HostObserver observer;

	Observers(@Nullable HostObserver observer) {
		this.observer = observer;
	}

	HostObserver.Observed begin(HostWork work) {
		HostObserver known = this.observer;
		if (known == null) {
			return HostObserver.Observed.NONE;
		}
		return safely(() -> new Safe(known.begin(work)), HostObserver.Observed.NONE);
	}

	@Nullable Object here() {
		HostObserver known = this.observer;
		return (known != null) ? safely(known::here, null) : null;
	}

	private static <T extends @Nullable Object> T safely(Supplier<T> call, T otherwise) {
		try {
			return call.get();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The observer of the workflow host has failed. The workflow goes on", ex);
			return otherwise;
		}
	}

	/**
	 * Something that has begun, and throws nothing.
	 */
	private record Safe(HostObserver.Observed observed) implements HostObserver.Observed {

		@Override
		public Map<String, String> carried() {
			return safely(this.observed::carried, Map.of());
		}

		@Override
		public void end(String outcome, @Nullable Throwable failure) {
			safely(() -> {
				this.observed.end(outcome, failure);
				return true;
			}, false);
		}

	}

}
