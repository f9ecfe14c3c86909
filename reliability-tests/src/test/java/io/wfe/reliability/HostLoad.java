package io.wfe.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.wfe.core.persistence.PersistenceException;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.StepBody;
import io.wfe.engine.WorkflowHost;

/**
 * Starts workflows on hosts, publishes the events that they wait for, does their
 * activities, suspends and resumes them, and goes on after failures of the store. What it
 * was promised, and which bodies have run, it keeps outside of the store.
 */
final class HostLoad implements AutoCloseable {

	static final Duration LEASE = Duration.ofSeconds(6);

	static final int PLACES = 16;

	private static final int THREADS = 2;

	private static final int LARGEST_BACKLOG = 60;

	private static final long PAUSE = Duration.ofMillis(10).toNanos();

	private static final Duration WORKER_LEASE = Duration.ofSeconds(3);

	private final List<WorkflowHost> hosts = new ArrayList<>();

	private final List<Thread> starters = new ArrayList<>();

	private final List<Thread> workers = new ArrayList<>();

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Map<String, Queue<String>> bodies = new ConcurrentHashMap<>();

	private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();

	private final AtomicLong number = new AtomicLong();

	private final AtomicLong ended = new AtomicLong();

	private final AtomicLong operations = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private volatile boolean stopping;

	private volatile boolean resting;

	/**
	 * Starts a host on a store, and threads that give it work.
	 */
	void add(Store store, String name) {
		WorkflowHost.Builder builder = WorkflowHost.builder(store.provider())
			.hostName(name)
			.maxConcurrentWorkflows(PLACES)
			.leaseDuration(LEASE)
			.pollInterval(Duration.ofMillis(200))
			.errorBehavior(ErrorBehavior.retry(Duration.ofMillis(50), 0));
		HostLoadWorkflow.all(this, store).forEach(builder::workflow);
		WorkflowHost host = builder.build();
		host.start();
		this.hosts.add(host);
		for (int thread = 0; thread < THREADS; thread++) {
			this.starters.add(start(name + "-starter" + thread, () -> begin(host, new Random())));
		}
		this.workers.add(start(name + "-worker", () -> work(host, name)));
	}

	private Thread start(String name, Runnable action) {
		Thread thread = new Thread(() -> {
			while (!this.stopping && !(this.resting && name.contains("starter"))) {
				try {
					action.run();
				}
				catch (RuntimeException | Error ex) {
					this.unexpected.add(ex);
				}
			}
		}, name);
		thread.start();
		return thread;
	}

	private void begin(WorkflowHost host, Random random) {
		if (this.acknowledged.size() - this.ended.get() > LARGEST_BACKLOG) {
			LockSupport.parkNanos(PAUSE);
			return;
		}
		String id = HostLoadWorkflow.ID + this.number.incrementAndGet();
		StartWorkflow start = StartWorkflow.of(HostLoadWorkflow.ID).id(id).data(new HostLoadWorkflow.Data(id));
		// One that has failed may be there all the same, and has to end then too
		boolean known = random.nextInt(4) > 0 ? until(() -> host.startWorkflow(start.ifAbsent())).isPresent()
				: once(() -> host.startWorkflow(start));
		if (known) {
			this.acknowledged.add(id);
		}
		boolean control = known && random.nextInt(4) == 0;
		if (control) {
			until(() -> host.suspendWorkflow(id));
		}
		until(() -> host.publishEvent(HostLoadWorkflow.EVENT, id, id));
		if (control) {
			until(() -> host.resumeWorkflow(id));
		}
	}

	private void work(WorkflowHost host, String worker) {
		Optional<PendingActivity> taken;
		try {
			taken = host.activities()
				.poll(HostLoadWorkflow.ACTIVITY, worker, Duration.ofMillis(100), Duration.ofMillis(10), WORKER_LEASE);
		}
		catch (PersistenceException ex) {
			failed();
			return;
		}
		taken.ifPresent((activity) -> until(() -> activity.complete(activity.parameters(String.class))));
	}

	private boolean once(Runnable action) {
		try {
			action.run();
			this.operations.incrementAndGet();
			return true;
		}
		catch (PersistenceException ex) {
			failed();
			return false;
		}
	}

	/**
	 * Repeats a call until it is acknowledged.
	 */
	private <T> Optional<T> until(Supplier<T> action) {
		while (!this.stopping) {
			try {
				T result = action.get();
				this.operations.incrementAndGet();
				return Optional.of(result);
			}
			catch (PersistenceException ex) {
				failed();
			}
		}
		return Optional.empty();
	}

	private void failed() {
		this.failures.incrementAndGet();
		LockSupport.parkNanos(PAUSE);
	}

	/**
	 * Returns a body that is counted.
	 */
	StepBody<HostLoadWorkflow.Data> body(String name) {
		return (step) -> {
			String key = step.data().key() + " " + name;
			Queue<String> runs = this.bodies.computeIfAbsent(key, (unknown) -> new ConcurrentLinkedQueue<>());
			boolean first = runs.isEmpty();
			runs.add(step.host().status().id());
			if (first && name.equals(HostLoadWorkflow.LAST)) {
				this.ended.incrementAndGet();
			}
			this.operations.incrementAndGet();
			return ExecutionResult.next();
		};
	}

	/**
	 * Tells whether a body has run.
	 */
	boolean hasRun(String id, String name) {
		return this.bodies.containsKey(id + " " + name);
	}

	/**
	 * Returns how many bodies have run again.
	 */
	long repeated() {
		return this.bodies.values().stream().filter((runs) -> runs.size() > 1).count();
	}

	/**
	 * Returns how many bodies have run again though the host that ran them before had not
	 * lost its lease.
	 * @param lost the ids of hosts that have lost their lease
	 */
	long duplicated(Set<String> lost) {
		return this.bodies.values()
			.stream()
			.filter((runs) -> runs.size() > 1)
			.filter((runs) -> !lost.containsAll(List.copyOf(runs).subList(0, runs.size() - 1)))
			.count();
	}

	/**
	 * Returns how many workflows have come to their last step.
	 */
	long ended() {
		return this.ended.get();
	}

	/**
	 * Returns the ids whose start was acknowledged.
	 */
	Set<String> acknowledged() {
		return this.acknowledged;
	}

	long operations() {
		return this.operations.get();
	}

	long failures() {
		return this.failures.get();
	}

	Queue<Throwable> unexpected() {
		return this.unexpected;
	}

	List<WorkflowHost> hosts() {
		return this.hosts;
	}

	/**
	 * Starts nothing more. What is under way goes on.
	 */
	void rest() throws InterruptedException {
		this.resting = true;
		for (Thread thread : this.starters) {
			thread.join();
		}
	}

	@Override
	public void close() {
		this.stopping = true;
		this.hosts.forEach(WorkflowHost::close);
	}

}
