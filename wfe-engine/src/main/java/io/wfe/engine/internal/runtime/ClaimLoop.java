package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.Delivery;
import io.wfe.core.persistence.DeliveryClaim;
import io.wfe.core.support.BackgroundLoop;
import org.jspecify.annotations.Nullable;

/**
 * Takes due instances for the free places of the host, then sleeps until the next one is
 * due, at most for a poll interval.
 */
final class ClaimLoop {

	private static final int LARGEST_CLAIM = 100;

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

	private static final Duration PAUSE_IF_HELD = Duration.ofMillis(50);

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	private final AtomicBoolean due = new AtomicBoolean(true);

	private final AtomicBoolean unknownTimes = new AtomicBoolean(true);

	private final AtomicBoolean hungry = new AtomicBoolean();

	private final AtomicReference<@Nullable Instant> earliest = new AtomicReference<>();

	private final Strays strays;

	private final Lock taking = new ReentrantLock();

	private final UnknownDefinitions unknown;

	private volatile Duration lag = Duration.ZERO;

	private long nextPoll = System.nanoTime();

	ClaimLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.strays = new Strays(runtime);
		this.unknown = new UnknownDefinitions(runtime);
		this.loop = BackgroundLoop.paced(runtime.pollInterval(), "wfe-claims", this::round,
				new LoopFailures(runtime.outage(), this));
	}

	void start() {
		this.loop.start();
		wake();
	}

	void stop() {
		this.loop.stopNow(() -> {
		});
	}

	/**
	 * There may be an instance to take, now or later.
	 */
	void wake() {
		this.unknownTimes.set(true);
		wakeForDue();
	}

	/**
	 * There is an instance to take now. What is known of other due times stays.
	 */
	void wakeForDue() {
		this.due.set(true);
		this.loop.wake();
	}

	/**
	 * An instance was released that is due at a time.
	 */
	void dueAt(@Nullable Instant time) {
		if (time == null) {
			return;
		}
		Instant before = this.earliest.getAndUpdate((known) -> (known == null || time.isBefore(known)) ? time : known);
		if (before == null || time.isBefore(before)) {
			this.loop.wake();
		}
	}

	/**
	 * A place is free. Claims wait until several are free, unless nothing runs.
	 */
	void placeIsFree() {
		if (this.hungry.get() && this.runtime.running().isHungry() && this.hungry.compareAndSet(true, false)) {
			wake();
		}
	}

	/**
	 * Returns how long the oldest instance of the last claim had been due.
	 */
	Duration lag() {
		return this.lag;
	}

	/**
	 * The host owns an instance that it does not run, and has to release it later.
	 */
	void releaseLater(String hostId, String id) {
		this.strays.releaseLater(hostId, id);
	}

	/**
	 * The host may own instances that it does not know of.
	 */
	void unsure() {
		this.strays.unsure();
	}

	/**
	 * Takes what is due, as far as there are places.
	 * @return how long there is nothing to do, as far as is known
	 */
	Duration round(BooleanSupplier stopping) {
		boolean done = false;
		try {
			look(stopping);
			done = true;
			return untilNext();
		}
		finally {
			if (!done) {
				// What there was to take is still there
				this.due.set(true);
				this.unknownTimes.set(true);
			}
		}
	}

	private void look(BooleanSupplier stopping) {
		releaseStrays();
		Instant known = this.earliest.get();
		Instant now = this.runtime.clock().now();
		boolean reached = known != null && !known.isAfter(now);
		if (reached) {
			this.earliest.compareAndSet(known, null);
		}
		boolean sure = this.due.getAndSet(false) || reached;
		if (sure || System.nanoTime() - this.nextPoll >= 0) {
			if (sure || isDue()) {
				boolean ask = this.unknownTimes.getAndSet(false) || reached || System.nanoTime() - this.nextPoll >= 0;
				boolean taken = claim(stopping);
				if (ask) {
					this.nextPoll = System.nanoTime() + pause(taken).toNanos();
				}
			}
			this.unknown.tell();
		}
	}

	/**
	 * An instance that is being taken with an event is no stray.
	 */
	private void releaseStrays() {
		if (this.strays.isAny()) {
			this.taking.lock();
			try {
				this.strays.release();
			}
			finally {
				this.taking.unlock();
			}
		}
	}

	/**
	 * Asks, by one statement, whether there is an instance to claim or an event to
	 * deliver. If so it may be either.
	 */
	private boolean isDue() {
		if (this.hungry.get()) {
			this.runtime.events().wake();
			return true;
		}
		Optional<Duration> time = this.runtime.store().timeUntilDue(this.runtime.registry().keys());
		if (time.filter((wait) -> !wait.isZero()).isPresent() || time.isEmpty()) {
			this.nextPoll = System.nanoTime() + pause(time, PAUSE_IF_HELD).toNanos();
			return false;
		}
		this.runtime.events().wake();
		return true;
	}

	/**
	 * Takes as many as there are places for.
	 * @return whether there were any
	 */
	private boolean claim(BooleanSupplier stopping) {
		boolean any = false;
		Set<DefinitionKey> definitions = this.runtime.registry().keys();
		Duration longest = Duration.ZERO;
		while (!definitions.isEmpty() && !stopping.getAsBoolean()) {
			int places = takePlaces(LARGEST_CLAIM);
			if (places == 0) {
				this.hungry.set(true);
				// A place may have become free before the flag was set
				if (this.runtime.running().isHungry() && this.hungry.compareAndSet(true, false)) {
					continue;
				}
				return any;
			}
			int taken = 0;
			String hostId = this.runtime.membership().id();
			try {
				for (WorkflowInstance instance : take(hostId, definitions, places)) {
					taken++;
					any = true;
					longest = longer(longest, instance);
					this.runtime.runner().run(instance, hostId);
				}
			}
			finally {
				if (taken < places) {
					this.runtime.running().needsNoMore();
				}
				this.lag = longest;
				for (int place = taken; place < places; place++) {
					this.runtime.running().givePlaceBack();
				}
			}
			if (taken < places) {
				break;
			}
		}
		return any;
	}

	/**
	 * Of those that are due at once, only new ones tell since when.
	 */
	private Duration longer(Duration longest, WorkflowInstance instance) {
		Instant due = instance.nextExecution();
		if (due == null || !due.isAfter(Instant.EPOCH)) {
			if (instance.executionPointers().stream().anyMatch((pointer) -> pointer.startTime() != null)) {
				return longest;
			}
			due = instance.createTime();
		}
		Duration waited = Duration.between(due, this.runtime.clock().now());
		return (waited.compareTo(longest) > 0) ? waited : longest;
	}

	/**
	 * Takes nothing that this host has not finished with. The host may have released it
	 * without knowing yet, and would run it twice at a time.
	 */
	private List<WorkflowInstance> take(String hostId, Set<DefinitionKey> definitions, int places) {
		boolean answered = false;
		try {
			List<WorkflowInstance> taken = this.runtime.store()
				.claimWorkflows(hostId, definitions, this.runtime.running().ids(), places);
			answered = true;
			return taken;
		}
		finally {
			if (!answered) {
				this.strays.unsure();
			}
		}
	}

	/**
	 * Delivers events, and runs the instances that the delivery takes. Without a place it
	 * takes none, and they are due. Half of the free places stay free for starts. Nobody
	 * looks for strays meanwhile.
	 */
	Delivery take(Function<@Nullable DeliveryClaim, Delivery> deliver) {
		int places = this.runtime.isExecuting() && this.runtime.drive().hasThreads()
				? takePlaces((this.runtime.running().freePlaces() + 1) / 2) : 0;
		int taken = 0;
		boolean answered = false;
		this.taking.lock();
		try {
			String hostId = this.runtime.membership().id();
			Delivery delivery = deliver.apply((places == 0) ? null
					: new DeliveryClaim(hostId, this.runtime.registry().keys(), this.runtime.running().ids(), places));
			answered = true;
			for (WorkflowInstance instance : delivery.taken()) {
				taken++;
				this.runtime.runner().run(instance, hostId);
			}
			return delivery;
		}
		finally {
			this.taking.unlock();
			if (!answered && places > 0) {
				this.strays.unsure();
			}
			giveBack(places - taken);
		}
	}

	private void giveBack(int places) {
		for (int place = 0; place < places; place++) {
			this.runtime.running().givePlaceBack();
		}
		if (places > 0) {
			placeIsFree();
		}
	}

	private int takePlaces(int limit) {
		int places = 0;
		int most = Math.min(Math.min(limit, LARGEST_CLAIM), this.runtime.running().forOneClaim());
		while (places < most && this.runtime.running().takePlace()) {
			places++;
		}
		return places;
	}

	/**
	 * What is due although nothing could be taken is held by somebody else. Behind a
	 * claim that has taken some, it has become due since.
	 */
	private Duration pause(boolean taken) {
		return this.hungry.get() ? this.runtime.pollInterval()
				: pause(this.runtime.store().timeUntilDue(this.runtime.registry().keys()),
						taken ? SHORTEST_PAUSE : PAUSE_IF_HELD);
	}

	/**
	 * Returns how long to wait. Instances with nearly the same due time are claimed
	 * together.
	 */
	private Duration pause(Optional<Duration> untilDue, Duration ifDue) {
		Duration longest = this.runtime.pollInterval();
		return untilDue
			.map((time) -> time.isZero() ? ifDue : (time.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : time)
			.filter((time) -> time.compareTo(longest) < 0)
			.orElse(longest);
	}

	private Duration untilNext() {
		Duration wait = Duration.ofNanos(Math.max(0, this.nextPoll - System.nanoTime()));
		Instant known = this.earliest.get();
		if (known == null) {
			return wait;
		}
		Duration untilKnown = Duration.between(this.runtime.clock().now(), known);
		if (untilKnown.isNegative()) {
			return Duration.ZERO;
		}
		return (untilKnown.compareTo(wait) < 0) ? untilKnown : wait;
	}

}
