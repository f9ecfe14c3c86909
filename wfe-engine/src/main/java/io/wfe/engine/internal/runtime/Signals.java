package io.wfe.engine.internal.runtime;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.wfe.core.persistence.WakeUps;
import io.wfe.core.support.BackgroundLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other hosts of work, and hears of theirs, if notifications are on. It sends one
 * signal in ten milliseconds at most.
 */
final class Signals {

	private static final Logger logger = LoggerFactory.getLogger(Signals.class);

	private static final long GAP = TimeUnit.MILLISECONDS.toNanos(10);

	private final HostRuntime runtime;

	private final Optional<WakeUps> wakeUps;

	private final BackgroundLoop sender;

	private @Nullable AutoCloseable listening;

	Signals(HostRuntime runtime) {
		this.runtime = runtime;
		this.wakeUps = runtime.settings().notifications() ? runtime.store().wakeUps() : Optional.empty();
		this.sender = BackgroundLoop.onDemand("wfe-signals", (stopping) -> signal(),
				new LoopFailures(runtime.outage(), this));
	}

	private void signal() {
		this.wakeUps.ifPresent(WakeUps::signal);
		LockSupport.parkNanos(GAP);
	}

	void start() {
		this.wakeUps.ifPresent((means) -> {
			this.sender.start();
			if (this.runtime.settings().executeWorkflows()) {
				this.listening = means.listen(() -> {
					this.runtime.claims().wake();
					this.runtime.events().wake();
				});
			}
		});
	}

	void send() {
		if (this.wakeUps.isPresent()) {
			this.sender.wake();
		}
	}

	void stop() {
		this.sender.stopNow(() -> {
		});
		AutoCloseable open = this.listening;
		this.listening = null;
		if (open != null) {
			try {
				open.close();
			}
			catch (Exception ex) {
				logger.warn("The connection that listens for signals could not be closed", ex);
			}
		}
	}

}
