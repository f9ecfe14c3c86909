package io.wfe.reliability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.wfe.reliability.EffectCheck.Run;
import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import org.jspecify.annotations.Nullable;

/**
 * When JVMs have lost what they ran: they were killed, or stopped, or were too late to
 * renew their lease.
 */
final class Losses {

	/** A result is stored so soon, unless its JVM loses it before. */
	static final long LONGEST_WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** A renewal may be under way when others take over. */
	private static final long LEASE_NANOS = MixProcess.LEASE.toNanos();

	private final Map<String, List<Loss>> byProcess = new HashMap<>();

	Losses(List<Entry> entries) {
		Set<String> named = new HashSet<>();
		for (Entry entry : entries) {
			if (entry.fact() == Fact.KILLED || entry.fact() == Fact.STOPPED) {
				add(entry.value(0),
						new Loss(Long.parseLong(entry.value(1)), entry.nanos(), entry.fact() == Fact.KILLED));
			}
			else if (entry.fact() == Fact.HOST && !named.add(entry.process())) {
				add(entry.process(), new Loss(Long.parseLong(entry.value(1)) - LEASE_NANOS, entry.nanos(), false));
			}
		}
	}

	private void add(String process, Loss loss) {
		this.byProcess.computeIfAbsent(process, (name) -> new ArrayList<>()).add(loss);
	}

	/**
	 * Returns how the JVM of a run has lost it, before its result can have been stored
	 * and before another run began.
	 */
	@Nullable Loss between(Run run, Run next) {
		for (Loss loss : this.byProcess.getOrDefault(run.process(), List.of())) {
			Long ended = run.ended();
			boolean unwritten = ended == null || loss.earliest - ended < LONGEST_WRITE_NANOS;
			if (run.began() < loss.latest && loss.earliest < next.began() && unwritten) {
				return loss;
			}
		}
		return null;
	}

	/**
	 * Tells whether a JVM has lost anything between two points in time.
	 */
	boolean hasAny(long from, long to) {
		return this.byProcess.values()
			.stream()
			.flatMap(List::stream)
			.anyMatch((loss) -> loss.earliest <= to && from <= loss.latest);
	}

	/**
	 * A JVM has lost what it ran, between two points in time.
	 *
	 * @param earliest when at the earliest
	 * @param latest when at the latest
	 * @param killed whether it was killed
	 */
	record Loss(long earliest, long latest, boolean killed) {

	}

}
