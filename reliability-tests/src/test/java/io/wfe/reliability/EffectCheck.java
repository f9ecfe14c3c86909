package io.wfe.reliability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.wfe.reliability.EffectLedger.Entry;
import io.wfe.reliability.EffectLedger.Fact;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what JVMs have written down with what is stored, after all instances of a
 * {@link Mix} have ended.
 */
final class EffectCheck {

	/** A result is stored so soon, unless its JVM dies before. */
	private static final long LONGEST_WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Store store;

	private final List<Entry> entries;

	private final Map<String, Run> runs = new LinkedHashMap<>();

	private final Map<String, List<Loss>> losses = new HashMap<>();

	private final Map<String, MixInstance> instances;

	private final Set<String> accepted = new HashSet<>();

	private final Set<String> controlled = new HashSet<>();

	private final List<Long> takeovers = new ArrayList<>();

	private final Set<String> lost = new TreeSet<>();

	private final Set<String> duplicated = new TreeSet<>();

	private final Set<String> wrong = new TreeSet<>();

	private int repeated;

	EffectCheck(Store store, List<Entry> entries) {
		this.store = store;
		this.entries = entries;
		this.instances = MixInstance.all(store);
		Set<String> named = new HashSet<>();
		for (Entry entry : entries) {
			switch (entry.fact()) {
				case BEGAN -> this.runs.put(entry.value(0), new Run(entry.value(0), entry.process(), entry.value(1),
						entry.value(2), entry.value(3), entry.nanos(), null));
				case ENDED -> this.runs.computeIfPresent(entry.value(0), (id, run) -> run.ended(entry.nanos()));
				case KILLED -> lose(entry.value(0), new Loss(entry.nanos(), Long.parseLong(entry.value(1)), true));
				case CONTROLLED -> this.controlled.add(entry.value(1));
				case HOST -> {
					if (!named.add(entry.process())) {
						lose(entry.process(), new Loss(entry.nanos(), Long.MIN_VALUE, false));
					}
				}
				default -> {
				}
			}
		}
		this.instances.values().forEach((instance) -> instance.runs().forEach((run) -> {
			if (!this.accepted.add(run)) {
				this.duplicated.add("result of " + run);
			}
		}));
	}

	private void lose(String process, Loss loss) {
		this.losses.computeIfAbsent(process, (name) -> new ArrayList<>()).add(loss);
	}

	Set<String> accepted() {
		return this.accepted;
	}

	Map<String, Run> runs() {
		return this.runs;
	}

	EffectCheck check() {
		checkOutcomes();
		checkRepetitions();
		checkTurns();
		checkEffects();
		checkActivities();
		checkStore();
		new EventCheck(this.store, this.instances, this.entries, this.lost, this.wrong).check();
		return this;
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
				this.lost.add("start of " + entry.value(0));
			}
			if (entry.fact() == Fact.TERMINATING) {
				terminating.add(entry.value(0));
			}
			if (entry.fact() == Fact.CONTROLLED && entry.values().get(0).equals("terminate")
					&& entry.value(2).equals("true") && (instance == null || !instance.isTerminated())) {
				this.lost.add("termination of " + entry.value(1));
			}
		}
		Map<String, Integer> children = new HashMap<>();
		for (MixInstance instance : this.instances.values()) {
			if (instance.parent() != null) {
				children.merge(instance.parent(), 1, Integer::sum);
			}
			if (instance.isTerminated() && !terminating.contains(instance.id())) {
				this.wrong.add("terminated by nobody: " + instance);
			}
			if (!instance.isTerminated() && !Mix.isLegal(instance.definition(), instance.log())) {
				this.wrong.add("not what its steps do: " + instance);
			}
		}
		children.values().stream().filter((count) -> count != 1).forEach((count) -> this.duplicated.add("children"));
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
				Loss loss = lossBetween(run, next);
				if (loss != null && loss.killed && !this.controlled.contains(run.workflow)) {
					this.takeovers.add(next.began - loss.earliest);
				}
				boolean rolledBack = run.step.startsWith("tx") && this.controlled.contains(run.workflow);
				if (loss == null && !rolledBack) {
					this.duplicated.add(run + " again as " + next);
				}
				if (this.accepted.contains(run.id)) {
					this.wrong.add("stored, though others had taken over: " + run + " besides " + next);
				}
			}
		}
	}

	private @Nullable Loss lossBetween(Run run, Run next) {
		for (Loss loss : this.losses.getOrDefault(run.process, List.of())) {
			Long ended = run.ended;
			boolean unwritten = ended == null || !loss.killed || loss.latest - ended < LONGEST_WRITE_NANOS;
			if (run.began < loss.latest && loss.earliest < next.began && unwritten) {
				return loss;
			}
		}
		return null;
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
				if ((ended == null || ended > next.began) && lossBetween(run, next) == null) {
					this.wrong.add("at the same time: " + run + " and " + next);
				}
			}
		}
	}

	/**
	 * The effects of transactional steps are those whose results are stored.
	 */
	private void checkEffects() {
		Set<String> effects = new HashSet<>();
		for (String effect : this.store.jdbc().queryForList("SELECT worker FROM effects", String.class)) {
			String run = effect.substring(effect.indexOf('#') + 1);
			if (!effects.add(run) || !this.accepted.contains(run)) {
				this.duplicated.add("effect of " + effect);
			}
		}
		this.accepted.stream()
			.filter((run) -> Objects.requireNonNull(this.runs.get(run)).step.startsWith("tx") && !effects.contains(run))
			.forEach((run) -> this.lost.add("effect of " + run));
	}

	private void checkActivities() {
		Map<String, String> done = new HashMap<>();
		for (Entry entry : this.entries) {
			if (entry.fact() == Fact.ACTIVITY && entry.value(2).equals("true")) {
				if (done.put(entry.value(0), entry.value(1)) != null) {
					this.duplicated.add("activity of " + entry.value(0));
				}
				MixInstance instance = this.instances.get(entry.value(0));
				if (instance == null
						|| (!instance.isTerminated() && !instance.log().contains("label:" + entry.value(1)))) {
					this.lost.add("result of activity of " + entry.value(0));
				}
			}
		}
	}

	/**
	 * What has ended has ended as a whole.
	 */
	private void checkStore() {
		for (String rest : List.of("workflows WHERE next_execution IS NOT NULL",
				"workflows WHERE complete_time IS NULL", "event_subscriptions", "scheduled_commands",
				"execution_pointers WHERE end_time IS NULL OR active",
				"execution_pointers p WHERE NOT EXISTS (SELECT FROM wfc.workflows w WHERE w.id = p.workflow_id)")) {
			int count = Scenario.count(this.store, "SELECT count(*) FROM wfc." + rest);
			if (count > 0) {
				this.wrong.add(count + " " + rest);
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
		new Figures(name, this.entries.stream().filter((entry) -> entry.fact() != Fact.BEGAN).count(), faults,
				this.lost.size(), this.duplicated.size())
			.print();
		List<String> all = new ArrayList<>();
		this.lost.forEach((what) -> all.add("lost: " + what));
		this.duplicated.forEach((what) -> all.add("duplicated: " + what));
		this.wrong.forEach((what) -> all.add("wrong: " + what));
		assertThat(all).isEmpty();
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

	/**
	 * A JVM has lost what it ran, between two points in time. It notices that its lease
	 * is over when others may have taken over long ago.
	 */
	private record Loss(long latest, long earliest, boolean killed) {

	}

}
