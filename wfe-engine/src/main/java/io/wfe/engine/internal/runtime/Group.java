package io.wfe.engine.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Joins writes that come while others are under way: the next write takes them all. A
 * write that finds a free lane starts at once, the others wait for their turn. The higher
 * the load, the fewer commits per write.
 *
 * @param <T> the type of what is written
 * @param <R> the type of what has become of it
 */
final class Group<T, R> {

	private final int lanes;

	private final int limit;

	private final Function<List<T>, List<R>> writer;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Entry<T, R>> waiting = new ArrayList<>();

	private int writing;

	private int last;

	/**
	 * Creates a group.
	 * @param lanes how many writes may be under way at the same time
	 * @param limit the largest number of writes to write together
	 * @param writer writes, and returns a result for each in the same order
	 */
	Group(int lanes, int limit, Function<List<T>, List<R>> writer) {
		this.lanes = lanes;
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
			if (this.writing < this.lanes) {
				this.writing++;
				own.turn.complete(true);
			}
			else {
				this.waiting.add(own);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (own.turn.join()) {
			try {
				write(take(own));
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

	/**
	 * Returns how many writes wait for others.
	 */
	int waiting() {
		this.lock.lock();
		try {
			return this.waiting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how many were last written together.
	 */
	int lastSize() {
		this.lock.lock();
		try {
			return this.last;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(List<Entry<T, R>> batch) {
		RuntimeException failure = null;
		List<R> results = List.of();
		try {
			results = this.writer.apply(items(batch));
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

	private List<T> items(List<Entry<T, R>> batch) {
		List<T> items = new ArrayList<>(batch.size());
		for (Entry<T, R> entry : batch) {
			items.add(entry.item);
		}
		return items;
	}

	/**
	 * Takes all that waits, together with the write whose turn it is.
	 */
	private List<Entry<T, R>> take(Entry<T, R> own) {
		this.lock.lock();
		try {
			List<Entry<T, R>> first = this.waiting.subList(0, Math.min(this.limit - 1, this.waiting.size()));
			List<Entry<T, R>> batch = new ArrayList<>(first.size() + 1);
			batch.add(own);
			batch.addAll(first);
			first.clear();
			this.last = batch.size();
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
				this.writing--;
			}
			else {
				this.waiting.remove(0).turn.complete(true);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A write. Its turn is {@code true} when it has to write, and {@code false} when
	 * another one has written it.
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
