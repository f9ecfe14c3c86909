package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.internal.executor.PassAbandonedException;
import io.wfe.engine.internal.executor.StepInvoker;
import org.jspecify.annotations.Nullable;

/**
 * Calls bodies on the thread of their pass. Interrupts them when their time is over or
 * the host has lost their instance.
 */
class StepCalls implements StepInvoker {

	private final RunningInstances running;

	private final ScheduledThreadPoolExecutor timer;

	private final IgnoredInterrupts ignored;

	StepCalls(RunningInstances running) {
		this.running = running;
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "wfe-timeouts", 0, false);
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
		IgnoredInterrupts interrupts = new IgnoredInterrupts(this.timer);
		this.ignored = interrupts;
		running.onInterrupt(
				(instance) -> interrupts.interrupted(instance, "its instance was terminated or taken from the host"));
	}

	@Override
	public ExecutionResult invoke(Call call, Callable<ExecutionResult> body) throws Exception {
		RunningInstance instance = this.running.get(call.workflow().id());
		if (instance == null) {
			return body.call();
		}
		ExecutionResult result;
		RunningInstance.Body running = instance.enterBody(call);
		try {
			if (!instance.mayBegin()) {
				throw abandoned(call);
			}
			result = (call.timeout() != null) ? limited(instance, call, call.timeout(), body) : body.call();
		}
		catch (PassAbandonedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			if (instance.isCancelled()) {
				throw abandoned(call);
			}
			throw ex;
		}
		finally {
			this.ignored.ended(instance, running, instance.leaveBody());
		}
		if (instance.isCancelled()) {
			throw abandoned(call);
		}
		return result;
	}

	private static PassAbandonedException abandoned(Call call) {
		return new PassAbandonedException("Workflow instance '" + call.workflow().id()
				+ "' was terminated or taken over while step '" + call.stepName() + "' was running");
	}

	/**
	 * Calls a body whose time is limited.
	 */
	ExecutionResult limited(RunningInstance instance, Call call, Duration timeout, Callable<ExecutionResult> body)
			throws Exception {
		Limit limit = new Limit(Thread.currentThread(),
				() -> this.ignored.interrupted(instance, "its timeout of " + timeout + " was over"));
		ScheduledFuture<?> alarm = this.timer.schedule(limit, timeout.toNanos(), TimeUnit.NANOSECONDS);
		boolean over;
		ExecutionResult result;
		try {
			result = body.call();
		}
		catch (Exception ex) {
			if (limit.isOver()) {
				throw timedOut(call, timeout, ex);
			}
			throw ex;
		}
		finally {
			over = limit.isOver();
			alarm.cancel(false);
		}
		if (over) {
			throw timedOut(call, timeout, null);
		}
		return result;
	}

	static TimeoutException timedOut(Call call, Duration timeout, @Nullable Exception thrown) {
		TimeoutException failure = new TimeoutException("Step '" + call.stepName() + "' did not end within " + timeout);
		if (thrown != null) {
			failure.addSuppressed(thrown);
		}
		return failure;
	}

	void close() {
		this.timer.shutdownNow();
	}

	/**
	 * Interrupts a body when its time is over, and never what runs after it.
	 */
	private static final class Limit implements Runnable {

		private final Thread thread;

		private final Runnable onInterrupt;

		private boolean ended;

		private boolean over;

		Limit(Thread thread, Runnable onInterrupt) {
			this.thread = thread;
			this.onInterrupt = onInterrupt;
		}

		@Override
		public synchronized void run() {
			if (!this.ended) {
				this.over = true;
				this.thread.interrupt();
				this.onInterrupt.run();
			}
		}

		/**
		 * Tells whether the time was over. From now on it cannot be.
		 */
		synchronized boolean isOver() {
			if (!this.ended) {
				this.ended = true;
				if (this.over) {
					Thread.interrupted();
				}
			}
			return this.over;
		}

	}

}
