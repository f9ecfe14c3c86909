package io.wfe.reliability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import io.wfe.reliability.Losses.Loss;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what JVMs have written down with what is stored, after all instances of a
 * {@link Mix} have ended.
 */
final class EffectCheck {

	/** A host learns so soon that one of its instances was terminated. */
	private static final long LONGEST_TERMINATION_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final MixStore store;

	private final List<Entry> entries;

	private final Map<String, Run> runs = new LinkedHashMap<>();

	private final Losses losses;

	private final Map<String, MixInstance> instances;

	private final Set<String> accepted = new HashSet<>();

	private final Set<String> controlled = new HashSet<>();

	private final List<Long> takeovers = new ArrayList<>();

	private final Findings findings = new Findings();

	private int repeated;

	EffectCheck(MixStore store, List<Entry> entries) {
		this.store = store;
		this.entries = entries;
		this.instances = store.instances();
		this.losses = new Losses(entries);
		for (Entry entry : entries) {
			switch (entry.fact()) {
				case BEGAN -> this.runs.put(entry.value(0), new Run(entry.value(0), entry.process(), entry.value(1),
						entry.value(2), entry.value(3), entry.nanos(), null));
				case ENDED -> this.runs.computeIfPresent(entry.value(0), (id, run) -> run.ended(entry.nanos()));
				case CONTROLLED -> this.controlled.add(entry.value(1));
				default -> {
				}
			}
		}
		this.instances.values().forEach((instance) -> instance.runs().forEach((run) -> {
			if (!this.accepted.add(run)) {
				this.findings.duplicated("result of " + run);
			}
			if (!this.runs.containsKey(run)) {
				this.findings.wrong("result of a run that was not: " + run);
			}
		}));
	}

	EffectCheck check() {
		checkOutcomes();
		checkRepetitions();
		checkTurns();
		checkEnds();
		checkEffects();
		checkActivities();
		this.store.rests().forEach(this.findings::wrong);
		new EventCheck(this.store, this.entries, this.findings).check();
		new LifecycleCheck(this.instances, this.entries, this.losses, this.findings).check();
		return this;
	}

	List<String> findings() {
		return this.findings.all();
	}

	/**
	 * What was started ends as it should; what was terminated has been asked for.
	 */
	private void checkOutcomes() {
		Set<String> terminating = new HashSet<>();
		for (Entry entry : this.entries) {
			MixInstance instance = switch (entry.fact()) {
				case STARTED, TERMINATING -> this.instances.get(entry.value(0));
				case CONTROLLED -> this.instances.get(entry.value(1));
				default -> null;
			};
			if (entry.fact() == Fact.STARTED && instance == null) {
				this.findings.lost("start of " + entry.value(0));
			}
			if (entry.fact() == Fact.TERMINATING) {
				terminating.add(entry.value(0));
			}
			if (isTermination(entry) && (instance == null || !instance.isTerminated())) {
				this.findings.lost("termination of " + entry.value(1));
			}
		}
		Map<String, Integer> children = new HashMap<>();
		for (MixInstance instance : this.instances.values()) {
			if (instance.parent() != null) {
				children.merge(instance.parent(), 1, Integer::sum);
			}
			if (instance.isTerminated() && !terminating.contains(instance.id())) {
				this.findings.wrong("terminated by nobody: " + instance);
			}
			if (!instance.isTerminated() && !Mix.isLegal(instance.definition(), instance.log())) {
				this.findings.wrong("not what its steps do: " + instance);
			}
		}
		children.forEach((parent, count) -> {
			if (count != 1) {
				this.findings.duplicated("child of " + parent);
			}
		});
	}

	private static boolean isTermination(Entry entry) {
		return entry.fact() == Fact.CONTROLLED && entry.value(0).equals("terminate") && entry.value(2).equals("true");
	}

	/**
	 * A body is repeated only if its JVM died or lost its lease before its result was
	 * stored. The result that counts is that of the last run: whoever was taken over
	 * neither begins a step nor stores anything after that.
	 */
	private void checkRepetitions() {
		Map<String, List<Run>> activations = new LinkedHashMap<>();
		this.runs.values()
			.forEach((run) -> activations.computeIfAbsent(run.activation, (key) -> new ArrayList<>()).add(run));
		for (List<Run> all : activations.values()) {
			all.sort(Comparator.comparingLong(Run::began));
			for (int index = 1; index < all.size(); index++) {
				this.repeated++;
				Run run = all.get(index - 1);
				Run next = all.get(index);
				Loss loss = this.losses.between(run, next);
				if (loss != null && loss.killed() && !this.controlled.contains(run.workflow)) {
					this.takeovers.add(next.began - loss.earliest());
				}
				boolean rolledBack = run.step.startsWith("tx") && this.controlled.contains(run.workflow);
				if (loss == null && !rolledBack) {
					this.findings.duplicated(run + " again as " + next);
				}
				if (this.accepted.contains(run.id)) {
					this.findings.wrong("stored, though others had taken over: " + run + " besides " + next);
				}
			}
		}
	}

