package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.HostStatus;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.UserTasks;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;

/**
 * The host as a step sees it. Instances that the step starts are children of its own. A
 * step cannot stop the host, which waits for it.
 */
record StepHost(DefaultWorkflowHost host, WorkflowInstance workflow) implements WorkflowHost {

	@Override
	public void start() {
		this.host.start();
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException("A step cannot stop its host, which would wait for the step");
	}

	@Override
	public void close() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.host.isRunning();
	}

	@Override
	public HostStatus status() {
		return this.host.status();
	}

	@Override
	public void register(Workflow<?> workflow) {
		this.host.register(workflow);
	}

	@Override
	public List<WorkflowDefinition<?>> definitions() {
		return this.host.definitions();
	}

	@Override
	public String startWorkflow(String definitionId, @Nullable Object data) {
		return startWorkflow(StartWorkflow.of(definitionId).data(data));
	}

	@Override
	public String startWorkflow(StartWorkflow request) {
		return this.host.startChild(request, this.workflow);
	}

	@Override
	public WorkflowInstance getWorkflow(String idOrName) {
		return this.host.getWorkflow(idOrName);
	}

	@Override
	public WorkflowInstance awaitWorkflow(String idOrName, Duration timeout) {
		return this.host.awaitWorkflow(idOrName, timeout);
	}

	@Override
	public <R> R getData(String idOrName, Class<R> type) {
		return this.host.getData(idOrName, type);
	}

	@Override
	public boolean suspendWorkflow(String idOrName) {
		return this.host.suspendWorkflow(idOrName);
	}

	@Override
	public boolean resumeWorkflow(String idOrName) {
		return this.host.resumeWorkflow(idOrName);
	}

	@Override
	public boolean terminateWorkflow(String idOrName) {
		return this.host.terminateWorkflow(idOrName);
	}

	@Override
	public boolean retryFailedSteps(String idOrName) {
		return this.host.retryFailedSteps(idOrName);
	}

	@Override
	public String publishEvent(String eventName, String eventKey, @Nullable Object data) {
		return this.host.publishEvent(eventName, eventKey, data);
	}

	@Override
	public String publishEvent(String eventName, String eventKey, @Nullable Object data, Instant effectiveTime) {
		return this.host.publishEvent(eventName, eventKey, data, effectiveTime);
	}

	@Override
	public ActivityClient activities() {
		return this.host.activities();
	}

	@Override
	public UserTasks userTasks() {
		return this.host.userTasks();
	}

	@Override
	public PersistenceProvider persistence() {
		return this.host.persistence();
	}

}
