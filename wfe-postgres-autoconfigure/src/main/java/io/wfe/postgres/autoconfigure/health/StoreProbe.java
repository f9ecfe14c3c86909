package io.wfe.postgres.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.wfe.core.support.BackgroundLoop;

/**
 * Asks the store a question on a thread of its own, so that whoever asks waits for no
 * longer than he wants to, whatever the timeouts of the pool, the driver and the network.
 * There is one question at a time: who asks while one is open gets its answer.
 *
 * @param <T> the type of the answer
 */
final class StoreProbe<T> {

	private final Supplier<T> question;

	private final BackgroundLoop loop;

	private CompletableFuture<T> open = CompletableFuture.failedFuture(new IllegalStateException("Not asked yet"));

	private boolean closed;

	StoreProbe(String threadName, Supplier<T> question) {
		this.question = question;
		this.loop = BackgroundLoop.onDemand(threadName, (stopping) -> answer(), (failure, first) -> {
			// Whoever has asked is told
		});
	}

	/**
	 * Asks, and waits for the answer.
	 * @throws TimeoutException if there is none in time
	 * @throws ExecutionException if the question fails
	 */
	T ask(Duration timeout) throws TimeoutException, ExecutionException {
		try {
			return question().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ExecutionException(new CancellationException("Interrupted"));
		}
	}

	private synchronized CompletableFuture<T> question() {
		if (this.open.isDone() && !this.closed) {
			this.loop.start();
			this.open = new CompletableFuture<>();
			this.loop.wake();
		}
		return this.open;
	}

	private void answer() {
		CompletableFuture<T> asked = open();
		try {
			asked.complete(this.question.get());
		}
		catch (Throwable ex) {
			asked.completeExceptionally(ex);
		}
	}

	private synchronized CompletableFuture<T> open() {
		return this.open;
	}

	/**
	 * Ends the thread without waiting for it: a server that does not answer would hold up
	 * the application. An open question fails.
	 */
	synchronized void close() {
		this.closed = true;
		this.open.completeExceptionally(new IllegalStateException("The application is closing"));
		this.open = CompletableFuture.failedFuture(new IllegalStateException("The application is closing"));
		this.loop.stopNow(() -> {
		});
	}

}
