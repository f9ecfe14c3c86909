package io.wfe.engine.internal.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads that run instances: the application's executor, or the host's own pool.
 * There are no more threads than places.
 */
final class Threads implements Executor {

	private static final int VIRTUAL_PLACES = 256;

	private static final int PLACES_PER_PROCESSOR = 4;

	private final @Nullable Executor given;

	private final boolean virtual;

	private final SharedWorkers.@Nullable Member shared;

	private volatile @Nullable ExecutorService own;

	private volatile @Nullable ClassLoader classLoader;

	Threads(@Nullable Executor given, boolean virtual, SharedWorkers.@Nullable Member shared) {
		this.given = given;
		this.virtual = virtual;
		this.shared = shared;
	}

	/**
	 * Returns how many instances a host runs at a time by default.
	 */
	static int defaultPlaces(boolean virtual) {
		return virtual ? VIRTUAL_PLACES : PLACES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
	}

	static boolean canBeVirtual() {
		return Runtime.version().feature() >= 21;
	}

	void open() {
		if (this.shared != null) {
			this.shared.open();
		}
		if (this.given == null && this.own == null) {
			this.classLoader = Thread.currentThread().getContextClassLoader();
			if (this.shared != null) {
				return;
			}
			this.own = this.virtual ? virtualThreads() : platformThreads();
		}
	}

	void close() {
		ExecutorService open = this.own;
		this.own = null;
		this.classLoader = null;
		if (open != null) {
			open.shutdown();
		}
		if (this.shared != null) {
			this.shared.close();
		}
	}

	/**
	 * Steps see the classes that the host saw at its start. Otherwise a thread would have
	 * the class loader of the JVM, or of the thread that hands the task over.
	 */
	@Override
	public void execute(Runnable task) {
		if (this.given != null) {
			this.given.execute(task);
			return;
		}
		ExecutorService open = this.own;
		ClassLoader loader = this.classLoader;
		Runnable withLoader = () -> {
			Thread.currentThread().setContextClassLoader(loader);
			task.run();
		};
		if (this.shared != null) {
			this.shared.execute(withLoader);
			return;
		}
		if (open == null) {
			throw new RejectedExecutionException("The host has stopped");
		}
		open.execute(withLoader);
	}

	static ExecutorService platformThreads() {
		AtomicInteger number = new AtomicInteger();
		return Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(null, task, "wfe-worker-" + number.incrementAndGet(), 0, false);
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * The baseline is Java 17, which does not know them.
	 */
	static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("This JVM has no virtual threads", ex);
		}
	}

}
