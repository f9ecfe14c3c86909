package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;

/**
 * A host without threads, for tests. {@link #runUntilIdle()} does all the work on the
 * thread of the caller: claims, passes, steps and the delivery of events. Everything else
 * is as in any host, including the statements to the store. {@link HostBuilder#stepped}
 * makes it. One thread uses it, but others may start and publish.
 */
public final class SteppedHost {

	private final DefaultWorkflowHost host;

	private final Steps steps;

	SteppedHost(DefaultWorkflowHost host, Steps steps) {
		this.host = host;
		this.steps = steps;
		steps.idle = this::runUntilIdle;
	}

	/**
	 * Returns the host. Its {@code awaitWorkflow} runs what is due and does not wait.
	 * @return the host
	 */
	public WorkflowHost host() {
		return this.host;
	}

	/**
	 * Registers the host in the store, if the store has forgotten it.
	 * @return the time of the store
	 */
	public Instant enter() {
		this.host.start();
		runtime().membership().renew(runtime().running());
		return runtime().clock().now();
	}

	/**
	 * Leaves the store, and knows no instance any more.
	 */
	public void leave() {
		this.host.stop();
		runtime().names().clear();
	}

	/**
	 * Returns the time of the store, as far as the host knows.
	 * @return the time
	 */
	public Instant now() {
		return runtime().clock().now();
	}

	/**
	 * Tells whether a step runs at the moment, on this thread.
	 * @return whether one runs
	 */
	public boolean isRunning() {
		return this.steps.depth > 0;
	}

	/**
	 * Tells whether an event was published since the last call.
	 * @return whether one was
	 */
	public boolean takePublished() {
		boolean published = this.steps.published;
		this.steps.published = false;
		return published;
	}

	/**
	 * Runs what is due until nothing is.
	 * @throws IllegalStateException if an instance does not come to rest, or cannot be
	 * run
	 */
	public void runUntilIdle() {
		if (!isRunning()) {
			this.steps.passes.clear();
		}
		do {
			this.steps.runPending();
			runtime().events().wake();
			runtime().events().round(() -> false);
			runtime().claims().wake();
			runtime().claims().round(() -> false);
		}
		while (this.steps.hasPending());
	}

	/**
	 * Tells how long it takes until something is due.
	 * @return the time, zero if something is due now; empty if nothing is to come
	 */
	public Optional<Duration> untilDue() {
		return runtime().store().timeUntilDue(runtime().registry().keys());
	}

	/**
	 * Maps a value as the host maps data.
	 * @param value the value
	 * @return its JSON
	 */
	public JsonNode json(Object value) {
		return runtime().json().writeValue(value);
	}

	private HostRuntime runtime() {
		return this.host.runtime();
	}

	/**
	 * What the host is given to run, until somebody does.
	 */
	static final class Steps implements Drive {

		private final int mostPasses;

		private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();

		private final Map<String, Integer> passes = new HashMap<>();

		private Runnable idle = () -> {
		};

		private volatile boolean published;

		private int depth;

		private @Nullable RuntimeException failure;

		Steps(int mostPasses) {
			this.mostPasses = mostPasses;
		}

		void add(Runnable run) {
			this.pending.add(run);
		}

		boolean hasPending() {
			return !this.pending.isEmpty();
		}

		@Override
		public boolean hasThreads() {
			return false;
		}

		@Override
		public Level logLevel() {
			return Level.DEBUG;
		}

		@Override
		public StepCalls calls(RunningInstances running, StoreClock clock) {
			return new SteppedCalls(running, clock);
		}

		/**
		 * Always zero, so that retries come when the definition says.
		 */
		@Override
		public RandomGenerator random() {
			return () -> 0;
		}

		@Override
		public boolean mayRun(WorkflowInstance instance) {
			if (this.passes.merge(instance.id(), 1, Integer::sum) <= this.mostPasses) {
				return true;
			}
			if (this.failure == null) {
				this.failure = new EndlessInstanceException(instance.id(), this.mostPasses);
			}
			return false;
		}

		@Override
		public void failed(WorkflowInstance instance, Throwable cause) {
			if (this.failure == null) {
				this.failure = new IllegalStateException(
						"Workflow instance '" + instance.id() + "' could not be run: " + cause.getMessage(), cause);
			}
		}

		@Override
		public void published() {
			this.published = true;
		}

		@Override
		public void runUntilIdle() {
			this.idle.run();
		}

		@Override
		public void runPending() {
			for (Runnable run = this.pending.poll(); run != null; run = this.pending.poll()) {
				this.depth++;
				try {
					run.run();
				}
				finally {
					this.depth--;
				}
				RuntimeException thrown = this.failure;
				if (thrown != null) {
					this.failure = null;
					throw thrown;
				}
			}
		}

	}

}
