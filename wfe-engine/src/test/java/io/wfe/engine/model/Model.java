package io.wfe.engine.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Predicts what becomes of a program: an interpreter of the program itself, on one thread
 * and without a store. Branches take turns: what is due at the start of a round runs in
 * the order in which it was created. Time passes when nothing is due, and only then do
 * events, workers and people come.
 */
final class Model {

	private static final int MOST_ROUNDS = 300;

	private final Program program;

	private final List<Node> root;

	private final List<String> trace;

	private final Map<String, Integer> runs = new HashMap<>();

	private final TreeMap<String, Integer> counts = new TreeMap<>();

	private final List<Activation> all = new ArrayList<>();

	private final Steps steps = new Steps(this);

	private final Undoing undoing = new Undoing(this);

	private String status = "RUNNABLE";

	private int round;

	/** How many steps have failed. */
	int failures;

	/** How many events each wait gets. */
	final Map<String, Integer> events = new HashMap<>();

	Model(Program program) {
		this(program, program.chain(), new ArrayList<>());
	}

	private Model(Program program, List<Node> root, List<String> trace) {
		this.program = program;
		this.root = root;
		this.trace = trace;
	}

	/**
	 * Runs the program.
	 * @throws UnpredictableException if it does not end, or depends on the clock
	 */
	Program.Result run() {
		add(new Activation(this.root, 0, null, false));
		for (int resumes = 0;; resumes++) {
			while (this.status.equals("RUNNABLE")) {
				pass();
			}
			if (!this.status.equals("SUSPENDED") || resumes == this.program.resumes()) {
				break;
			}
			resume();
		}
		TreeMap<String, List<String>> pointers = new TreeMap<>();
		this.all.forEach((activation) -> pointers.computeIfAbsent(activation.node.name(), (name) -> new ArrayList<>())
			.add(activation.status));
		pointers.values().forEach((statuses) -> statuses.sort(Comparator.naturalOrder()));
		return new Program.Result(this.status, this.trace, this.counts, pointers);
	}

	/** Returns how many steps were compensated. */
	long compensations() {
		return this.all.stream().filter((one) -> one.status.equals("COMPENSATED")).count();
	}

	private void resume() {
		this.status = "RUNNABLE";
		if (this.program.retries()) {
			this.all.stream()
				.filter((one) -> one.open && !one.waiting && (one.status.equals("FAILED") || one.retries > 0))
				.forEach((one) -> {
					one.retries = 0;
					one.timer = false;
				});
		}
	}

	private void pass() {
		if (++this.round > MOST_ROUNDS) {
			throw new UnpredictableException();
		}
		List<Activation> due = this.all.stream().filter(this::isDue).toList();
		List<Activation> asleep = this.all.stream().filter((one) -> one.open && (one.timer || one.waiting)).toList();
		boolean alone = asleep.isEmpty() || due.stream().allMatch((one) -> isBeside(one, asleep.get(0)));
		if (asleep.size() > 1 || !alone) {
			throw new UnpredictableException();
		}
		if (due.isEmpty()) {
			passTime();
			return;
		}
		for (Activation activation : due) {
			if (this.status.equals("RUNNABLE") && isDue(activation)) {
				activate(activation);
			}
		}
		finish();
	}

	private void finish() {
		if (this.status.equals("RUNNABLE") && this.all.stream().noneMatch((one) -> one.open)) {
			this.status = "COMPLETE";
		}
	}

	private boolean isDue(Activation activation) {
		if (!activation.open || activation.behind != null || activation.timer) {
			return false;
		}
		return activation.waiting ? activation.event : !isOpenInside(activation);
	}

	/** An event that has come, or the branch of an escalation. */
	private static boolean isBeside(Activation due, Activation asleep) {
		return due == asleep || due.isInside(asleep);
	}

	private boolean isOpenInside(Activation container) {
		return this.all.stream().anyMatch((one) -> one.open && one.isInside(container));
	}

	/** Nothing is due: a timer ends, or somebody outside acts. */
	private void passTime() {
		for (Activation one : this.all) {
			if (one.open && one.timer && (one.waiting || !isOpenInside(one))) {
				one.timer = false;
				one.timeOver = one.waiting;
				one.waiting = false;
				activate(one);
				finish();
				return;
			}
		}
		Activation waiting = this.all.stream()
			.filter((one) -> one.open && one.waiting && !one.event)
			.findFirst()
			.orElseThrow(UnpredictableException::new);
		waiting.event = true;
		switch (waiting.node.kind()) {
			case WAIT -> this.events.merge(waiting.node.name(), 1, Integer::sum);
			case ACTIVITY, TASK -> waiting.rejected = ran(waiting.node) <= waiting.node.fails();
			default -> {
				Model child = new Model(this.program.withResumes(0), this.program.child(), this.trace);
				waiting.rejected = !child.run().status().equals("COMPLETE");
				if (child.status.equals("SUSPENDED")) {
					throw new UnpredictableException();
				}
			}
		}
	}

	int ran(Node node) {
		this.trace.add(node.name());
		return this.runs.merge(node.name(), 1, Integer::sum);
	}

	private void activate(Activation one) {
		Node node = one.node;
		if (!one.started && node.when() != null && !holds(node.when())) {
			end(one, "SKIPPED");
			follow(one, null);
			release(one);
			return;
		}
		one.started = true;
		one.status = "RUNNING";
		try {
			this.steps.run(one, node);
		}
		catch (Steps.StepFailed ex) {
			this.failures++;
			this.undoing.failed(one, ex.failure());
		}
	}

	private boolean holds(Node.Condition condition) {
		return condition.holds(this.program.n(), counted(condition.step()));
	}

	void branch(Activation container, int block, int times) {
		for (int time = 0; time < times; time++) {
			add(new Activation(container.node.blocks().get(block), 0, container, container.undoing));
		}
	}

	void complete(Activation one) {
		end(one, "COMPLETE");
		follow(one, null);
		release(one);
	}

	/** Notes in the data that a step has succeeded. */
	void count(Node node) {
		this.counts.merge(node.name(), 1, Integer::sum);
	}

	int counted(String name) {
		return this.counts.getOrDefault(name, 0);
	}

	Activation add(Activation added) {
		added.position = this.all.size();
		this.all.add(added);
		return added;
	}

	List<Activation> all() {
		return this.all;
	}

	Program program() {
		return this.program;
	}

	void end(Activation one, String how) {
		one.open = false;
		one.status = how;
		one.endRound = this.round;
	}

	/** Lets the chain go on, behind another activation if one is given. */
	void follow(Activation one, @Nullable Activation behind) {
		List<Node> chain = one.chain;
		int index = one.index + 1;
		if (one.node.kind() == Kind.GO_TO && one.status.equals("COMPLETE")) {
			chain = Programs.chainOf(this.root, one.node.target());
			index = Programs.indexOf(chain, one.node.target());
		}
		if (!one.forked && index < chain.size()) {
			Activation next = add(new Activation(chain, index, one.scope, one.undoing));
			if (behind != null) {
				next.behind(behind);
			}
		}
	}

	void release(Activation ended) {
		this.all.stream().filter((one) -> one.open && one.behind == ended).forEach((one) -> {
			one.behind = null;
			one.status = "PENDING";
		});
	}

	void suspend() {
		this.status = "SUSPENDED";
	}

	void endAll(String how) {
		this.all.stream().filter((one) -> one.open).forEach((one) -> end(one, "CANCELLED"));
		this.status = how;
	}

	/** The program does not end, or depends on the clock. */
	static final class UnpredictableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
