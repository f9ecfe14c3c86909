package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.WorkflowAlreadyExistsException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.HostObserver;
import io.wfe.engine.HostWork;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.executor.PassAbandonedException;
import io.wfe.engine.internal.executor.PassResult;
import io.wfe.engine.internal.executor.Rebase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one instance, pass after pass, while it is due. Each pass is written before the
 * next one begins. One thread uses it, once.
 */
final class InstanceRun {

	private static final Logger logger = LoggerFactory.getLogger(InstanceRun.class);

	/** After so many passes, others that wait for a place have their turn. */
	private static final int PASSES = 100;

	private static final int LARGEST_NUMBER_OF_ATTEMPTS = 20;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final HostRuntime runtime;

	private final RunningInstance running;

	private final Map<String, Map<String, String>> childrenCarry = new HashMap<>();

	private int passes;

	private boolean answerLost;

	private String outcome = "lost";

	InstanceRun(HostRuntime runtime, RunningInstance running) {
		this.runtime = runtime;
		this.running = running;
	}

	void run(WorkflowInstance claimed) {
		WorkflowInstance instance = claimed;
		while (instance != null) {
			instance = observedPass(instance);
		}
	}

	private @Nullable WorkflowInstance observedPass(WorkflowInstance before) {
		HostObserver.Observed observed = this.runtime.observers().begin(new HostWork.Pass(before, Carried.of(before)));
		this.outcome = "lost";
		Throwable failure = null;
		try {
			return pass(before);
		}
		catch (Throwable ex) {
			this.outcome = "error";
			failure = ex;
			throw ex;
		}
		finally {
			observed.end(this.outcome, failure);
		}
	}

	/**
	 * Runs a pass.
	 * @return the instance to go on with, or {@code null} if it is not this host's any
	 * more
	 */
	private @Nullable WorkflowInstance pass(WorkflowInstance before) {
		Definition<?> definition = this.runtime.registry().find(before.workflowDefinitionId(), before.version());
		if (before.status() != WorkflowStatus.RUNNABLE || this.running.isPassToEnd() || definition == null
				|| !this.runtime.drive().mayRun(before)) {
			return release(before);
		}
		this.passes++;
		Instant now = this.runtime.clock().now();
		try {
			if (!definition.transactional().isEmpty()
					&& this.runtime.executor().isTransactional(before, definition, now, this.running)) {
				return transactionalPass(before, definition, now);
			}
			PassResult result = this.runtime.executor().run(before, definition, now, this.running);
			this.running.writing();
			return write(before, definition, now, result);
		}
		catch (PassAbandonedException ex) {
			logger.debug("{}", ex.getMessage());
			return release(before);
		}
		finally {
			this.running.told();
			this.childrenCarry.keySet().forEach(this.runtime.running()::started);
			this.childrenCarry.clear();
		}
	}

	/**
	 * Runs a pass in a transaction, in which it is written too.
	 */
	private @Nullable WorkflowInstance transactionalPass(WorkflowInstance before, Definition<?> definition,
			Instant now) {
		try {
			Written[] done = new Written[1];
			WorkflowInstance after = this.runtime.store().transactions().execute(() -> {
				PassResult result = this.runtime.executor().run(before, definition, now, this.running);
				if (result.hasFailed()) {
					throw new RolledBackException(result, null);
				}
				this.running.writing();
				this.runtime.middlewares()
					.afterPass(result.instance(), result.instance().status() == WorkflowStatus.COMPLETE);
				boolean release = isReleased(result);
				PassOutcome outcome = this.runtime.writer()
					.writeAlone(this.running.hostId(), result.toWrite(named(result), release));
				if (!(outcome instanceof PassOutcome.Persisted persisted)) {
					throw new RolledBackException(result, outcome);
				}
				done[0] = new Written(result, release);
				return persisted.instance();
			});
			return goOn(done[0], after);
		}
		catch (RolledBackException ex) {
			this.running.writing();
			if (ex.outcome() == null) {
				return write(before, definition, now, ex.result());
			}
			if (ex.outcome() instanceof PassOutcome.Refused refused) {
				return write(before, definition, now, fail(before, definition, now, refused.failure()));
			}
			return (ex.outcome() instanceof PassOutcome.Changed) ? load(before.id()) : null;
		}
		catch (PersistenceException ex) {
			// Only the store knows whether it was committed, and whose the instance is
			this.runtime.outage().failed(this, ex);
			return release(before);
		}
		catch (PassAbandonedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// The commit has failed, and took the body's work back
			return write(before, definition, now, fail(before, definition, now, ex));
		}
	}

