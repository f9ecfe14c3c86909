package io.wfe.engine.random;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.EventBuilder;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Sequence;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepBuilder;
import io.wfe.engine.StepContext;
import io.wfe.engine.UserTaskBuilder;

/**
 * The parts of random workflows: bodies, conditions, waits and what steps are modified
 * with.
 */
final class RandomParts {

	private final Random random;

	private final Duration unit;

	private final Faults faults;

	RandomParts(Random random, Duration unit, Faults faults) {
		this.random = random;
		this.unit = unit;
		this.faults = faults;
	}

	Duration duration() {
		return this.unit.multipliedBy(1 + this.random.nextInt(5));
	}

	/**
	 * A condition over the data, which holds about once of so many times.
	 */
	Predicate<RandomData> condition(int one) {
		int rest = this.random.nextInt(one);
		return (data) -> {
			this.faults.at("condition");
			return (data.n + data.counts.size()) % one == rest;
		};
	}

	/**
	 * A body that ends at once or after a while.
	 */
	StepBody<RandomData> body(String name) {
		int kind = this.random.nextInt(10);
		Duration period = duration();
		String event = any(RandomWorkflow.EVENTS);
		String key = any(RandomWorkflow.KEYS);
		return (step) -> {
			this.faults.ran(step.idempotencyKey());
			this.faults.at(name);
			step.data().add(name);
			boolean first = step.persistenceData(Integer.class) == null;
			ExecutionResult result = switch (kind) {
				case 0 -> first ? ExecutionResult.sleep(period, 1) : ExecutionResult.next();
				case 1 -> persistTwice(step);
				case 2 -> step.eventPublished() ? ExecutionResult.next()
						: ExecutionResult.waitForEvent(event, key, Instant.EPOCH);
				case 3 -> ExecutionResult.outcome(step.data().n);
				default -> ExecutionResult.next();
			};
			this.faults.at("end of " + name);
			return result;
		};
	}

	/**
	 * A body that runs the branch of its step.
	 */
	StepBody<RandomData> branching(String name) {
		int items = this.random.nextInt(3);
		return (step) -> {
			this.faults.ran(step.idempotencyKey());
			this.faults.at(name);
			return (step.persistenceData(Integer.class) == null)
					? ExecutionResult.branch(List.of(1, 2, 3).subList(0, items), 1) : ExecutionResult.next();
		};
	}

	private static ExecutionResult persistTwice(StepContext<RandomData> step) {
		Integer before = step.persistenceData(Integer.class);
		return (before != null && before == 2) ? ExecutionResult.next()
				: ExecutionResult.persist((before != null) ? before + 1 : 1);
	}

	EventBuilder<RandomData, Integer> waitFor(Sequence<RandomData> chain, Consumer<Sequence<RandomData>> late) {
		String key = any(RandomWorkflow.KEYS);
		EventBuilder<RandomData, Integer> wait = chain.waitFor(any(RandomWorkflow.EVENTS), (data) -> {
			this.faults.at("key");
			return key;
		}, Integer.class);
		if (this.random.nextInt(3) == 0) {
			wait.asOf((data) -> Instant.EPOCH);
		}
		return received(wait, late);
	}

	EventBuilder<RandomData, Integer> activity(Sequence<RandomData> chain, Consumer<Sequence<RandomData>> late) {
		return received(chain.activity(any(RandomWorkflow.ACTIVITIES), (data) -> data.n, Integer.class), late);
	}

	private EventBuilder<RandomData, Integer> received(EventBuilder<RandomData, Integer> wait,
			Consumer<Sequence<RandomData>> late) {
		if (this.random.nextBoolean()) {
			wait.output((data, value) -> {
				this.faults.at("output");
				return data.add("received");
			});
		}
		if (this.random.nextInt(3) == 0) {
			wait.orAfter(duration().multipliedBy(2), late);
		}
		return wait;
	}

	UserTaskBuilder<RandomData> userTask(Sequence<RandomData> chain, Consumer<Sequence<RandomData>> branch) {
		String assignee = any(RandomWorkflow.PEOPLE);
		UserTaskBuilder<RandomData> task = chain.userTask("Is it good?", (data) -> assignee);
		if (this.random.nextInt(3) > 0) {
			RandomWorkflow.OPTIONS.forEach((option) -> task.option(option, branch));
		}
		for (int escalations = this.random.nextInt(3); escalations > 0; escalations--) {
			task.escalate(duration(), (data) -> any(RandomWorkflow.PEOPLE, data.n), branch);
		}
		return task;
	}

	/**
	 * Adds conditions, behaviors and compensations to a step.
	 */
	StepBuilder<RandomData> modified(StepBuilder<RandomData> step, Consumer<StepBuilder<RandomData>> compensation,
			boolean repeatable) {
		if (this.random.nextInt(6) == 0) {
			step.when(condition(2));
		}
		if (this.random.nextInt(10) == 0) {
			// One that fails counts as false and is logged, so it would fill the log
			int rest = this.random.nextInt(6);
			step.cancelWhen((data) -> (data.n + data.counts.size()) % 6 == rest, this.random.nextBoolean());
		}
		if (this.random.nextInt(3) == 0) {
			step.onError(behavior(repeatable));
		}
		if (this.random.nextInt(4) == 0) {
			compensation.accept(step);
		}
		return step;
	}

	ErrorBehavior behavior(boolean repeatable) {
		return switch (this.random.nextInt(8)) {
			case 0 -> ErrorBehavior.suspend();
			case 1 -> ErrorBehavior.terminate();
			case 2 -> ErrorBehavior.compensate();
			case 3 -> repeatable ? ErrorBehavior.retry(this.unit, 1) : ErrorBehavior.suspend();
			case 4 ->
				repeatable
						? ErrorBehavior.retry(this.unit, 2, this.unit.multipliedBy(8), 4)
							.notOn(IllegalArgumentException.class, ErrorBehavior.suspend())
						: ErrorBehavior.compensate();
			default -> repeatable ? ErrorBehavior.retry(this.unit, 0) : ErrorBehavior.compensate();
		};
	}

	String any(List<String> values) {
		return any(values, this.random.nextInt(values.size()));
	}

	private static String any(List<String> values, int index) {
		return values.get(Math.floorMod(index, values.size()));
	}

}
