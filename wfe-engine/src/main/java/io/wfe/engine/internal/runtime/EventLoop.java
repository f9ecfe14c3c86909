package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.wfe.core.persistence.Delivery;
import io.wfe.core.support.BackgroundLoop;

/**
 * Delivers events: those that this host has published at once, and all others whose time
 * has come within a poll interval.
 */
final class EventLoop {

	private static final int BATCH = 500;

	/** So that an event that cannot be delivered yet does not make the loop spin. */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	private final Queue<String> published = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean due = new AtomicBoolean(true);

	private long nextPoll = System.nanoTime();

	EventLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.loop = BackgroundLoop.paced(runtime.pollInterval(), "wfe-events", this::round,
				new LoopFailures(runtime.outage()));
	}

	void start() {
		this.loop.start();
		this.loop.wake();
	}

	void stop() {
		this.loop.stopNow(() -> {
		});
	}

	/**
	 * An event was published and committed by this host.
	 */
	void published(String eventId) {
		this.runtime.drive().published();
		if (this.loop.isRunning()) {
			this.published.add(eventId);
			this.loop.wake();
		}
	}

	/**
	 * There may be an event to deliver.
	 */
	void wake() {
		this.due.set(true);
		this.loop.wake();
	}

	/**
	 * Delivers what is to be delivered.
	 * @return how long there is nothing to do, as far as is known
	 */
	Duration round(BooleanSupplier stopping) {
		int delivered = 0;
		for (String id = this.published.poll(); id != null; id = this.published.poll()) {
			Delivery delivery;
			do {
				delivery = this.runtime.store().deliverEvent(id, BATCH);
				delivered += delivery.delivered();
				wakeFor(delivery);
			}
			while (delivery.more() && !stopping.getAsBoolean());
		}
		if (this.due.getAndSet(false) || System.nanoTime() - this.nextPoll >= 0) {
			delivered += deliverDue(stopping);
			this.nextPoll = System.nanoTime() + pause().toNanos();
		}
		if (delivered > 0) {
			this.runtime.signals().send();
		}
		return Duration.ofNanos(Math.max(0, this.nextPoll - System.nanoTime()));
	}

	private int deliverDue(BooleanSupplier stopping) {
		int delivered = 0;
		Delivery delivery;
		do {
			delivery = this.runtime.store().deliverDueEvents(BATCH);
			delivered += delivery.delivered();
			wakeFor(delivery);
		}
		while (delivery.more() && !stopping.getAsBoolean());
		return delivered;
	}

	private void wakeFor(Delivery delivery) {
		if (delivery.delivered() > 0) {
			this.runtime.claims().wake();
		}
	}

	private Duration pause() {
		Duration longest = this.runtime.pollInterval();
		return this.runtime.store()
			.timeUntilDue(List.of())
			.filter((time) -> time.compareTo(longest) < 0)
			.map((time) -> (time.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : time)
			.filter((time) -> time.compareTo(longest) < 0)
			.orElse(longest);
	}

}