	private PassResult fail(WorkflowInstance instance, Definition<?> definition, Instant now, Throwable failure) {
		return this.runtime.executor().fail(instance, definition, now, this.running, failure);
	}

	/**
	 * Writes a pass. If the store refuses the results of several steps, nobody knows
	 * which of them it refuses. Each step runs again in its own pass, and only the
	 * refused one fails.
	 */
	private @Nullable WorkflowInstance write(WorkflowInstance before, Definition<?> definition, Instant now,
			PassResult first) {
		WorkflowInstance base = before;
		WorkflowInstance latest = before;
		PassResult made = first;
		PassResult result = first;
		this.runtime.middlewares().afterPass(result.instance(), result.instance().status() == WorkflowStatus.COMPLETE);
		for (int attempt = 1; attempt <= LARGEST_NUMBER_OF_ATTEMPTS; attempt++) {
			Written current = new Written(result, isReleased(result));
			PassOutcome outcome;
			try {
				outcome = persistently(() -> this.runtime.writer()
					.write(this.running.hostId(), current.result.toWrite(named(current.result), current.released)));
			}
			catch (PersistenceException ex) {
				if (this.running.isCancelled()) {
					return lost(current);
				}
				throw ex;
			}
			boolean unsure = this.answerLost;
			if (outcome instanceof PassOutcome.Persisted persisted) {
				return goOn(current, persisted.instance());
			}
			if (outcome instanceof PassOutcome.Lost) {
				return unsure ? lost(current) : null;
			}
			if (outcome instanceof PassOutcome.Refused refused) {
				if (!isNameTaken(refused.failure(), result)) {
					if (!this.running.isOneStepOnly()
							&& this.runtime.executor().hasSeveral(latest, definition, now, this.running)) {
						this.running.oneStepOnly(true);
						return latest;
					}
					base = latest;
					made = fail(base, definition, now, refused.failure());
					result = made;
					this.running.oneStepOnly(false);
				}
				continue;
			}
			WorkflowInstance fresh = load(before.id());
			if (fresh == null) {
				return null;
			}
			if (unsure && Rebase.isStored(result, fresh)) {
				this.runtime.told(result, fresh);
				return fresh;
			}
			// What the pass itself has made, not what an earlier command has made of it
			Optional<PassResult> rebased = Rebase.apply(made, base, fresh, definition);
			if (rebased.isEmpty()) {
				return fresh;
			}
			latest = fresh;
			result = rebased.get();
		}
		throw new IllegalStateException("Workflow instance '" + before.id() + "' could not be written in "
				+ LARGEST_NUMBER_OF_ATTEMPTS + " attempts, because others kept writing it");
	}

	/**
	 * If an instance no longer belongs to this host, this very pass may have released it
	 * and its answer was lost. The renewal of the lease may see that first.
	 */
	private @Nullable WorkflowInstance lost(Written written) {
		if (written.released) {
			WorkflowInstance fresh = load(written.result.instance().id());
			if (fresh != null && Rebase.isStored(written.result, fresh)) {
				goOn(written, fresh);
			}
		}
		return null;
	}

	private static boolean isNameTaken(WfeException failure, PassResult result) {
		return failure instanceof WorkflowAlreadyExistsException && !result.children().isEmpty();
	}

