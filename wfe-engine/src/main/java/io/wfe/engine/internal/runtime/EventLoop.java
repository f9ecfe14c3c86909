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
 * Delivers events: those that this host has published at once, and all others whose time
 * has come within a poll interval. A host that executes polls for both by its claims,
 * which wake this.
 */
final class EventLoop {

	private static final int BATCH = 500;

	/** So that an event that cannot be delivered yet does not make the loop spin. */
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
	 * Takes what was published since, so that all that comes while events are delivered
	 * is delivered together.
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
	 * What has become of events that are delivered together is told of all of them alike.
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
