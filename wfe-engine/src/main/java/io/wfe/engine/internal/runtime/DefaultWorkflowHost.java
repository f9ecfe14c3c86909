package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.ActivityClient;
import io.wfe.engine.HostStatus;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.UserTasks;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowDefinition;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowTimeoutException;
import io.wfe.engine.internal.builder.DefinitionFactory;
import io.wfe.engine.internal.definition.Definition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The host.
 */
final class DefaultWorkflowHost implements WorkflowHost {

	private static final Logger logger = LoggerFactory.getLogger(DefaultWorkflowHost.class);

	private static final long FIRST_LOOK = Duration.ofMillis(10).toNanos();

	private static final long LAST_LOOK = Duration.ofMillis(250).toNanos();

	/** How long a step that was interrupted may take to end. */
	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final HostRuntime runtime;

	private final Threads threads;

	private final DefinitionFactory definitions;

	private final Starts starts;

	private final Controls controls;

	private final Events events;

	private final ActivityClient activities;

	private final UserTasks userTasks;

	private volatile boolean running;

	DefaultWorkflowHost(PersistenceProvider persistence, HostSettings settings, Drive drive) {
		SharedWorkers.Member shared = (settings.workers() != null) ? settings.workers().join() : null;
		this.threads = new Threads(settings.executor(), settings.virtualThreads(), shared);
		this.runtime = new HostRuntime(persistence, settings, this.threads,
				(shared != null) ? shared : new Places.OfOneHost(settings.maxConcurrentWorkflows()), drive,
				(workflow) -> new StepHost(this, workflow));
		if (shared != null) {
			shared.onFree(() -> this.runtime.claims().placeIsFree());
		}
		this.definitions = new DefinitionFactory(this.runtime.json());
		this.starts = new Starts(this.runtime);
		this.controls = new Controls(this.runtime);
		this.events = new Events(this.runtime);
		this.activities = new Activities(this.runtime);
		this.userTasks = new People(this.runtime, this.events);
	}

	HostRuntime runtime() {
		return this.runtime;
	}

	@Override
	public synchronized void start() {
		if (this.running) {
			return;
		}
		if (this.runtime.settings().createStore()) {
			this.runtime.persistence().ensureStoreExists();
		}
		this.runtime.running().open();
		this.threads.open();
		if (this.runtime.settings().executeWorkflows()) {
			this.runtime.membership().join();
			this.runtime.executing(true);
		}
		else {
			this.runtime.membership().learnTime();
		}
		this.runtime.outage().started();
		if (this.runtime.drive().hasThreads()) {
			startThreads();
		}
		this.running = true;
		logger.atLevel(this.runtime.drive().logLevel())
			.log("The workflow host {} has started. It {}", this.runtime.membership().id(),
					this.runtime.settings().executeWorkflows()
							? "runs up to " + this.runtime.running().places() + " instances at a time"
							: "starts, publishes and controls, and runs nothing");
	}

	private void startThreads() {
		if (this.runtime.settings().executeWorkflows()) {
			this.runtime.leases().start();
			this.runtime.claims().start();
		}
		this.runtime.events().start();
		this.runtime.signals().start();
	}

	@Override
	public synchronized void stop() {
		if (!this.running) {
			return;
		}
		this.runtime.executing(false);
		this.runtime.running().close();
		this.running = false;
		this.runtime.signals().stop();
		this.runtime.claims().stop();
		this.runtime.drive().runPending();
		drain();
		this.runtime.events().stop();
		this.runtime.leases().stop();
		if (this.runtime.settings().executeWorkflows()) {
			try {
				this.runtime.membership().leave();
			}
			catch (RuntimeException ex) {
				logger.warn("The workflow host {} could not sign off. Others take over its instances when its lease "
						+ "has expired", this.runtime.membership().id(), ex);
			}
		}
		this.threads.close();
		logger.atLevel(this.runtime.drive().logLevel())
			.log("The workflow host {} has stopped", this.runtime.membership().id());
	}

