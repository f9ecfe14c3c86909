package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.engine.internal.definition.Definition;
import org.jspecify.annotations.Nullable;

/**
 * Does what a host does, but one thing at a time: a pass is run, and written later, and
 * anything may happen in between.
 */
final class SimulatedHost {

	static final Duration LEASE = Duration.ofSeconds(6);

	private final Simulation simulation;

	private final String name;

	private final List<Running> running = new ArrayList<>();

	private int starts;

	private String id = "";

	SimulatedHost(Simulation simulation, String name) {
		this.simulation = simulation;
		this.name = name;
		register();
	}

	private InMemoryPersistenceProvider store() {
		return this.simulation.store;
	}

	private void register() {
		this.id = this.name + ++this.starts;
		store().registerHost(this.id, this.name, "test", LEASE);
	}

	boolean isIdle() {
		return this.running.isEmpty();
	}

	void claim(int limit) {
		store().claimWorkflows(this.id, this.simulation.keys(), limit)
			.forEach((instance) -> this.running.add(new Running(instance)));
	}

	/** Renews its lease, or loses all that it had and begins anew. */
	void renew() {
		if (!store().renewHost(this.id, LEASE, List.of()).alive()) {
			this.running.clear();
			register();
		}
	}

	/** Dies without a word. */
	void crash() {
		this.running.clear();
		if (this.simulation.random.nextBoolean()) {
			store().releaseHost(this.id);
		}
		register();
	}

	/** Runs a pass, or writes one that was run. */
	void step() {
		if (this.running.isEmpty()) {
			return;
		}
		Running next = this.running.get(this.simulation.random.nextInt(this.running.size()));
		if (next.result == null) {
			run(next);
		}
		else {
			write(next);
		}
	}

	private void run(Running running) {
		WorkflowInstance before = running.instance;
		if (before.status() != WorkflowStatus.RUNNABLE) {
			drop(running);
			store().releaseWorkflows(this.id, List.of(before.id()));
			return;
		}
		Definition<?> definition = this.simulation.definition(before);
		PassResult result = this.simulation.executor()
			.run(before, definition, this.simulation.now(), this.simulation.control());
		this.simulation.ran(before, result);
		running.result = result;
		if (result.dataChanged() && this.simulation.faults.happens("refused")) {
			running.result = this.simulation.executor()
				.fail(before, definition, this.simulation.now(), PassControl.NONE,
						new IllegalStateException("refused"));
			this.simulation.ran(before, running.result);
		}
	}

	private void write(Running running) {
		PassResult result = Objects.requireNonNull(running.result);
		boolean release = isReleased(result);
		PassOutcome outcome = store().persistPasses(this.id, List.of(result.toWrite(named(result), release))).get(0);
		if (outcome instanceof PassOutcome.Persisted persisted) {
			running.result = null;
			running.instance = persisted.instance();
			this.simulation.told(result);
			goOn(running, release);
		}
		else if (outcome instanceof PassOutcome.Changed) {
			WorkflowInstance fresh = store().getWorkflowInstance(running.instance.id());
			Optional<PassResult> rebased = Rebase.apply(result, running.instance, fresh,
					this.simulation.definition(fresh));
			running.instance = fresh;
			running.result = rebased.orElse(null);
			if (rebased.isEmpty()) {
				this.simulation.dropped++;
			}
		}
		else if (outcome instanceof PassOutcome.Refused refused) {
			throw new AssertionError("A pass was refused", refused.failure());
		}
		else {
			this.simulation.dropped++;
			drop(running);
		}
	}

	private void goOn(Running running, boolean released) {
		WorkflowInstance after = running.instance;
		if (released || after.status() != WorkflowStatus.RUNNABLE) {
			drop(running);
		}
		else if (!isDue(after)) {
			Optional<WorkflowInstance> changed = store().lookBackOrRelease(this.id, after);
			changed.ifPresentOrElse((instance) -> running.instance = instance, () -> drop(running));
		}
	}

	private void drop(Running running) {
		this.running.remove(running);
	}

	private boolean isReleased(PassResult result) {
		if (result.instance().status() != WorkflowStatus.RUNNABLE) {
			return true;
		}
		return isDue(result.instance()) ? this.simulation.random.nextInt(10) == 0 : !isWaiting(result.instance());
	}

	private boolean isDue(WorkflowInstance instance) {
		Instant next = instance.nextExecution();
		return next != null && !next.isAfter(this.simulation.now());
	}

	private static boolean isWaiting(WorkflowInstance instance) {
		return instance.executionPointers()
			.stream()
			.anyMatch((pointer) -> pointer.status() == PointerStatus.WAITING_FOR_EVENT && !pointer.eventPublished());
	}

	private List<NewWorkflow> named(PassResult result) {
		return result.children()
			.stream()
			.map((child) -> child.toBuilder().name("name of " + child.id()).build())
			.map((child) -> new NewWorkflow(child, Duration.ZERO, null))
			.toList();
	}

	/**
	 * An instance that the host owns, with what its pass has done, if it was not written.
	 */
	private static final class Running {

		private WorkflowInstance instance;

		private @Nullable PassResult result;

		Running(WorkflowInstance instance) {
			this.instance = instance;
		}

	}

}
