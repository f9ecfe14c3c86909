package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The instances that this host runs, and its places for more.
 */
final class RunningInstances {

	private final Places places;

	private final Map<String, RunningInstance> byId = new ConcurrentHashMap<>();

	private final Map<String, CountDownLatch> starting = new ConcurrentHashMap<>();

	private final boolean sharesPlaces;

	private int taken;

	private boolean closed;

	private Consumer<String> onControlled = (id) -> {
	};

	private Consumer<RunningInstance> onInterrupt = (instance) -> {
	};

	private Predicate<String> leased = (hostId) -> true;

	RunningInstances(Places places) {
		this.places = places;
		this.sharesPlaces = !(places instanceof Places.OfOneHost);
	}

	/**
	 * Sets the test whether the host surely has its lease under an id. Otherwise no body
	 * begins.
	 */
	void whileLeased(Predicate<String> leased) {
		this.leased = leased;
	}

	/**
	 * Sets what happens with an instance that somebody else has changed.
	 */
	void onControlled(Consumer<String> action) {
		this.onControlled = action;
	}

	/**
	 * Sets who hears of bodies that were interrupted because their instance was
	 * terminated or taken away.
	 */
	void onInterrupt(Consumer<RunningInstance> action) {
		this.onInterrupt = action;
	}

	synchronized boolean takePlace() {
		if (this.closed || !this.places.take()) {
			return false;
		}
		this.taken++;
		return true;
	}

	void givePlaceBack() {
		synchronized (this) {
			this.taken--;
			if (!this.sharesPlaces) {
				this.places.giveBack();
			}
			notifyAll();
		}
		if (this.sharesPlaces) {
			// Others are told, who must not wait for this host
			this.places.giveBack();
		}
	}

	/**
	 * The last claim has left places, which others may have.
	 */
	void needsNoMore() {
		this.places.satisfied();
	}

	synchronized int freePlaces() {
		return this.closed ? 0 : this.places.free();
	}

	synchronized int forOneClaim() {
		return this.places.forOneClaim();
	}

	int places() {
		return this.places.most();
	}

	/**
	 * Tells whether enough places are free to look for work.
	 */
	synchronized boolean isHungry() {
		return !this.closed && this.places.areEnough();
	}

	synchronized int size() {
		return this.taken;
	}

	/**
	 * An instance is about to be stored. This host does not run it yet.
	 */
	void starting(String id) {
		this.starting.computeIfAbsent(id, (unknown) -> new CountDownLatch(1));
	}

	/**
	 * Listeners have been told of the start of an instance.
	 */
	void told(String id) {
		CountDownLatch untold = this.starting.get(id);
		if (untold != null) {
			untold.countDown();
		}
	}

	/**
	 * An instance runs by now, or others may run it, or it was not started.
	 */
	void started(String id) {
		CountDownLatch untold = this.starting.remove(id);
		if (untold != null) {
			untold.countDown();
		}
	}

	/**
	 * Waits until listeners have been told of the start of an instance, if this host is
	 * about to do that: the start comes first.
	 */
	void awaitTold(String id, Duration longest) {
		CountDownLatch untold = this.starting.get(id);
		if (untold != null) {
			try {
				boolean unused = untold.await(longest.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Tells whether somebody in this host will run an instance, or runs it.
	 */
	boolean isKnown(String id) {
		return this.starting.containsKey(id) || this.byId.containsKey(id);
	}

	RunningInstance add(String id, String hostId) {
		RunningInstance running = new RunningInstance(id, hostId, this.leased, this.onInterrupt);
		this.byId.put(id, running);
		return running;
	}

	void remove(RunningInstance running) {
		this.byId.remove(running.id(), running);
	}

	@Nullable RunningInstance get(String id) {
		return this.byId.get(id);
	}

	List<RunningInstance> all() {
		return List.copyOf(this.byId.values());
	}

	List<String> ids() {
		return List.copyOf(this.byId.keySet());
	}

	void controlled(String id) {
		if (this.byId.containsKey(id)) {
			this.onControlled.accept(id);
		}
	}

	void cancelAllOf(String hostId) {
		new ArrayList<>(this.byId.values()).stream()
			.filter((running) -> running.hostId().equals(hostId))
			.forEach(RunningInstance::cancel);
	}

	void cancelAll() {
		new ArrayList<>(this.byId.values()).forEach(RunningInstance::cancel);
	}

	/**
	 * Gives out no more places, and lets each instance end after its running step.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.byId.values().forEach(RunningInstance::end);
	}

	synchronized void open() {
		this.closed = false;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Waits until nothing runs.
	 * @return whether nothing runs
	 */
	synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (this.taken > 0) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return false;
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return true;
	}

}