	private void drain() {
		try {
			if (!this.runtime.running().awaitNone(this.runtime.settings().stopTimeout())) {
				logger.warn(
						"{} instances were still running a step after the stop timeout of {}. They are "
								+ "interrupted, and their steps run again",
						this.runtime.running().size(), this.runtime.settings().stopTimeout());
				this.runtime.running().cancelAll();
				this.runtime.running().awaitNone(AFTER_INTERRUPT);
			}
		}
		catch (InterruptedException ex) {
			this.runtime.running().cancelAll();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public HostStatus status() {
		return StatusReport.of(this.runtime, this.running);
	}

	@Override
	public void register(Workflow<?> workflow) {
		Definition<?> definition = this.definitions.define(workflow);
		if (!definition.transactional().isEmpty() && !this.runtime.store().transactions().isShared()) {
			throw new InvalidDefinitionException(definition.id(), definition.version(),
					definition.transactional().get(0).name(),
					"is transactional, but the store does not share a DataSource with the application. Let it use "
							+ "the application's DataSource, or remove transactional().",
					null);
		}
		this.runtime.registry().register(definition);
		this.runtime.claims().wake();
	}

	@Override
	public List<WorkflowDefinition<?>> definitions() {
		return this.runtime.registry().all();
	}

	@Override
	public String startWorkflow(String definitionId, @Nullable Object data) {
		return startWorkflow(StartWorkflow.of(definitionId).data(data));
	}

	@Override
	public String startWorkflow(StartWorkflow request) {
		return this.starts.start(request, null);
	}

	String startChild(StartWorkflow request, WorkflowInstance parent) {
		return this.starts.start(request, parent);
	}

	@Override
	public WorkflowInstance getWorkflow(String idOrName) {
		try {
			return this.runtime.persistence().getWorkflowInstance(idOrName);
		}
		catch (WorkflowNotFoundException ex) {
			return this.runtime.persistence().getWorkflowInstanceByName(idOrName);
		}
	}

	@Override
	public WorkflowInstance awaitWorkflow(String idOrName, Duration timeout) {
		String id = this.runtime.summary(idOrName).id();
		long deadline = System.nanoTime() + timeout.toNanos();
		long pause = FIRST_LOOK;
		this.runtime.drive().runUntilIdle();
		try {
			while (true) {
				CountDownLatch end = this.runtime.ends().expect(id);
				if (this.runtime.summary(id).status() != WorkflowStatus.RUNNABLE) {
					return this.runtime.persistence().getWorkflowInstance(id);
				}
				long left = deadline - System.nanoTime();
				if (left <= 0 || !this.runtime.drive().hasThreads()) {
					throw new WorkflowTimeoutException(idOrName, timeout);
				}
				EndSignals.await(end, Math.min(left, pause));
				pause = Math.min(pause * 2, LAST_LOOK);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkflowTimeoutException(idOrName, timeout);
		}
		finally {
			this.runtime.ends().forget(id);
		}
	}

	@Override
	public <R> R getData(String idOrName, Class<R> type) {
		WorkflowInstance workflow = getWorkflow(idOrName);
		try {
			R data = this.runtime.json().read(SharedJson.data(workflow), type);
			return Objects.requireNonNull(data, "data");
		}
		catch (JacksonException | NullPointerException ex) {
			throw new InvalidValueException("WorkflowInstance", workflow.id(), "data",
					"cannot be mapped to " + type.getSimpleName(), ex);
		}
	}

	@Override
	public boolean suspendWorkflow(String idOrName) {
		return this.controls.suspend(idOrName);
	}

	@Override
	public boolean resumeWorkflow(String idOrName) {
		return this.controls.resume(idOrName);
	}

	@Override
	public boolean terminateWorkflow(String idOrName) {
		return this.controls.terminate(idOrName);
	}

	@Override
	public boolean retryFailedSteps(String idOrName) {
		return this.controls.retryFailedSteps(idOrName);
	}

	@Override
	public String publishEvent(String eventName, String eventKey, @Nullable Object data) {
		return this.events.publish(eventName, eventKey, data, null);
	}

	@Override
	public String publishEvent(String eventName, String eventKey, @Nullable Object data, Instant effectiveTime) {
		return this.events.publish(eventName, eventKey, data, Objects.requireNonNull(effectiveTime, "effectiveTime"));
	}

	@Override
	public ActivityClient activities() {
		return this.activities;
	}

	@Override
	public UserTasks userTasks() {
		return this.userTasks;
	}

	@Override
	public PersistenceProvider persistence() {
		return this.runtime.persistence();
	}

	@Override
	public void close() {
		stop();
	}

}