	/**
	 * An instance runs one step at a time, whatever the number of hosts.
	 */
	private void checkTurns() {
		Map<String, List<Run>> byInstance = new HashMap<>();
		this.runs.values()
			.forEach((run) -> byInstance.computeIfAbsent(run.workflow, (key) -> new ArrayList<>()).add(run));
		for (List<Run> all : byInstance.values()) {
			all.sort(Comparator.comparingLong(Run::began));
			for (int index = 1; index < all.size(); index++) {
				Run run = all.get(index - 1);
				Run next = all.get(index);
				Long ended = run.ended;
				if ((ended == null || ended > next.began) && this.losses.between(run, next) == null) {
					this.findings.wrong("at the same time: " + run + " and " + next);
				}
			}
		}
	}

	/**
	 * No body begins when its instance has ended, wherever it has.
	 */
	private void checkEnds() {
		Map<String, Long> ends = new HashMap<>();
		for (Entry entry : this.entries) {
			if (isTermination(entry)) {
				ends.put(entry.value(1), entry.nanos() + LONGEST_TERMINATION_NANOS);
			}
		}
		for (MixInstance instance : this.instances.values()) {
			List<String> results = instance.runs();
			Run last = results.isEmpty() ? null : this.runs.get(results.get(results.size() - 1));
			if (!instance.isTerminated() && last != null && last.ended != null) {
				ends.put(instance.id(), last.ended);
			}
		}
		for (Run run : this.runs.values()) {
			Long end = ends.get(run.workflow);
			if (end != null && run.began > end) {
				this.findings.wrong("begun when its instance had ended: " + run);
			}
		}
	}

	/**
	 * The effects of transactional steps are those whose results are stored.
	 */
	private void checkEffects() {
		Set<String> effects = new HashSet<>();
		for (String effect : this.store.effects()) {
			String run = effect.substring(effect.indexOf('#') + 1);
			if (!effects.add(run) || !this.accepted.contains(run)) {
				this.findings.duplicated("effect of " + effect);
			}
		}
		this.accepted.stream()
			.filter((run) -> isTransactional(run) && !effects.contains(run))
			.forEach((run) -> this.findings.lost("effect of " + run));
	}

	private boolean isTransactional(String id) {
		Run run = this.runs.get(id);
		return run != null && run.step.startsWith("tx");
	}

	private void checkActivities() {
		Map<String, String> done = new HashMap<>();
		for (Entry entry : this.entries) {
			if (entry.fact() == Fact.ACTIVITY && entry.value(2).equals("true")) {
				if (done.put(entry.value(0), entry.value(1)) != null) {
					this.findings.duplicated("activity of " + entry.value(0));
				}
				MixInstance instance = this.instances.get(entry.value(0));
				if (instance == null
						|| (!instance.isTerminated() && !instance.log().contains("label:" + entry.value(1)))) {
					this.findings.lost("result of activity of " + entry.value(0));
				}
			}
		}
	}

	/**
	 * Returns a part of the times from a kill to the next run of what had been running.
	 */
	private String takeover(int percent) {
		List<Long> sorted = this.takeovers.stream().sorted().toList();
		return sorted.isEmpty() ? "-"
				: TimeUnit.NANOSECONDS.toMillis(sorted.get((sorted.size() - 1) * percent / 100)) + " ms";
	}

	/**
	 * Prints the figures, and fails if anything is wrong.
	 */
	void assertNothingLost(String name, long faults) {
		System.out.printf("%s: %d instances, %d steps, %d repeated; from a kill to the next run p50 %s, p99 %s%n", name,
				this.instances.size(), this.runs.size(), this.repeated, takeover(50), takeover(99));
		long operations = this.entries.stream()
			.filter((entry) -> entry.fact() != Fact.BEGAN && entry.fact() != Fact.TOLD)
			.count();
		new Figures(name, operations, faults, this.findings.lost().size(), this.findings.duplicated().size()).print();
		assertThat(findings()).isEmpty();
	}

	/**
	 * A run of a body.
	 *
	 * @param id the run
	 * @param process the JVM
	 * @param workflow the instance
	 * @param activation the activation of the step, and the attempt
	 * @param step the name of the step
	 * @param began when
	 * @param ended when, or {@code null} if it has not
	 */
	record Run(String id, String process, String workflow, String activation, String step, long began,
			@Nullable Long ended) {

		private Run ended(long nanos) {
			return new Run(this.id, this.process, this.workflow, this.activation, this.step, this.began, nanos);
		}

	}

}
