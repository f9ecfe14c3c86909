package io.wfe.postgres.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Asks the store a question on a thread of its own, so that whoever asks waits for no
 * longer than he wants to, whatever the timeouts of the pool, the driver and the network.
 * There is one question at a time: who asks while one is open gets its answer.
 *
 * @param <T> the type of the answer
 */
final class StoreProbe<T> {

	private final String name;

	private final Supplier<T> question;

	private @Nullable CompletableFuture<T> open;

	StoreProbe(String name, Supplier<T> question) {
		this.name = name;
		this.question = question;
	}

	/**
	 * Asks, and waits for the answer.
	 * @throws TimeoutException if there is none in time
	 * @throws ExecutionException if the question fails
	 */
	T ask(Duration timeout) throws TimeoutException, ExecutionException {
		try {
			return answer().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ExecutionException(new CancellationException("Interrupted"));
		}
	}

	private synchronized CompletableFuture<T> answer() {
		if (this.open != null && !this.open.isDone()) {
			return this.open;
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				answer.complete(this.question.get());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		}, this.name);
		thread.setDaemon(true);
		thread.start();
		this.open = answer;
		return answer;
	}

}
