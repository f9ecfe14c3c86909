package io.wfe.engine.internal.runtime;

import java.util.concurrent.Executor;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the instances that the host has taken. Each has its own thread while there is
 * something to do.
 */
final class PassRunner {

	private static final Logger logger = LoggerFactory.getLogger(PassRunner.class);

	private final HostRuntime runtime;

	private final Executor executor;

	PassRunner(HostRuntime runtime, Executor executor) {
		this.runtime = runtime;
		this.executor = executor;
	}

	/**
	 * Runs an instance that the host owns. It already has a place.
	 */
	void run(WorkflowInstance instance, String hostId) {
		RunningInstance running = this.runtime.running().add(instance.id(), hostId);
		if (this.runtime.running().isClosed()) {
			running.end();
		}
		try {
			this.executor.execute(() -> run(instance, running));
		}
		catch (RuntimeException | Error ex) {
			// The executor may refuse, or there is no memory for a thread
			logger.warn("There is no thread to run workflow instance '{}'. The host tries again later", instance.id(),
					ex);
			ended(running, instance);
		}
	}

	private void run(WorkflowInstance instance, RunningInstance running) {
		LogContext context = LogContext.of(instance);
		boolean done = false;
		try {
			if (this.runtime.drive().hasThreads()) {
				this.runtime.running().awaitTold(instance.id(), this.runtime.settings().leaseDuration());
			}
			new InstanceRun(this.runtime, running).run(instance);
			done = true;
		}
		catch (PersistenceException ex) {
			// The outage is logged once. Any host that finds the instance due runs it
			logger.debug("Workflow instance '{}' could not be written", instance.id(), ex);
			this.runtime.drive().failed(instance, ex);
		}
		catch (Throwable ex) {
			logger.error("Workflow instance '{}' could not be run. The host tries again later", instance.id(), ex);
			this.runtime.drive().failed(instance, ex);
		}
		finally {
			ended(running, done ? null : instance);
			context.close();
		}
	}

	private void ended(RunningInstance running, @Nullable WorkflowInstance failed) {
		this.runtime.running().remove(running);
		if (failed != null && !running.isCancelled()) {
			this.runtime.claims().releaseLater(running.hostId(), failed.id());
		}
		this.runtime.running().givePlaceBack();
		if (running.isDueAgain()) {
			this.runtime.claims().wake();
		}
		this.runtime.claims().placeIsFree();
	}

}
