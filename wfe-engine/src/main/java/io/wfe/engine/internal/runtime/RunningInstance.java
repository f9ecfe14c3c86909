package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.wfe.engine.internal.executor.PassControl;
import io.wfe.engine.internal.executor.PassMemory;
import io.wfe.engine.internal.executor.StepInvoker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that this host runs at the moment, and the means to end its pass.
 */
final class RunningInstance implements PassControl {

	private static final Logger logger = LoggerFactory.getLogger(RunningInstance.class);

	private final String id;

	private final String hostId;

	private final Predicate<String> leased;

	private final Consumer<RunningInstance> onInterrupt;

	private final PassMemory memory = new PassMemory();

	private volatile boolean ending;

	private volatile boolean cancelled;

	private volatile boolean oneStepOnly;

	private volatile boolean dueAgain;

	/** What listeners hear after the pass that is being written, if there is one. */
	private @Nullable List<Runnable> news;

	private volatile @Nullable Body running;

	/** Since when the running body has ignored its interrupt, once that was logged. */
	private @Nullable Long ignoresSince;

	RunningInstance(String id, String hostId, Predicate<String> leased, Consumer<RunningInstance> onInterrupt) {
		this.id = id;
		this.hostId = hostId;
		this.leased = leased;
		this.onInterrupt = onInterrupt;
	}

	String id() {
		return this.id;
	}

	String hostId() {
		return this.hostId;
	}

	/**
	 * Lets the step that runs end, and no other begin.
	 */
	void end() {
		this.ending = true;
	}

	/**
	 * Lets a suspended instance that was resumed meanwhile go on.
	 */
	void goOn() {
		this.ending = false;
	}

	/**
	 * Interrupts the running step, whose result no longer counts.
	 */
	void cancel() {
		this.ending = true;
		this.cancelled = true;
		boolean interrupted = false;
		synchronized (this) {
			Body body = this.running;
			if (body != null) {
				body.thread().interrupt();
				interrupted = true;
			}
			notifyAll();
		}
		if (interrupted) {
			this.onInterrupt.accept(this);
		}
	}

	/**
	 * Waits, unless the instance is cancelled.
	 * @return whether it is not cancelled
	 */
	synchronized boolean pause(Duration duration) {
		long deadline = System.nanoTime() + duration.toNanos();
		boolean interrupted = false;
		while (!this.cancelled) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				break;
			}
			try {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return !this.cancelled;
	}

	/**
	 * It was released while it was due. No claim takes it before this host has finished
	 * with it.
	 */
	void dueAgain() {
		this.dueAgain = true;
	}

	boolean isDueAgain() {
		return this.dueAgain;
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Tells whether a body may begin. A host that has stalled may have lost the instance
	 * without knowing: others may have finished it.
	 */
	boolean mayBegin() {
		return !this.cancelled && this.leased.test(this.hostId);
	}

	/**
	 * From here on a pass is written. Listeners hear of it afterwards.
	 */
	synchronized void writing() {
		if (this.news == null) {
			this.news = new ArrayList<>();
		}
	}

	/**
	 * Listeners have been told of the pass.
	 */
	void told() {
		List<Runnable> waiting;
		synchronized (this) {
			waiting = (this.news != null) ? this.news : List.of();
			this.news = null;
		}
		for (Runnable command : waiting) {
			try {
				command.run();
			}
			catch (RuntimeException ex) {
				logger.warn("Listeners are not told of a command to workflow instance '{}'", this.id, ex);
			}
		}
	}

	/**
	 * Tells listeners of a command: now, or after the pass that is being written. That
	 * pass may be stored already, and the command may be an answer to it.
	 */
	void tellInOrder(Runnable command) {
		synchronized (this) {
			if (this.news != null) {
				this.news.add(command);
				return;
			}
		}
		command.run();
	}

	/**
	 * From here on an interrupt hits a body.
	 */
	synchronized Body enterBody(StepInvoker.Call call) {
		Body body = new Body(call, Thread.currentThread(), System.nanoTime());
		this.running = body;
		return body;
	}

	/**
	 * From here on an interrupt hits nothing.
	 * @return since when the body has ignored its interrupt, if somebody was told of it
	 */
	synchronized @Nullable Long leaveBody() {
		Long since = this.ignoresSince;
		this.ignoresSince = null;
		this.running = null;
		// An interrupt that is left over from the body would hit the store's driver
		Thread.interrupted();
		return since;
	}

	/**
	 * Notes that a body ignores its interrupt.
	 * @return whether it still runs, and this was not noted before
	 */
	synchronized boolean ignoresInterrupt(Body body, long since) {
		if (this.running != body || this.ignoresSince != null) {
			return false;
		}
		this.ignoresSince = since;
		return true;
	}

	/**
	 * Returns the body that runs, or {@code null}.
	 */
	@Nullable Body body() {
		return this.running;
	}

	@Override
	public boolean isPassToEnd() {
		return this.ending || !mayBegin();
	}

	/**
	 * Lets each pass run one step, or as many as are due.
	 */
	void oneStepOnly(boolean oneStepOnly) {
		this.oneStepOnly = oneStepOnly;
	}

	@Override
	public boolean isOneStepOnly() {
		return this.oneStepOnly;
	}

	@Override
	public boolean isCancellationRequested() {
		return this.cancelled;
	}

	@Override
	public PassMemory memory() {
		return this.memory;
	}

	/**
	 * A body that runs.
	 */
	static final class Body {

		private final StepInvoker.Call call;

		private final Thread thread;

		private final long startedNanos;

		Body(StepInvoker.Call call, Thread thread, long startedNanos) {
			this.call = call;
			this.thread = thread;
			this.startedNanos = startedNanos;
		}

		/**
		 * Returns what is called.
		 */
		StepInvoker.Call call() {
			return this.call;
		}

		/**
		 * Returns the thread that it runs on.
		 */
		Thread thread() {
			return this.thread;
		}

		/**
		 * Returns when it was called, by {@link System#nanoTime()}.
		 */
		long startedNanos() {
			return this.startedNanos;
		}

	}

}
