package io.wfe.engine.internal.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.internal.definition.BodyUnavailableException;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.Step;
import io.wfe.engine.internal.definition.StepResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One pass of one instance. Used once, by one thread.
 *
 * @param <D> the type of the workflow's data
 */
final class Pass<D> {

	/** A loop without a body ends its pass after so many rounds. */
	private static final int MOST_ROUNDS = 16;

	private final PassControl control;

	private final PassState<D> state;

	private final Cancellation<D> cancellation;

	private final ResultProcessor<D> results;

	private final Failures<D> failures;

	Pass(PassServices services, WorkflowInstance instance, Definition<D> definition, Instant now, PassControl control) {
		this.control = control;
		this.state = new PassState<>(services, instance, definition, now, control.memory());
		Successors<D> successors = new Successors<>(this.state);
		this.cancellation = new Cancellation<>(this.state, successors);
		this.results = new ResultProcessor<>(this.state, successors);
		this.failures = new Failures<>(this.state, successors);
	}

	boolean isTransactional() {
		List<Integer> due = due();
		return this.state.isRunnable() && !due.isEmpty() && isTransactional(due.get(0));
	}

	PassResult run() {
		if (!this.state.isRunnable()) {
			return this.state.unchanged();
		}
		List<Integer> due = due();
		this.cancellation.check();
		int rounds = 1;
		while (round(due) && rounds < MOST_ROUNDS) {
			due = due();
			if (due.stream().anyMatch(this::isTransactional)) {
				break;
			}
			this.state.nextRound();
			rounds++;
		}
		return this.state.result();
	}

	/**
	 * Runs steps.
	 * @return whether the pass may go on with what follows them: all have ended, none had
	 * a body, and nothing else is to be stored of them
	 */
	private boolean round(List<Integer> due) {
		boolean goesOn = !due.isEmpty() && !this.control.isOneStepOnly();
		boolean first = true;
		for (int position : due) {
			boolean only = isTransactional(position) || givesUp(position);
			boolean alone = only || this.control.isOneStepOnly();
			if (!this.state.isRunnable() || this.control.isPassToEnd() || (alone && !first)) {
				return false;
			}
			first = false;
			if (isDue(position)) {
				activate(position);
				this.cancellation.check();
			}
			if (only) {
				return false;
			}
			goesOn = goesOn && hasGoneOn(position);
		}
		return goesOn && this.state.isRunnable() && this.state.isPlain();
	}

