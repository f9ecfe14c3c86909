package io.wfe.benchmarks.peers;

import io.wfe.benchmarks.engine.Probes;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;

/**
 * The service tasks of Flowable, which creates them by name. The business key of a process
 * names the workflow.
 */
public final class FlowableTasks {

	static final String KEY = "key";

	private FlowableTasks() {
	}

	/**
	 * Does nothing.
	 */
	public static final class Nothing implements JavaDelegate {

		/**
		 * For Flowable.
		 */
		public Nothing() {
		}

		@Override
		public void execute(DelegateExecution execution) {
		}

	}

	/**
	 * Tells that it runs.
	 */
	public static final class Ran implements JavaDelegate {

		/**
		 * For Flowable.
		 */
		public Ran() {
		}

		@Override
		public void execute(DelegateExecution execution) {
			Probes.ran(execution.getProcessInstanceBusinessKey());
		}

	}

	/**
	 * Tells that the workflow begins to sleep.
	 */
	public static final class Asleep implements JavaDelegate {

		/**
		 * For Flowable.
		 */
		public Asleep() {
		}

		@Override
		public void execute(DelegateExecution execution) {
			Probes.asleep(execution.getProcessInstanceBusinessKey());
		}

	}

	/**
	 * Tells that the event has come, which is the business key here.
	 */
	public static final class Resumed implements JavaDelegate {

		/**
		 * For Flowable.
		 */
		public Resumed() {
		}

		@Override
		public void execute(DelegateExecution execution) {
			Probes.ran((String) execution.getVariable(KEY));
		}

	}

}
