package io.wfe.engine.internal.runtime;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.internal.executor.Lifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what has happened. What they throw is logged.
 */
final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

	private static final Set<String> METHODS = Arrays.stream(WorkflowListener.class.getMethods())
		.map(Method::getName)
		.collect(Collectors.toUnmodifiableSet());

	private final List<WorkflowListener> all;

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	/** Those that the log has named, by their class. */
	private final Set<String> slow = ConcurrentHashMap.newKeySet();

	Listeners(List<WorkflowListener> all) {
		this.all = all;
	}

	void tell(Consumer<WorkflowListener> news) {
		for (WorkflowListener listener : this.all) {
			Call call = new Call(listener, Thread.currentThread(), System.nanoTime());
			this.calls.add(call);
			try {
				news.accept(listener);
			}
			catch (OutOfMemoryError ex) {
				throw ex;
			}
			catch (Throwable ex) {
				logger.warn("The workflow listener {} has failed. The workflow continues",
						listener.getClass().getName(), ex);
			}
			finally {
				this.calls.remove(call);
			}
		}
	}

	/**
	 * Names each listener once whose call takes too long. Its instance waits for it and
	 * keeps a place of the host.
	 */
	void tellOfSlowOnes(Duration limit) {
		for (Call call : this.calls) {
			long nanos = System.nanoTime() - call.startedNanos;
			if (nanos <= limit.toNanos()) {
				continue;
			}
			ThreadStack stack = new ThreadStack(call.thread);
			String name = nameOf(call.listener, stack);
			if (this.slow.add(name)) {
				logger.warn("The workflow listener {} has not returned for {} ms. Until it does, its workflow "
						+ "instance does not go on and keeps a place of the host. Later calls that are as slow are "
						+ "not logged", name, TimeUnit.NANOSECONDS.toMillis(nanos), stack);
			}
		}
	}

	/**
	 * A listener may hand the news on to others, such as to the beans of an application.
	 * The innermost one is meant.
	 */
	private static String nameOf(WorkflowListener listener, ThreadStack stack) {
		for (StackTraceElement frame : stack.getStackTrace()) {
			if (METHODS.contains(frame.getMethodName()) && !isOfTheJdk(frame)) {
				return frame.getClassName();
			}
		}
		return listener.getClass().getName();
	}

	private static boolean isOfTheJdk(StackTraceElement frame) {
		String module = frame.getModuleName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	void tell(WorkflowInstance workflow, List<Lifecycle> lifecycle) {
		if (this.all.isEmpty()) {
			return;
		}
		for (Lifecycle event : lifecycle) {
			tell((listener) -> tell(listener, workflow, event));
		}
	}

	private static void tell(WorkflowListener listener, WorkflowInstance workflow, Lifecycle event) {
		if (event instanceof Lifecycle.StepStarted started) {
			listener.stepStarted(workflow, started.pointer());
		}
		else if (event instanceof Lifecycle.StepCompleted completed) {
			listener.stepCompleted(workflow, completed.pointer());
		}
		else if (event instanceof Lifecycle.StepFailed failed) {
			listener.stepFailed(workflow, failed.pointer(), failed.failure());
		}
		else if (event instanceof Lifecycle.Suspended) {
			listener.suspended(workflow);
		}
		else if (event instanceof Lifecycle.Completed) {
			listener.completed(workflow);
		}
		else if (event instanceof Lifecycle.Terminated) {
			listener.terminated(workflow);
		}
	}

	/**
	 * A call of a listener. Each is equal to itself only.
	 */
	private static final class Call {

		private final WorkflowListener listener;

		private final Thread thread;

		private final long startedNanos;

		Call(WorkflowListener listener, Thread thread, long startedNanos) {
			this.listener = listener;
			this.thread = thread;
			this.startedNanos = startedNanos;
		}

	}

}