	private List<NewWorkflow> named(PassResult result) {
		if (result.children().isEmpty()) {
			return List.of();
		}
		return result.children()
			.stream()
			.map((child) -> child.toBuilder().name(this.runtime.names().next(child.workflowDefinitionId())).build())
			.map((child) -> new NewWorkflow(Carried.put(child, carriedBy(child)), Duration.ZERO, null))
			.toList();
	}

	/**
	 * A child starts once, however often the pass is written.
	 */
	private Map<String, String> carriedBy(WorkflowInstance child) {
		return this.childrenCarry.computeIfAbsent(child.id(), (id) -> {
			this.runtime.running().starting(id);
			HostObserver.Observed start = this.runtime.observers()
				.begin(new HostWork.Start(child.workflowDefinitionId(), child.version()));
			Map<String, String> carried = start.carried();
			start.end("started", null);
			return carried;
		});
	}

	/**
	 * Tells whether an instance belongs to nobody once its pass is written. The host
	 * keeps a waiting one until it has looked for earlier events.
	 */
	private boolean isReleased(PassResult result) {
		if (result.instance().status() != WorkflowStatus.RUNNABLE) {
			return true;
		}
		return isDue(result.instance()) ? !goesOn() : !result.isWaiting();
	}

	private boolean goesOn() {
		return !this.running.isPassToEnd() && (this.passes % PASSES != 0 || this.runtime.running().freePlaces() > 0);
	}

	private boolean isDue(WorkflowInstance instance) {
		Instant next = instance.nextExecution();
		return next != null && !next.isAfter(this.runtime.clock().now());
	}

	/**
	 * Decides what comes after a pass. A released instance does not run again here, even
	 * if it is due by now: it belongs to nobody. A kept one is released sooner or later.
	 * Otherwise nobody could run it while this host lives.
	 */
	private @Nullable WorkflowInstance goOn(Written written, WorkflowInstance after) {
		this.outcome = after.status().name().toLowerCase(Locale.ROOT);
		this.runtime.told(written.result, after);
		if (after.status() != WorkflowStatus.RUNNABLE) {
			return null;
		}
		if (!written.released) {
			if (isDue(after)) {
				return after;
			}
			Optional<WorkflowInstance> changed = persistently(
					() -> this.runtime.store().lookBackOrRelease(this.running.hostId(), after));
			if (changed.isPresent()) {
				return changed.get();
			}
		}
		if (isDue(after)) {
			this.running.dueAgain();
		}
		else {
			this.runtime.claims().dueAt(after.nextExecution());
		}
		return null;
	}

	private @Nullable WorkflowInstance release(WorkflowInstance instance) {
		this.outcome = "released";
		persistently(() -> {
			this.runtime.store().releaseWorkflows(this.running.hostId(), List.of(instance.id()));
			return true;
		});
		return null;
	}

	private @Nullable WorkflowInstance load(String id) {
		try {
			return persistently(() -> this.runtime.persistence().getWorkflowInstance(id));
		}
		catch (WorkflowNotFoundException ex) {
			return null;
		}
	}

	/**
	 * Asks the store until it answers, unless the host loses the instance meanwhile. A
	 * step must not run again because of a lost connection.
	 */
	private <T extends @Nullable Object> T persistently(Supplier<T> action) {
		Duration pause = FIRST_PAUSE;
		this.answerLost = false;
		while (true) {
			try {
				T result = action.get();
				this.runtime.outage().succeeded(this);
				return result;
			}
			catch (PersistenceException ex) {
				this.runtime.outage().failed(this, ex);
				this.answerLost = true;
				if (this.running.isCancelled() || !this.runtime.drive().hasThreads() || !this.running.pause(pause)) {
					this.runtime.outage().gaveUp(this);
					throw ex;
				}
				pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : pause;
			}
		}
	}

	/**
	 * A pass as it was written. It remembers whether it released the instance, because
	 * time goes on and commands come.
	 */
	private record Written(PassResult result, boolean released) {

	}

}
