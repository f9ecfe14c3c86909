package io.wfe.core.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Takes back what an action that failed has written on its thread. An action within
 * another is taken back with the other one too.
 */
final class Undo {

	private final Lock lock;

	// One for each store, so that stores do not take back what others have written
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Deque<Runnable>> writes = new ThreadLocal<>();

	Undo(Lock lock) {
		this.lock = lock;
	}

	/**
	 * Notes how to take a write of this thread back, if an action is under way.
	 */
	void add(Runnable step) {
		Deque<Runnable> own = this.writes.get();
		if (own != null) {
			own.push(step);
		}
	}

	/**
	 * Runs an action, which may take as long as it likes: nothing is locked meanwhile.
	 */
	<T extends @Nullable Object> T call(Supplier<T> action) {
		Deque<Runnable> outer = this.writes.get();
		Deque<Runnable> own = new ArrayDeque<>();
		this.writes.set(own);
		try {
			T result = action.get();
			if (outer != null) {
				own.descendingIterator().forEachRemaining(outer::push);
			}
			return result;
		}
		catch (Throwable ex) {
			this.writes.remove();
			takeBack(own);
			throw ex;
		}
		finally {
			restore(outer);
		}
	}

	/**
	 * Runs an action whose writes are not taken back.
	 */
	<T extends @Nullable Object> T callApart(Supplier<T> action) {
		Deque<Runnable> outer = this.writes.get();
		this.writes.remove();
		try {
			return action.get();
		}
		finally {
			restore(outer);
		}
	}

	private void restore(@Nullable Deque<Runnable> outer) {
		if (outer != null) {
			this.writes.set(outer);
		}
		else {
			this.writes.remove();
		}
	}

	private void takeBack(Deque<Runnable> steps) {
		this.lock.lock();
		try {
			steps.forEach(Runnable::run);
		}
		finally {
			this.lock.unlock();
		}
	}

}
