package io.wfe.reliability;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepContext;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;

/**
 * A workflow of three steps whose instances have numbers, so that it can be told which of
 * very many have run.
 */
final class NumberedWorkflow implements Workflow<NumberedWorkflow.Data> {

	static final String ID = "numbered";

	/** How many steps an instance has. */
	static final int STEPS = 3;

	private final Duration work;

	private final Durations latencies = new Durations();

	private final BitSet begun = new BitSet();

	private final BitSet ended = new BitSet();

	private final AtomicLong ends = new AtomicLong();

	private final AtomicLong twice = new AtomicLong();

	/**
	 * Creates a definition.
	 * @param work how long the first step takes
	 */
	NumberedWorkflow(Duration work) {
		this.work = work;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Class<Data> dataType() {
		return Data.class;
	}

	@Override
	public void build(WorkflowBuilder<Data> workflow) {
		workflow.then("first", this::first).then("second", (step) -> ExecutionResult.next()).then("last", this::last);
	}

	/**
	 * Returns a host of this workflow, with a lease that a busy machine does not lose.
	 * @param store its store
	 * @param places how many instances it runs at a time
	 */
	WorkflowHost host(Store store, int places) {
		return WorkflowHost.builder(store.provider())
			.workflow(this)
			.maxConcurrentWorkflows(places)
			.leaseDuration(Duration.ofMinutes(1))
			.build();
	}

	/**
	 * Returns how many instances a second come to their last step.
	 * @param warmUp how long to wait before
	 * @param measured how long to count
	 */
	double perSecond(Duration warmUp, Duration measured) {
		pass(warmUp);
		long before = ends();
		pass(measured);
		return (ends() - before) * 1e9 / measured.toNanos();
	}

	/**
	 * Lets time go by.
	 */
	static void pass(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() - end < 0) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	private ExecutionResult first(StepContext<Data> step) {
		this.latencies.add(System.nanoTime() - step.data().startedNanos());
		count(this.begun, step.data().number());
		pass(this.work);
		return ExecutionResult.next();
	}

	private ExecutionResult last(StepContext<Data> step) {
		count(this.ended, step.data().number());
		this.ends.incrementAndGet();
		return ExecutionResult.next();
	}

	private void count(BitSet seen, long number) {
		synchronized (seen) {
			if (seen.get((int) number)) {
				this.twice.incrementAndGet();
			}
			seen.set((int) number);
		}
	}

	/**
	 * Returns how many instances have come to their last step.
	 */
	long ends() {
		return this.ends.get();
	}

	/**
	 * Tells whether an instance has come to its last step.
	 */
	boolean hasEnded(long number) {
		synchronized (this.ended) {
			return this.ended.get((int) number);
		}
	}

	/**
	 * Returns how many bodies have run again.
	 */
	long twice() {
		return this.twice.get();
	}

	/**
	 * Returns the times from the calls that start instances until their first bodies.
	 */
	Durations latencies() {
		return this.latencies;
	}

	/**
	 * What an instance knows.
	 *
	 * @param number its number
	 * @param startedNanos when its start was called, by {@link System#nanoTime()}
	 */
	record Data(long number, long startedNanos) {

		Data(long number) {
			this(number, System.nanoTime());
		}

	}

}
