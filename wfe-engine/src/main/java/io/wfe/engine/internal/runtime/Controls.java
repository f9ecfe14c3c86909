package io.wfe.engine.internal.runtime;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowStateException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowListener;

/**
 * Commands to instances. They change the store at once and never wait for a running step.
 * After the commit, a running pass of this host learns of them.
 */
final class Controls {

	private static final int ATTEMPTS = 10;

	private final HostRuntime runtime;

	Controls(HostRuntime runtime) {
		this.runtime = runtime;
		runtime.running().onControlled(this::look);
	}

	boolean suspend(String idOrName) {
		return control(idOrName, (id) -> this.runtime.persistence().suspendWorkflow(id), (id) -> {
			RunningInstance running = this.runtime.running().get(id);
			if (running != null) {
				running.end();
			}
			this.runtime.ends().signal(id);
			tell(id, WorkflowListener::suspended);
		});
	}

	boolean resume(String idOrName) {
		return control(idOrName, (id) -> this.runtime.persistence().resumeWorkflow(id), this::resumed);
	}

	boolean retryFailedSteps(String idOrName) {
		return control(idOrName, (id) -> this.runtime.store().retryFailedSteps(id), this::resumed);
	}

	private void resumed(String id) {
		RunningInstance running = this.runtime.running().get(id);
		if (running != null) {
			running.goOn();
		}
		tell(id, WorkflowListener::resumed);
		this.runtime.claims().wake();
		this.runtime.signals().send();
	}

	boolean terminate(String idOrName) {
		return control(idOrName, (id) -> this.runtime.persistence().terminateWorkflow(id, this.runtime.clock().now()),
				(id) -> {
					RunningInstance running = this.runtime.running().get(id);
					if (running != null) {
						running.cancel();
					}
					this.runtime.ends().signal(id);
					tell(id, WorkflowListener::terminated);
					// A parent may wait for it
					this.runtime.events().wake();
				});
	}

	/**
	 * Sends a command. If the pass of the instance writes at the same moment, the command
	 * is repeated.
	 */
	private boolean control(String idOrName, Consumer<String> command, Consumer<String> afterCommit) {
		String id = this.runtime.summary(idOrName).id();
		for (int attempt = 1;; attempt++) {
			try {
				command.accept(id);
				this.runtime.store().transactions().afterEnd(() -> afterCommit.accept(id), () -> {
				});
				return true;
			}
			catch (WorkflowStateException ex) {
				return false;
			}
			catch (ConcurrentUpdateException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private void tell(String id, BiConsumer<WorkflowListener, WorkflowInstance> news) {
		if (this.runtime.settings().listeners().isEmpty()) {
			return;
		}
		RunningInstance running = this.runtime.running().get(id);
		if (running != null) {
			running.tellInOrder(() -> tellNow(id, news));
		}
		else {
			tellNow(id, news);
		}
	}

	private void tellNow(String id, BiConsumer<WorkflowListener, WorkflowInstance> news) {
		try {
			WorkflowInstance workflow = this.runtime.persistence().getWorkflowInstance(id);
			this.runtime.listeners().tell((listener) -> news.accept(listener, workflow));
		}
		catch (WorkflowNotFoundException ex) {
			// It was purged meanwhile, so there is nothing to tell
			return;
		}
	}

	/**
	 * Looks at an instance that runs here and was changed by another host.
	 */
	private void look(String id) {
		RunningInstance running = this.runtime.running().get(id);
		if (running == null) {
			return;
		}
		WorkflowStatus status = this.runtime.store().findWorkflow(id).map(WorkflowSummary::status).orElse(null);
		if (status == WorkflowStatus.SUSPENDED) {
			running.end();
		}
		else if (status != WorkflowStatus.RUNNABLE) {
			running.cancel();
		}
	}

}
