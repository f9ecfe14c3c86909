package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.support.BackgroundLoop;
import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events: those of this host at once, all others within a poll interval after
 * they are due. On a host that executes, the claims poll for events too and wake this
 * loop.
 */
final class EventLoop {

	private static final int BATCH = 500;

	/** Keeps the loop from spinning while an event cannot be delivered. */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	private final Queue<HostWork.Delivery> published = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean due = new AtomicBoolean(true);

	private final AtomicLong delivered = new AtomicLong();

	private long nextPoll = System.nanoTime();

	EventLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.loop = BackgroundLoop.paced(runtime.pollInterval(), "wfe-events", this::round,
				new LoopFailures(runtime.outage(), this));
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
	void published(String eventId, @Nullable Object origin) {
		this.runtime.drive().published();
		if (this.loop.isRunning()) {
			this.published.add(new HostWork.Delivery(eventId, origin));
			this.loop.wake();
		}
	}

	/**
	 * Returns how many subscriptions have got an event.
	 */
	long delivered() {
		return this.delivered.get();
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
		boolean done = false;
		try {
			look(stopping);
			done = true;
		}
		finally {
			if (!done) {
				// What there was to deliver is still there
				this.due.set(true);
			}
		}
		return this.runtime.isExecuting() ? this.runtime.pollInterval()
				: Duration.ofNanos(Math.max(0, this.nextPoll - System.nanoTime()));
	}

	private void look(BooleanSupplier stopping) {
		int delivered = 0;
		for (List<HostWork.Delivery> batch = next(); !batch.isEmpty(); batch = next()) {
			delivered += deliver(batch, stopping);
		}
		boolean polls = !this.runtime.isExecuting() && System.nanoTime() - this.nextPoll >= 0;
		if (this.due.getAndSet(false) || polls) {
			delivered += deliverDue(stopping);
			this.nextPoll = System.nanoTime()
					+ (this.runtime.isExecuting() ? this.runtime.pollInterval() : pause()).toNanos();
		}
		if (delivered > 0) {
			this.runtime.signals().send();
		}
	}

	/**
	 * Takes all events that were published during the last delivery, and delivers them
	 * together.
	 */
	private List<HostWork.Delivery> next() {
		List<HostWork.Delivery> batch = new ArrayList<>();
		while (batch.size() < BATCH) {
			HostWork.Delivery next = this.published.poll();
			if (next == null) {
				break;
			}
			batch.add(next);
		}
		return batch;
	}

	/**
	 * Events that are delivered together have the same outcome.
	 */
	private int deliver(List<HostWork.Delivery> batch, BooleanSupplier stopping) {
		Deque<HostObserver.Observed> observed = new ArrayDeque<>();
		batch.forEach((work) -> observed.push(this.runtime.observers().begin(work)));
		List<String> ids = batch.stream().map(HostWork.Delivery::eventId).toList();
		int delivered = 0;
		String outcome = "error";
		Throwable failure = null;
		try {
			Delivery delivery;
			do {
				delivery = this.runtime.claims().take((claim) -> deliver(ids, claim));
				delivered += delivery.delivered();
				wakeFor(delivery);
			}
			while (delivery.more() && !stopping.getAsBoolean());
			outcome = (delivered > 0) ? "delivered" : "nobody";
			return delivered;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			while (!observed.isEmpty()) {
				observed.pop().end(outcome, failure);
			}
		}
	}

	private Delivery deliver(List<String> ids, @Nullable DeliveryClaim claim) {
		return (claim != null) ? this.runtime.store().deliverEvents(ids, BATCH, claim)
				: this.runtime.store().deliverEvents(ids, BATCH);
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
			this.delivered.addAndGet(delivery.delivered());
			if (delivery.taken().size() < delivery.delivered()) {
				this.runtime.claims().wakeForDue();
			}
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
