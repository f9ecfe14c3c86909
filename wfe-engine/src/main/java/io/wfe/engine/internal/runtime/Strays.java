package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Releases instances that belong to this host in the store, but do not run here.
 * Otherwise nobody would run them while the host lives. Some are known: their run has
 * failed in the host itself. Others may exist because the answer to a write was lost. The
 * thread that claims uses this, so that no claim takes them in between.
 */
final class Strays {

	/** How long an instance stays away whose run has failed. */
	private static final Duration QUARANTINE = Duration.ofSeconds(10);

	/**
	 * A write may be committed long after its connection was lost, for example if it
	 * waits for a standby server. So the host looks again, at growing intervals.
	 */
	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final int FACTOR = 4;

	private static final Duration LAST_PAUSE = Duration.ofMinutes(10);

	private final HostRuntime runtime;

	private final Queue<Quarantined> quarantine = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean unsure = new AtomicBoolean();

	private boolean looking;

	private long nextLook;

	private Duration pause = FIRST_PAUSE;

	Strays(HostRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Releases an instance in a while.
	 */
	void releaseLater(String hostId, String id) {
		long pause = this.runtime.drive().hasThreads() ? QUARANTINE.toNanos() : 0;
		this.quarantine.add(new Quarantined(hostId, id, System.nanoTime() + pause));
	}

	/**
	 * An answer was lost, so the host may own instances that it does not know of.
	 */
	void unsure() {
		this.unsure.set(true);
	}

	/**
	 * Tells whether there may be something to release.
	 */
	boolean isAny() {
		return this.looking || this.unsure.get() || !this.quarantine.isEmpty();
	}

	/**
	 * Releases what is to be released by now.
	 */
	void release() {
		releaseQuarantined();
		if (this.unsure.getAndSet(false)) {
			this.looking = true;
			this.nextLook = System.nanoTime();
			this.pause = FIRST_PAUSE;
		}
		if (this.looking && System.nanoTime() - this.nextLook >= 0) {
			releaseUnknown();
			this.looking = this.pause.compareTo(LAST_PAUSE) <= 0;
			this.nextLook = System.nanoTime() + this.pause.toNanos();
			this.pause = this.pause.multipliedBy(FACTOR);
		}
	}

	private void releaseUnknown() {
		String hostId = this.runtime.membership().id();
		// First: what the host begins to start after this is not among them
		List<String> owned = this.runtime.store().findOwnedWorkflows(hostId, this.runtime.registry().keys());
		List<String> unknown = owned.stream()
			.filter((id) -> !this.runtime.running().isKnown(id)
					&& this.quarantine.stream().noneMatch((quarantined) -> quarantined.id.equals(id)))
			.toList();
		if (!unknown.isEmpty()) {
			this.runtime.store().releaseWorkflows(hostId, unknown);
		}
	}

	/**
	 * They leave the quarantine after the release, which may fail.
	 */
	private void releaseQuarantined() {
		long now = System.nanoTime();
		List<Quarantined> over = new ArrayList<>();
		for (Quarantined next : this.quarantine) {
			if (now - next.until < 0) {
				break;
			}
			over.add(next);
		}
		Map<String, List<String>> byHost = new LinkedHashMap<>();
		over.stream()
			.filter((next) -> !this.runtime.running().isKnown(next.id))
			.forEach((next) -> byHost.computeIfAbsent(next.hostId, (hostId) -> new ArrayList<>()).add(next.id));
		byHost.forEach(this.runtime.store()::releaseWorkflows);
		over.forEach((next) -> this.quarantine.poll());
	}

	private record Quarantined(String hostId, String id, long until) {
	}

}
