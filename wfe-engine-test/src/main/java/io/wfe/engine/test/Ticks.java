package io.wfe.engine.test;

import java.time.Duration;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.engine.internal.runtime.SteppedHost;
import org.jspecify.annotations.Nullable;

/**
 * Moves the time a little before a start that follows an event. Both would have the same
 * time otherwise, and an instance gets all events from its creation on.
 */
final class Ticks implements WorkflowMiddleware {

	private static final Duration TICK = Duration.ofMillis(1);

	private final @Nullable TestTime time;

	private @Nullable SteppedHost host;

	Ticks(@Nullable TestTime time) {
		this.time = time;
	}

	void of(SteppedHost host) {
		this.host = host;
	}

	@Override
	public Phase phase() {
		return Phase.PRE_WORKFLOW;
	}

	@Override
	public void handle(WorkflowInstance workflow, Next next) throws Exception {
		if (this.time != null && this.host != null && this.host.takePublished()) {
			this.time.set(this.time.instant().plus(TICK));
		}
		next.run();
	}

}
