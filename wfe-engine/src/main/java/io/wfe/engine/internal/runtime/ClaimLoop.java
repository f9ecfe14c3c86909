package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.support.BackgroundLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due instances for the free places of the host, and sleeps until the next one is
 * due, at most a poll interval.
 */
final class ClaimLoop {

	private static final Logger logger = LoggerFactory.getLogger(ClaimLoop.class);

	private static final int LARGEST_CLAIM = 100;

	private static final int LARGEST_LOOK = 10_000;

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	/** How long an instance stays away whose run has failed in the host itself. */
	private static final Duration QUARANTINE = Duration.ofSeconds(10);

	private static final Duration UNKNOWN_INTERVAL = Duration.ofMinutes(1);

	private final HostRuntime runtime;

	private final BackgroundLoop loop;

	private final AtomicBoolean due = new AtomicBoolean(true);

	private final AtomicBoolean hungry = new AtomicBoolean();

	private final AtomicReference<@Nullable Instant> earliest = new AtomicReference<>();

	private final Queue<Quarantine> quarantine = new ConcurrentLinkedQueue<>();

	private final Set<DefinitionKey> unknown = new HashSet<>();

	private boolean unsure;

	private long nextPoll = System.nanoTime();

	private long nextUnknown = System.nanoTime();

	ClaimLoop(HostRuntime runtime) {
		this.runtime = runtime;
		this.loop = BackgroundLoop.paced(runtime.pollInterval(), "wfe-claims", this::round,
				new LoopFailures(runtime.outage()));
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
	 * There may be an instance to take.
	 */
	void wake() {
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
	 * A place is free. Claims wait until some are, unless nothing runs.
	 */
	void placeIsFree() {
		if (this.hungry.get() && this.runtime.running().isHungry() && this.hungry.compareAndSet(true, false)) {
			wake();
		}
	}

	void releaseLater(String hostId, String id) {
		long pause = this.runtime.drive().hasThreads() ? QUARANTINE.toNanos() : 0;
		this.quarantine.add(new Quarantine(hostId, id, System.nanoTime() + pause));
	}

	/**
	 * Takes what is due, as far as there are places.
	 * @return how long there is nothing to do, as far as is known
	 */
	Duration round(BooleanSupplier stopping) {
		releaseQuarantined();
		Instant known = this.earliest.get();
		Instant now = this.runtime.clock().now();
		boolean reached = known != null && !known.isAfter(now);
		if (this.due.getAndSet(false) || reached || System.nanoTime() - this.nextPoll >= 0) {
			if (reached) {
				this.earliest.compareAndSet(known, null);
			}
			claim(stopping);
			tellUnknown();
			this.nextPoll = System.nanoTime() + pause().toNanos();
		}
		return untilNext();
	}

	private void claim(BooleanSupplier stopping) {
		releaseWhatMayBeOurs();
		Set<DefinitionKey> definitions = this.runtime.registry().keys();
		while (!definitions.isEmpty() && !stopping.getAsBoolean()) {
			int places = takePlaces();
			if (places == 0) {
				this.hungry.set(true);
				// A place may have become free before the flag was set
				if (this.runtime.running().isHungry() && this.hungry.compareAndSet(true, false)) {
					continue;
				}
				return;
			}
			int taken = 0;
			String hostId = this.runtime.membership().id();
			try {
				for (WorkflowInstance instance : this.runtime.store().claimWorkflows(hostId, definitions, places)) {
					taken++;
					this.runtime.runner().run(instance, hostId);
				}
			}
			catch (PersistenceException ex) {
				this.unsure = true;
				throw ex;
			}
			finally {
				for (int place = taken; place < places; place++) {
					this.runtime.running().givePlaceBack();
				}
			}
			if (taken < places) {
				return;
			}
		}
	}

	/**
	 * A claim whose answer was lost may have taken instances, which nobody would run.
	 */
	private void releaseWhatMayBeOurs() {
		if (this.unsure) {
			List<String> due = new ArrayList<>(
					this.runtime.persistence().getRunnableInstances(this.runtime.clock().now(), LARGEST_LOOK));
			due.removeAll(this.runtime.running().ids());
			this.runtime.store().releaseWorkflows(this.runtime.membership().id(), due);
			this.unsure = false;
		}
	}

	private int takePlaces() {
		int places = 0;
		while (places < LARGEST_CLAIM && this.runtime.running().takePlace()) {
			places++;
		}
		return places;
	}

	private Duration pause() {
		Duration longest = this.runtime.pollInterval();
		if (this.hungry.get()) {
			return longest;
		}
		return this.runtime.store()
			.timeUntilDue(this.runtime.registry().keys())
			.map((time) -> (time.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : time)
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

	private void releaseQuarantined() {
		for (Quarantine first = this.quarantine.peek(); first != null
				&& System.nanoTime() - first.until >= 0; first = this.quarantine.peek()) {
			if (this.runtime.running().get(first.id) == null) {
				this.runtime.store().releaseWorkflows(first.hostId, List.of(first.id));
			}
			this.quarantine.poll();
		}
	}

	/**
	 * Instances of definitions that nobody has registered wait for ever, which somebody
	 * should know. Told once for each.
	 */
	private void tellUnknown() {
		if (System.nanoTime() - this.nextUnknown < 0) {
			return;
		}
		this.nextUnknown = System.nanoTime() + UNKNOWN_INTERVAL.toNanos();
		for (DefinitionKey key : this.runtime.store().findUnknownDefinitions(this.runtime.registry().keys())) {
			if (this.unknown.add(key)) {
				logger.warn(
						"Instances of workflow definition '{}', version {}, are due, which this host does not "
								+ "know. If no other host does, register it or terminate them",
						key.id(), key.version());
			}
		}
	}

	private record Quarantine(String hostId, String id, long until) {
	}

}