	private boolean hasGoneOn(int position) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		Step<D> step = this.state.stepOf(pointer);
		return pointer.endTime() != null
				&& (pointer.status() == PointerStatus.SKIPPED || (step != null && step.kind().isBodiless()));
	}

	/**
	 * Tells whether a pointer has waited in vain. Its event may come at this very moment,
	 * and then the pass does not count: nothing else is to run in it.
	 */
	private boolean givesUp(int position) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		return pointer.status() == PointerStatus.WAITING_FOR_EVENT && !pointer.eventPublished();
	}

	boolean hasSeveral() {
		List<Integer> due = due();
		return due.size() > 1 || due.stream().anyMatch(this::mayGoOn);
	}

	private boolean mayGoOn(int position) {
		Step<D> step = this.state.stepOf(this.state.pointers().get(position));
		return step != null && (step.kind().isBodiless() || step.when() != null);
	}

	PassResult fail(Throwable failure) {
		for (int position : due()) {
			Step<D> step = this.state.stepOf(this.state.pointers().get(position));
			// The failure of another one may have closed it
			if (!this.state.isRunnable() || step == null || !isDue(position)) {
				continue;
			}
			start(position, this.state.pointers().get(position));
			this.failures.handle(position, step, failure);
			if (step.transactional() || this.control.isOneStepOnly()) {
				break;
			}
		}
		return this.state.result();
	}

	/**
	 * What is created in a round runs in the next one, so that branches take turns.
	 */
	private List<Integer> due() {
		List<Integer> due = new ArrayList<>(1);
		for (int position : this.state.pointers().open()) {
			if (isDue(position)) {
				due.add(position);
			}
		}
		return due;
	}

	private boolean isDue(int position) {
		return NextExecution.isDue(this.state.pointers(), this.state.pointers().get(position), this.state.definition(),
				this.state.now());
	}

	private boolean isTransactional(int position) {
		Step<D> step = this.state.stepOf(this.state.pointers().get(position));
		return step != null && step.transactional();
	}

	private void activate(int position) {
		ExecutionPointer pointer = this.state.pointers().get(position);
		Step<D> step = this.state.stepOf(pointer);
		if (step == null) {
			this.failures.postpone(position, "There is no step " + pointer.stepId() + " in " + this.state.definition()
					+ ". Register a definition that has it, or terminate the instance.");
			return;
		}
		try {
			if (pointer.startTime() == null && isSkipped(step, pointer)) {
				this.results.skip(position, step);
				return;
			}
			ExecutionPointer running = start(position, pointer);
			StepRun<D> run = new StepRun<>(this.state, this.control, step, running);
			StepResult result = invoke(run, step, running);
			JsonNode data = run.changedData();
			if (data != null) {
				this.state.data(data);
			}
			this.results.apply(position, step, running, result, data != null);
		}
		catch (BodyUnavailableException ex) {
			this.failures.postpone(position, String.valueOf(ex.getMessage()));
		}
		catch (PassAbandonedException | OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.failures.handle(position, step, ex);
		}
	}

	private boolean isSkipped(Step<D> step, ExecutionPointer pointer) {
		Predicate<D> condition = step.when();
		return condition != null && !condition.test(new StepRun<>(this.state, this.control, step, pointer).data());
	}

	private ExecutionPointer start(int position, ExecutionPointer pointer) {
		ExecutionPointer running = pointer.toBuilder()
			.active(true)
			.status(PointerStatus.RUNNING)
			.sleepUntil(null)
			.startTime((pointer.startTime() != null) ? pointer.startTime() : this.state.now())
			.build();
		this.state.pointers().replace(position, running);
		if (pointer.status() != PointerStatus.RUNNING) {
			this.state.tell(new Lifecycle.StepStarted(running));
		}
		return running;
	}

	private StepResult invoke(StepRun<D> run, Step<D> step, ExecutionPointer running) throws Exception {
		Body<D> body = new Body<>(run, step);
		ExecutionResult seen = this.state.services()
			.invoker()
			.invoke(new StepInvoker.Call(this.state.instance(), running, step.name(), step.timeout(),
					step.transactional()), wrap(run, body)::run);
		if (seen == null) {
			throw new IllegalStateException("The step has returned null instead of an ExecutionResult");
		}
		StepResult own = body.result;
		if (own != null && own.view() == seen) {
			return own;
		}
		int branch = step.branches().isEmpty() ? -1 : step.branch(0);
		return StepResult.of(seen, this.state.services().json(), branch);
	}

	private StepMiddleware.Next wrap(StepRun<D> run, StepMiddleware.Next body) {
		StepMiddleware.Next next = body;
		List<StepMiddleware> middleware = this.state.services().middleware();
		for (int index = middleware.size() - 1; index >= 0; index--) {
			StepMiddleware outer = middleware.get(index);
			StepMiddleware.Next inner = next;
			next = () -> outer.handle(run, inner);
		}
		return next;
	}

	/**
	 * The step itself, inside of all middleware. It keeps what the step asks for, of
	 * which middleware sees a part.
	 *
	 * @param <D> the type of the workflow's data
	 */
	private static final class Body<D> implements StepMiddleware.Next {

		private final StepRun<D> run;

		private final Step<D> step;

		private @Nullable StepResult result;

		Body(StepRun<D> run, Step<D> step) {
			this.run = run;
			this.step = step;
		}

		@Override
		public ExecutionResult run() throws Exception {
			StepResult returned = this.step.logic().run(this.run);
			this.result = returned;
			return returned.view();
		}

	}

}
