package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.definition.JsonCodec;
import io.wfe.engine.internal.executor.NewInstances;
import io.wfe.engine.internal.executor.PassExecutor;
import io.wfe.engine.internal.executor.PassResult;
import io.wfe.engine.internal.executor.PassServices;

/**
 * The parts of a host, which know each other through this.
 */
final class HostRuntime {

	private final HostSettings settings;

	private final Drive drive;

	private final PersistenceProvider persistence;

	private final ExecutionRepository store;

	private final JsonCodec json;

	private final Registry registry = new Registry();

	private final StoreClock clock;

	private final Outage outage = new Outage(this);

	private final Listeners listeners;

	private final Middlewares middlewares;

	private final NameNumbers names;

	private final PassWriter writer;

	private final RunningInstances running;

	private final Observers observers;

	private final StepCalls calls;

	private final PassExecutor executor;

	private final NewInstances newInstances;

	private final Membership membership;

	private final PassRunner runner;

	private final ClaimLoop claims;

	private final EventLoop events;

	private final LeaseLoop leases;

	private final Signals signals;

	private final EndSignals ends = new EndSignals();

	private final ActivitySignal activities = new ActivitySignal();

	private volatile boolean executing;

	HostRuntime(PersistenceProvider persistence, HostSettings settings, Executor threads, Places places, Drive drive,
			Function<WorkflowInstance, WorkflowHost> hosts) {
		this.settings = settings;
		this.drive = drive;
		this.persistence = persistence;
		this.store = persistence;
		this.json = new JsonCodec(settings.jsonMapper());
		this.clock = new StoreClock(settings.clock());
		this.listeners = new Listeners(settings.listeners());
		this.middlewares = new Middlewares(settings.workflowMiddleware());
		this.names = new NameNumbers(this.store);
		this.writer = new PassWriter(this.store);
		this.running = new RunningInstances(places);
		this.observers = new Observers(settings.observer());
		this.calls = drive.calls(this.running, this.clock);
		this.executor = new PassExecutor(new PassServices(this.json, settings.stepFactory(), settings.stepMiddleware(),
				new ObservedCalls(this.calls, this.observers), this.registry, hosts, settings.errorBehavior(),
				PassServices.DEFAULT_IDLE_TIME, settings.maxPointers(), PassServices.DEFAULT_IDS, drive.random()));
		this.newInstances = new NewInstances(this.json, TimeOrderedIds::next);
		this.membership = new Membership(this.store, this.clock, settings.hostName(), settings.leaseDuration());
		if (drive.hasThreads()) {
			this.running.whileLeased(this.membership::holdsLease);
		}
		this.runner = new PassRunner(this, threads);
		this.claims = new ClaimLoop(this);
		this.events = new EventLoop(this);
		this.leases = new LeaseLoop(this);
		this.signals = new Signals(this);
	}

	HostSettings settings() {
		return this.settings;
	}

	Drive drive() {
		return this.drive;
	}

	PersistenceProvider persistence() {
		return this.persistence;
	}

	ExecutionRepository store() {
		return this.store;
	}

	JsonCodec json() {
		return this.json;
	}

	Registry registry() {
		return this.registry;
	}

	StoreClock clock() {
		return this.clock;
	}

	Outage outage() {
		return this.outage;
	}

	Listeners listeners() {
		return this.listeners;
	}

	Middlewares middlewares() {
		return this.middlewares;
	}

	NameNumbers names() {
		return this.names;
	}

	PassWriter writer() {
		return this.writer;
	}

	RunningInstances running() {
		return this.running;
	}

	Observers observers() {
		return this.observers;
	}

	StepCalls calls() {
		return this.calls;
	}

	PassExecutor executor() {
		return this.executor;
	}

	NewInstances newInstances() {
		return this.newInstances;
	}

	Membership membership() {
		return this.membership;
	}

	PassRunner runner() {
		return this.runner;
	}

	ClaimLoop claims() {
		return this.claims;
	}

	EventLoop events() {
		return this.events;
	}

	LeaseLoop leases() {
		return this.leases;
	}

	Signals signals() {
		return this.signals;
	}

	EndSignals ends() {
		return this.ends;
	}

	ActivitySignal activities() {
		return this.activities;
	}

	/**
	 * Tells whether this host runs instances at the moment.
	 */
	boolean isExecuting() {
		return this.executing;
	}

	void executing(boolean executing) {
		this.executing = executing;
	}

	/**
	 * Finds an instance by its id or name.
	 */
	WorkflowSummary summary(String idOrName) {
		return this.store.findWorkflow(idOrName).orElseThrow(() -> new WorkflowNotFoundException(idOrName));
	}

	Duration pollInterval() {
		return this.settings.pollInterval();
	}

	/**
	 * Tells everybody what was written of a pass.
	 */
	void told(PassResult result, WorkflowInstance after) {
		FailureLog.log(result, after);
		this.listeners.tell(after, result.lifecycle());
		result.children().forEach((child) -> {
			this.listeners.tell((listener) -> listener.started(child));
			this.running.told(child.id());
		});
		if (!result.children().isEmpty()) {
			this.claims.wake();
			this.signals.send();
		}
		if (!result.events().isEmpty()) {
			this.events.wake();
		}
		for (EventSubscription subscription : result.subscriptions()) {
			if (subscription.eventName().equals(EventNames.ACTIVITY)) {
				this.activities.signal();
				break;
			}
		}
		if (after.status() != WorkflowStatus.RUNNABLE) {
			this.ends.signal(after.id());
		}
	}

}
