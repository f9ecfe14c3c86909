package io.wfe.reliability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;

/**
 * Checks what the listeners of all JVMs were told: each instance has one beginning and
 * one end, and its steps are told between the two. Each JVM is told in that order. What
 * one was about to be told when it was killed is lost, and may come late when it was
 * stopped.
 */
final class LifecycleCheck {

	private static final Set<String> COMMANDS = Set.of("suspended", "resumed");

	private final Map<String, MixInstance> instances;

	private final Map<String, List<Entry>> told;

	private final Map<String, long[]> lives = new HashMap<>();

	private final Losses losses;

	private final Findings findings;

	LifecycleCheck(Map<String, MixInstance> instances, List<Entry> entries, Losses losses, Findings findings) {
		this.instances = instances;
		this.losses = losses;
		this.findings = findings;
		this.told = entries.stream()
			.filter((entry) -> entry.fact() == Fact.TOLD)
			.collect(Collectors.groupingBy((entry) -> entry.value(0)));
		for (Entry entry : entries) {
			switch (entry.fact()) {
				case TOLD, STARTED -> live(entry.value(0), entry.nanos());
				case BEGAN, CONTROLLED -> live(entry.value(1), entry.nanos());
				default -> {
				}
			}
		}
	}

	private void live(String instance, long nanos) {
		long[] life = this.lives.computeIfAbsent(instance, (id) -> new long[] { nanos, nanos });
		life[1] = nanos;
	}

	void check() {
		this.instances.values()
			.forEach((instance) -> check(instance, this.told.getOrDefault(instance.id(), List.of())));
	}

	private void check(MixInstance instance, List<Entry> news) {
		Set<String> begun = new HashSet<>();
		Set<String> listening = new HashSet<>();
		Set<String> over = new HashSet<>();
		Map<String, Integer> counts = new HashMap<>();
		for (Entry entry : news) {
			String what = entry.value(1);
			String where = what + " of " + entry.value(2) + " told by " + entry.process() + " of " + instance;
			counts.merge(what, 1, Integer::sum);
			if (over.contains(entry.process()) && !COMMANDS.contains(what)) {
				this.findings.wrong("behind the end: " + where);
			}
			switch (what) {
				case "started" -> {
					if (listening.contains(entry.process())) {
						this.findings.wrong("behind others: " + where);
					}
				}
				case "stepStarted" -> begun.add(entry.value(2));
				case "stepCompleted" -> {
					if (!begun.contains(entry.value(2)) && !mayBeLost(instance, entry.nanos())) {
						this.findings.wrong("without a beginning: " + where);
					}
				}
				case "completed", "terminated" -> {
					over.add(entry.process());
					if (what.equals("terminated") != instance.isTerminated()) {
						this.findings.wrong("another end: " + where);
					}
				}
				default -> {
				}
			}
			listening.add(entry.process());
		}
		checkCount(instance, "start", counts.getOrDefault("started", 0));
		checkCount(instance, "end", counts.getOrDefault("completed", 0) + counts.getOrDefault("terminated", 0));
	}

	private void checkCount(MixInstance instance, String what, int count) {
		if (count > 1) {
			this.findings.duplicated(what + " told of " + instance);
		}
		long[] life = this.lives.get(instance.id());
		if (count == 0 && life != null && !mayBeLost(instance, life[1] + Losses.LONGEST_WRITE_NANOS)) {
			this.findings.lost(what + " not told of " + instance);
		}
	}

	/**
	 * Tells whether a JVM may have died with news of an instance until then, or have held
	 * them up.
	 */
	private boolean mayBeLost(MixInstance instance, long until) {
		long[] life = this.lives.get(instance.id());
		return life != null && this.losses.hasAny(life[0] - Losses.LONGEST_WRITE_NANOS, until);
	}

}
