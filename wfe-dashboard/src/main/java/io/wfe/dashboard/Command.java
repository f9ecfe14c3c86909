package io.wfe.dashboard;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.WorkflowHost;

/**
 * What can be done to a workflow.
 */
enum Command {

	SUSPEND("Suspend", "Suspended.", "it stops before its next step, until it is resumed.") {

		@Override
		boolean apply(WorkflowHost host, String id) {
			return host.suspendWorkflow(id);
		}

		@Override
		void apply(PersistenceProvider store, String id, Instant now) {
			store.suspendWorkflow(id);
		}

	},

	RESUME("Resume", "Resumed.", "it goes on at once.") {

		@Override
		boolean apply(WorkflowHost host, String id) {
			return host.resumeWorkflow(id);
		}

		@Override
		void apply(PersistenceProvider store, String id, Instant now) {
			store.resumeWorkflow(id);
		}

	},

	RETRY("Retry failed steps", "Resumed, with all retries again.",
			"it goes on at once, and its failed steps have all their retries again.") {

		@Override
		boolean apply(WorkflowHost host, String id) {
			return host.retryFailedSteps(id);
		}

		@Override
		void apply(PersistenceProvider store, String id, Instant now) {
			store.retryFailedSteps(id);
		}

	},

	TERMINATE("Terminate", "Terminated.",
			"it ends for good. Steps that are open are cancelled, and nothing is compensated.") {

		@Override
		boolean apply(WorkflowHost host, String id) {
			return host.terminateWorkflow(id);
		}

		@Override
		void apply(PersistenceProvider store, String id, Instant now) {
			store.terminateWorkflow(id, now);
		}

	};

	private final String label;

	private final String done;

	private final String effect;

	Command(String label, String done, String effect) {
		this.label = label;
		this.done = done;
		this.effect = effect;
	}

	/**
	 * Does this.
	 * @return whether the status of the workflow allowed it
	 */
	abstract boolean apply(WorkflowHost host, String id);

	/**
	 * Does this in an application that has no host.
	 */
	abstract void apply(PersistenceProvider store, String id, Instant now);

	boolean isAllowed(WorkflowStatus status) {
		return switch (this) {
			case SUSPEND -> status == WorkflowStatus.RUNNABLE;
			case RESUME, RETRY -> status == WorkflowStatus.SUSPENDED;
			case TERMINATE -> status == WorkflowStatus.RUNNABLE || status == WorkflowStatus.SUSPENDED;
		};
	}

	boolean isDangerous() {
		return this == TERMINATE;
	}

	String label() {
		return this.label;
	}

	String done() {
		return this.done;
	}

	String effect() {
		return this.effect;
	}

	String path() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<Command> of(String path) {
		return Arrays.stream(values()).filter((command) -> command.path().equals(path)).findFirst();
	}

}
