package io.wfe.engine.random;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.wfe.engine.Sequence;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A workflow made at random: blocks in blocks of every kind of step. The same seed makes
 * the same workflow. Each ends if nothing fails any more, events come, and workers and
 * people answer.
 */
public final class RandomWorkflow implements Workflow<RandomData> {

	/** The names of the events that it waits for. */
	public static final List<String> EVENTS = List.of("event0", "event1");

	/** The keys of the events that it waits for. */
	public static final List<String> KEYS = List.of("key0", "key1");

	/** The names of its activities. */
	public static final List<String> ACTIVITIES = List.of("activity0", "activity1");

	/** Who is asked by its user tasks. */
	public static final List<String> PEOPLE = List.of("ann", "bob");

	/** The options of its user tasks. */
	public static final List<String> OPTIONS = List.of("yes", "no");

	private static final int DEEPEST = 3;

	private static final int MOST_STEPS = 30;

	private final String id;

	private final long seed;

	private final List<String> children;

	private final Duration unit;

	private final Faults faults;

	/**
	 * Creates a workflow.
	 * @param id its id
	 * @param seed what it is made of
	 * @param children the ids of definitions that it may start
	 * @param unit about how long it sleeps
	 * @param faults where it fails
	 */
	public RandomWorkflow(String id, long seed, List<String> children, Duration unit, Faults faults) {
		this.id = id;
		this.seed = seed;
		this.children = List.copyOf(children);
		this.unit = unit;
		this.faults = faults;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public Class<RandomData> dataType() {
		return RandomData.class;
	}

	@Override
	public void build(WorkflowBuilder<RandomData> workflow) {
		Random random = new Random(this.seed);
		workflow.onError(new RandomParts(random, this.unit, this.faults).behavior(true));
		new Blocks(random).chain(workflow, null, 0);
	}

	/**
	 * Adds blocks. Steps are numbered over the whole workflow.
	 */
	private final class Blocks {

		private final Random random;

		private final RandomParts parts;

		private int steps;

		Blocks(Random random) {
			this.random = random;
			this.parts = new RandomParts(random, RandomWorkflow.this.unit, RandomWorkflow.this.faults);
		}

		/**
		 * Adds a chain of steps.
		 * @param label a step around it that may be jumped to
		 */
		void chain(Sequence<RandomData> chain, @Nullable String label, int depth) {
			int length = 1 + this.random.nextInt((depth == 0) ? 5 : 3);
			String target = label;
			for (int index = 0; index < length; index++) {
				if (this.steps >= MOST_STEPS || depth >= DEEPEST) {
					body(chain);
				}
				else if (target != null && this.random.nextInt(8) == 0) {
					jump(chain, target);
				}
				else {
					StepBuilder<RandomData> added = step(chain, target, depth);
					if (this.random.nextInt(3) == 0) {
						target = next("label");
						added.label(target);
					}
				}
			}
		}

		private String next(String kind) {
			return kind + ++this.steps;
		}

		private Consumer<Sequence<RandomData>> branch(@Nullable String label, int depth) {
			return (chain) -> chain(chain, label, depth + 1);
		}

		private StepBuilder<RandomData> body(Sequence<RandomData> chain) {
			String name = next("body");
			StepBuilder<RandomData> added = switch (this.random.nextInt(9)) {
				case 0 -> chain.then(MadeStep.class);
				case 1 -> chain.update(name, (data) -> {
					RandomWorkflow.this.faults.at(name);
					return data.add(name);
				});
				case 2 -> chain.call(name, (Integer input) -> {
					RandomWorkflow.this.faults.at(name);
					return input + 1;
				}).input((data) -> data.n).output((data, output) -> data.add(name));
				case 3 -> chain.then(name, this.parts.branching(name),
						(branch) -> branch.then(name + " item", this.parts.body(name + " item")));
				default -> chain.then(name, this.parts.body(name));
			};
			if (this.random.nextInt(4) == 0) {
				added.timeout(RandomWorkflow.this.unit.multipliedBy(1000));
			}
			return this.parts.modified(added, this::compensation, true);
		}

		private void compensation(StepBuilder<RandomData> step) {
			String name = next("undo");
			if (this.random.nextInt(3) > 0 || this.steps >= MOST_STEPS) {
				step.compensateWith(name, this.parts.body(name));
			}
			else {
				step.compensateWith((undo) -> chain(undo, null, DEEPEST - 1));
			}
		}

		/**
		 * A jump back, a limited number of times. The step that counts never fails.
		 */
		private void jump(Sequence<RandomData> chain, String label) {
			String name = next("jump");
			chain.update(name, (data) -> data.add(name));
			chain.goTo(label).when((data) -> data.count(name) <= 2);
		}

		private StepBuilder<RandomData> step(Sequence<RandomData> chain, @Nullable String label, int depth) {
			switch (this.random.nextInt(20)) {
				case 0, 1, 2, 3 -> {
					return body(chain);
				}
				case 4 -> {
					Duration period = this.parts.duration();
					return this.parts.modified(chain.delay(period), this::compensation, true);
				}
				case 5, 6 -> {
					return this.parts.modified(this.parts.waitFor(chain, branch(label, depth)), this::compensation,
							true);
				}
				case 7 -> {
					return this.parts.modified(this.parts.activity(chain, branch(label, depth)), this::compensation,
							true);
				}
				case 8 -> {
					return this.parts.modified(this.parts.userTask(chain, branch(label, depth)), this::compensation,
							true);
				}
				case 9 -> {
					return subWorkflow(chain);
				}
				case 10 -> {
					return chain.endWorkflow().when(this.parts.condition(10));
				}
				case 11, 12 -> {
					return beside(chain, label, depth);
				}
				default -> {
					return this.parts.modified(container(chain, label, depth), this::compensation, true);
				}
			}
		}

		private StepBuilder<RandomData> subWorkflow(Sequence<RandomData> chain) {
			if (RandomWorkflow.this.children.isEmpty()) {
				return body(chain);
			}
			String child = RandomWorkflow.this.children.get(this.random.nextInt(RandomWorkflow.this.children.size()));
			this.steps++;
			return this.parts.modified(chain.subWorkflow(child, (data) -> RandomData.of(data.n + 1))
				.output(RandomData.class, (data, result) -> data.add("child")), this::compensation, true);
		}

		/**
		 * A branch beside the chain.
		 */
		private StepBuilder<RandomData> beside(Sequence<RandomData> chain, @Nullable String label, int depth) {
			String name = next("beside");
			Duration period = this.parts.duration();
			StepBuilder<RandomData> added = this.random.nextBoolean() ? chain.schedule(period, branch(label, depth))
					: chain.recur(period, (data) -> data.count(name) >= 3, (body) -> {
						body.update(name, (data) -> data.add(name));
						chain(body, label, depth + 1);
					});
			return this.parts.modified(added, this::compensation, false);
		}

		private StepBuilder<RandomData> container(Sequence<RandomData> chain, @Nullable String label, int depth) {
			String name = next("block");
			return switch (this.random.nextInt(9)) {
				case 0 -> chain.ifDo(this.parts.condition(2), branch(label, depth));
				case 1 -> {
					int rounds = 1 + this.random.nextInt(3);
					yield chain.whileDo((data) -> data.count(name) < rounds, (body) -> {
						body.update(name, (data) -> data.add(name));
						chain(body, label, depth + 1);
					});
				}
				case 2 -> chain.forEach((data) -> data.items, Integer.class, branch(label, depth));
				case 3 -> chain.forEachInOrder((data) -> data.items, Integer.class, branch(label, depth));
				case 4 -> chain.parallel(List.of(branch(label, depth), branch(label, depth)));
				case 5 -> chain.decide((data) -> data.n % 3)
					.when(0, branch(label, depth))
					.when(1, branch(label, depth))
					.when(1, branch(label, depth))
					.otherwise(branch(label, depth));
				default -> chain.saga(branch(label, depth));
			};
		}

	}

}
