package io.wfe.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StartWorkflow;
import io.wfe.engine.StepBody;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Where calls race: two hosts on one store, threads that call them, and counts of the
 * bodies that have run.
 */
final class RaceField implements AutoCloseable {

	private static final int THREADS = 8;

	private static final int PLACES = 32;

	private static final Duration LONG = Duration.ofMinutes(3);

	private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

	private static final int HOSTS = 2;

	private static final int LARGEST_JITTER = 1_500_000;

	private static final int LARGEST_PURGE = 1000;

	private final Store store;

	private final List<WorkflowHost> hosts = new ArrayList<>();

	private final Map<String, AtomicInteger> bodies = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	RaceField(Store store) {
		this.store = store;
		store.create();
		for (int number = 1; number <= HOSTS; number++) {
			open("host" + number);
		}
	}

	/**
	 * Starts one more host. Its lease is one that a busy machine does not lose.
	 */
	WorkflowHost open(String name) {
		WorkflowHost host = WorkflowHost.builder(this.store.provider())
			.hostName(name)
			.maxConcurrentWorkflows(PLACES)
			.leaseDuration(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.createStore(false)
			.build();
		host.start();
		this.hosts.add(host);
		return host;
	}

	/**
	 * Registers a workflow with all hosts.
	 */
	void define(String id, Consumer<WorkflowBuilder<Data>> steps) {
		this.hosts.forEach((host) -> host.register(new Steps<>(id, Data.class, steps)));
	}

	/**
	 * Returns one of the two hosts.
	 */
	WorkflowHost host(int number) {
		return this.hosts.get(number % HOSTS);
	}

	Store store() {
		return this.store;
	}

	/**
	 * Starts an instance, whose id is that of the definition and the number of the round.
	 */
	String start(WorkflowHost host, String definition, int round) {
		String id = definition + round;
		return host.startWorkflow(StartWorkflow.of(definition).id(id).name(id).data(new Data(id, List.of())));
	}

	/**
	 * Returns a body that is counted.
	 */
	StepBody<Data> body(String name) {
		return (step) -> {
			this.bodies.computeIfAbsent(step.data().key() + " " + name, (key) -> new AtomicInteger()).incrementAndGet();
			return ExecutionResult.next();
		};
	}

	/**
	 * Returns how often the body of an instance has run.
	 */
	int runs(String id, String name) {
		AtomicInteger runs = this.bodies.get(id + " " + name);
		return (runs != null) ? runs.get() : 0;
	}

	/**
	 * Lets a little time go by, so that a call meets the others at any point.
	 */
	static void jitter() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LARGEST_JITTER));
	}

	/**
	 * Runs all tasks, those that are neighbours at about the same time.
	 */
	void run(List<Runnable> tasks) throws InterruptedException {
		List<Future<?>> running = new ArrayList<>();
		tasks.forEach((task) -> running.add(this.threads.submit(task)));
		for (Future<?> one : running) {
			try {
				one.get();
			}
			catch (ExecutionException ex) {
				throw new AssertionError(ex.getCause());
			}
		}
	}

	/**
	 * Waits until no instance of a definition is in a status.
	 */
	void awaitNone(String definition, WorkflowStatus status) {
		await(() -> count("SELECT count(*) FROM wfc.workflows WHERE definition_id = ? AND status = ?", definition,
				name(status)) == 0);
	}

	static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(condition);
	}

	private static String name(WorkflowStatus status) {
		return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns a number from the database.
	 */
	long count(String sql, Object... parameters) {
		Long count = this.store.jdbc().queryForObject(sql, Long.class, parameters);
		return (count != null) ? count : 0;
	}

	/**
	 * Returns the ids of the instances of a definition that have a status.
	 */
	List<String> ids(String definition, WorkflowStatus status) {
		return this.store.jdbc()
			.queryForList("SELECT id FROM wfc.workflows WHERE definition_id = ? AND status = ?", String.class,
					definition, name(status));
	}

	/**
	 * Returns how much ended instances have left open.
	 */
	long leaks() {
		return count("""
				SELECT (SELECT count(*) FROM wfc.workflows w JOIN wfc.execution_pointers p ON p.workflow_id = w.id
						WHERE w.status IN ('Complete', 'Terminated') AND p.end_time IS NULL)
					+ (SELECT count(*) FROM wfc.event_subscriptions s
						WHERE NOT EXISTS (SELECT FROM wfc.workflows w
							WHERE w.id = s.workflow_id AND w.status IN ('Runnable', 'Suspended')))
					+ (SELECT count(*) FROM wfc.execution_pointers p
						WHERE NOT EXISTS (SELECT FROM wfc.workflows w WHERE w.id = p.workflow_id))
				""");
	}

	/**
	 * Deletes what has ended with the rows that are dead, and forgets the bodies, so that
	 * each batch of rounds begins alike.
	 */
	void clear() {
		for (WorkflowStatus status : List.of(WorkflowStatus.COMPLETE, WorkflowStatus.TERMINATED)) {
			int purged = LARGEST_PURGE;
			while (purged > 0) {
				purged = this.store.provider().purgeWorkflows(status, FAR, LARGEST_PURGE);
			}
		}
		this.store.jdbc().update("DELETE FROM wfc.events");
		this.store.jdbc()
			.execute("VACUUM wfc.workflows, wfc.execution_pointers, wfc.event_subscriptions, wfc.events, "
					+ "wfc.scheduled_commands");
		this.bodies.clear();
	}

	@Override
	public void close() {
		this.hosts.forEach(WorkflowHost::close);
		this.threads.shutdownNow();
		this.store.close();
	}

	/**
	 * What an instance knows.
	 *
	 * @param key its id
	 * @param got what it was given
	 */
	record Data(String key, List<String> got) {

		Data with(@Nullable String next) {
			List<String> all = new ArrayList<>(this.got);
			all.add(String.valueOf(next));
			return new Data(this.key, all);
		}

	}

}
