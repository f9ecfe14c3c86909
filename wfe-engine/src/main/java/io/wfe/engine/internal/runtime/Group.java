package io.wfe.engine.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Lets writes that come while one is under way be written together by the next one. Who
 * finds none under way writes at once, so that nothing waits without need; the others
 * wait for their turn. Commits per write fall with the load.
 *
 * @param <T> the type of what is written
 * @param <R> the type of what has become of it
 */
final class Group<T, R> {

	private final int limit;

	private final Function<List<T>, List<R>> writer;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Entry<T, R>> waiting = new ArrayList<>();

	private boolean writing;

	/**
	 * Creates a group.
	 * @param limit the largest number of writes to write together
	 * @param writer writes, and returns a result for each in the same order
	 */
	Group(int limit, Function<List<T>, List<R>> writer) {
		this.limit = limit;
		this.writer = writer;
	}

	/**
	 * Writes.
	 * @param item what to write
	 * @return what has become of it
	 */
	R write(T item) {
		Entry<T, R> own = new Entry<>(item);
		this.lock.lock();
		try {
			this.waiting.add(own);
			if (!this.writing) {
				this.writing = true;
				own.turn.complete(true);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (own.turn.join()) {
			try {
				write(take());
			}
			finally {
				handOver();
			}
		}
		if (own.failure != null) {
			throw own.failure;
		}
		return Objects.requireNonNull(own.result);
	}

	private void write(List<Entry<T, R>> batch) {
		RuntimeException failure = null;
		List<R> results = List.of();
		try {
			results = this.writer.apply(batch.stream().map((entry) -> entry.item).toList());
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		catch (Error ex) {
			failure = new IllegalStateException("A write has failed", ex);
		}
		for (int index = 0; index < batch.size(); index++) {
			Entry<T, R> entry = batch.get(index);
			entry.failure = failure;
			entry.result = (failure == null) ? results.get(index) : null;
			entry.turn.complete(false);
		}
	}

	/**
	 * The one that writes is the first that waits, so its own write is among these.
	 */
	private List<Entry<T, R>> take() {
		this.lock.lock();
		try {
			List<Entry<T, R>> first = this.waiting.subList(0, Math.min(this.limit, this.waiting.size()));
			List<Entry<T, R>> batch = List.copyOf(first);
			first.clear();
			return batch;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handOver() {
		this.lock.lock();
		try {
			if (this.waiting.isEmpty()) {
				this.writing = false;
			}
			else {
				this.waiting.get(0).turn.complete(true);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A write. Its turn is true when it is its turn to write, and false when it was
	 * written by another.
	 */
	private static final class Entry<T, R> {

		private final T item;

		private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

		private @Nullable R result;

		private @Nullable RuntimeException failure;

		Entry(T item) {
			this.item = item;
		}

	}

}
