package io.wfe.engine.test;

import java.util.List;

import io.wfe.engine.StepBody;
import io.wfe.engine.Task;

/**
 * What a test puts in the place of steps, and what it learns of their calls. Part of
 * {@link WorkflowTester}. <pre>{@code
 * tester.fake(ChargeCard.class, (charge) -> "receipt-1");
 * tester.failAt(ChargeCard.class, 1, new IOException("no answer"));
 * ...
 * assertThat(tester.calls(ChargeCard.class)).isEqualTo(2);
 * assertThat(tester.inputs(ChargeCard.class)).extracting(Charge::amount).containsOnly(price);
 * }</pre>
 * <p>
 * Fakes and failures are for classes that a definition names, and failures also for steps
 * by their names. They may be set before an instance is started, or between its steps.
 *
 * @since 0.1.0
 */
public abstract class StepFakes {

	private final Fakes fakes;

	StepFakes(Fakes fakes) {
		this.fakes = fakes;
	}

	abstract WorkflowTester self();

	void forgetFakes() {
		this.fakes.reset();
	}

	/**
	 * Calls another task instead of those of a class.
	 * @param <I> the type of the input
	 * @param <O> the type of the output
	 * @param task the class in the workflow
	 * @param fake what to call instead
	 * @return this tester
	 */
	public <I, O> WorkflowTester fake(Class<? extends Task<I, O>> task, Task<? super I, ? extends O> fake) {
		this.fakes.fake(task, fake);
		return self();
	}

	/**
	 * Calls another body instead of those of a class.
	 * @param <D> the type of the workflow's data
	 * @param body the class in the workflow
	 * @param fake what to call instead
	 * @return this tester
	 */
	public <D> WorkflowTester fakeStep(Class<? extends StepBody<D>> body, StepBody<D> fake) {
		this.fakes.fake(body, fake);
		return self();
	}

	/**
	 * Makes a call of a class fail. The class, or its fake, is not called then. Retries
	 * count as calls.
	 * @param type the class of a task or step in the workflow
	 * @param call which call since the tester was created, from 1
	 * @param failure what is thrown
	 * @return this tester
	 */
	public WorkflowTester failAt(Class<?> type, int call, Throwable failure) {
		this.fakes.failAt(type, call, failure);
		return self();
	}

	/**
	 * Makes a run of a step fail before it does anything. Retries count as runs.
	 * @param stepName the name of the step
	 * @param call which run since the tester was created, from 1
	 * @param failure what is thrown
	 * @return this tester
	 */
	public WorkflowTester failAt(String stepName, int call, Throwable failure) {
		this.fakes.failAt(stepName, call, failure);
		return self();
	}

	/**
	 * Returns how often a class was called, by all instances.
	 * @param type the class of a task or step in the workflow
	 * @return the number of calls, retries included
	 */
	public int calls(Class<?> type) {
		return this.fakes.count(type);
	}

	/**
	 * Returns what a task was called with.
	 * @param <I> the type of the input
	 * @param task the class in the workflow
	 * @return the inputs, in the order of the calls
	 */
	@SuppressWarnings("unchecked")
	public <I> List<I> inputs(Class<? extends Task<I, ?>> task) {
		return (List<I>) this.fakes.inputs(task);
	}

}
