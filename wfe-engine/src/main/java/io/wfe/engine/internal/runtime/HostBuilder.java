package io.wfe.engine.internal.runtime;

import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.HostObserver;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkerThreads;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import io.wfe.engine.internal.executor.PassServices;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds hosts.
 */
public final class HostBuilder implements WorkflowHost.Builder {

	private final PersistenceProvider provider;

	private final List<Workflow<?>> workflows = new ArrayList<>();

	private final List<StepMiddleware> stepMiddleware = new ArrayList<>();

	private final List<WorkflowMiddleware> workflowMiddleware = new ArrayList<>();

	private final List<WorkflowListener> listeners = new ArrayList<>();

	private StepFactory stepFactory = new NoArgumentStepFactory();

	private Clock clock = Clock.systemUTC();

	private @Nullable JsonMapper jsonMapper;

	private @Nullable Integer maxConcurrentWorkflows;

	private int maxPointers = PassServices.DEFAULT_MAX_POINTERS;

	private Duration pollInterval = Duration.ofSeconds(1);

	private ErrorBehavior errorBehavior = PassServices.DEFAULT_ERROR_BEHAVIOR;

	private Duration stopTimeout = Duration.ofSeconds(30);

	private Duration leaseDuration = Duration.ofSeconds(6);

	private @Nullable String hostName;

	private boolean executeWorkflows = true;

	private boolean notifications;

	private boolean virtualThreads = true;

	private boolean createStore = true;

	private @Nullable Executor executor;

	private @Nullable HostObserver observer;

	private @Nullable SharedWorkers workers;

	/**
	 * Creates a builder.
	 * @param provider the store
	 */
	public HostBuilder(PersistenceProvider provider) {
		this.provider = Objects.requireNonNull(provider, "provider");
	}

	/**
	 * Returns the store.
	 * @return the store
	 */
	public PersistenceProvider provider() {
		return this.provider;
	}

	@Override
	public HostBuilder workflow(Workflow<?> workflow) {
		this.workflows.add(Objects.requireNonNull(workflow, "workflow"));
		return this;
	}

	@Override
	public HostBuilder stepFactory(StepFactory stepFactory) {
		this.stepFactory = Objects.requireNonNull(stepFactory, "stepFactory");
		return this;
	}

	@Override
	public HostBuilder clock(Clock clock) {
		this.clock = Objects.requireNonNull(clock, "clock");
		return this;
	}

	@Override
	public HostBuilder jsonMapper(JsonMapper jsonMapper) {
		this.jsonMapper = Objects.requireNonNull(jsonMapper, "jsonMapper");
		return this;
	}

	@Override
	public HostBuilder maxConcurrentWorkflows(int maxConcurrentWorkflows) {
		if (maxConcurrentWorkflows < 1) {
			throw new IllegalArgumentException("maxConcurrentWorkflows must be one or more");
		}
		this.maxConcurrentWorkflows = maxConcurrentWorkflows;
		return this;
	}

	@Override
	public HostBuilder maxPointers(int maxPointers) {
		if (maxPointers < 1) {
			throw new IllegalArgumentException("maxPointers must be one or more");
		}
		this.maxPointers = maxPointers;
		return this;
	}

	@Override
	public HostBuilder pollInterval(Duration pollInterval) {
		this.pollInterval = positive("pollInterval", pollInterval);
		return this;
	}

	@Override
	public HostBuilder errorBehavior(ErrorBehavior errorBehavior) {
		this.errorBehavior = Objects.requireNonNull(errorBehavior, "errorBehavior");
		return this;
	}

	@Override
	public HostBuilder stopTimeout(Duration stopTimeout) {
		if (stopTimeout.isNegative()) {
			throw new IllegalArgumentException("stopTimeout must not be negative");
		}
		this.stopTimeout = stopTimeout;
		return this;
	}

	@Override
	public HostBuilder leaseDuration(Duration leaseDuration) {
		this.leaseDuration = positive("leaseDuration", leaseDuration);
		return this;
	}

	@Override
	public HostBuilder hostName(String hostName) {
		if (hostName.isBlank()) {
			throw new IllegalArgumentException("hostName must not be blank");
		}
		this.hostName = hostName;
		return this;
	}

	@Override
	public HostBuilder executeWorkflows(boolean executeWorkflows) {
		this.executeWorkflows = executeWorkflows;
		return this;
	}

	@Override
	public HostBuilder notifications(boolean notifications) {
		this.notifications = notifications;
		return this;
	}

	@Override
	public HostBuilder middleware(StepMiddleware middleware) {
		this.stepMiddleware.add(Objects.requireNonNull(middleware, "middleware"));
		return this;
	}

	@Override
	public HostBuilder middleware(WorkflowMiddleware middleware) {
		this.workflowMiddleware.add(Objects.requireNonNull(middleware, "middleware"));
		return this;
	}

	@Override
	public HostBuilder listener(WorkflowListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		return this;
	}

	@Override
	public HostBuilder virtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		return this;
	}

	@Override
	public HostBuilder createStore(boolean createStore) {
		this.createStore = createStore;
		return this;
	}

	@Override
	public HostBuilder executor(Executor executor) {
		this.executor = Objects.requireNonNull(executor, "executor");
		return this;
	}

	@Override
	public HostBuilder observer(HostObserver observer) {
		this.observer = Objects.requireNonNull(observer, "observer");
		return this;
	}

	@Override
	public HostBuilder workers(WorkerThreads workers) {
		if (!(workers instanceof SharedWorkers shared)) {
			throw new IllegalArgumentException("workers must come from WorkerThreads.create");
		}
		this.workers = shared;
		return this;
	}

	@Override
	public WorkflowHost build() {
		return build(this.executor, Drive.THREADS);
	}

	/**
	 * Builds a host that has no threads, for tests. The executor is not used.
	 * @param mostPasses the largest number of passes of an instance at one time
	 * @param around is put around the step factory
	 * @return the host
	 */
	public SteppedHost stepped(int mostPasses, UnaryOperator<StepFactory> around) {
		this.stepFactory = around.apply(this.stepFactory);
		SteppedHost.Steps steps = new SteppedHost.Steps(mostPasses);
		return new SteppedHost(build(steps::add, steps), steps);
	}

	private DefaultWorkflowHost build(@Nullable Executor executor, Drive drive) {
		JsonMapper mapper = (this.jsonMapper != null) ? this.jsonMapper : JsonMapper.builder().build();
		boolean virtual = this.virtualThreads && Threads.canBeVirtual();
		int places = (this.maxConcurrentWorkflows != null) ? this.maxConcurrentWorkflows
				: Threads.defaultPlaces(virtual);
		DefaultWorkflowHost host = new DefaultWorkflowHost(this.provider,
				new HostSettings(this.stepFactory, this.clock, mapper, places, this.maxPointers, this.pollInterval,
						this.errorBehavior, this.stopTimeout, this.leaseDuration,
						(this.hostName != null) ? this.hostName : machineName(), this.executeWorkflows,
						this.notifications, this.stepMiddleware, this.workflowMiddleware, this.listeners, executor,
						virtual, this.createStore, this.observer, drive.hasThreads() ? this.workers : null),
				drive);
		this.workflows.forEach(host::register);
		return host;
	}

	private static Duration positive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + " must be positive");
		}
		return duration;
	}

	private static String machineName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "host";
		}
	}

	/**
	 * Makes objects with the constructor that has no arguments.
	 */
	private static final class NoArgumentStepFactory implements StepFactory {

		@Override
		public <T> T create(Class<T> type) throws Exception {
			Constructor<T> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}

	}

}
