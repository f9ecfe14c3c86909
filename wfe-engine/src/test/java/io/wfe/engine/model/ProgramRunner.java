package io.wfe.engine.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.wfe.core.model.EventNames;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.UserTask;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on a host, many at a time, with a worker, a person who answers and
 * somebody who resumes what is suspended.
 */
public final class ProgramRunner {

	private static final AtomicLong NUMBERS = new AtomicLong();

	private static final Duration TIME_TO_END = Duration.ofSeconds(60);

	private static final Duration TIME_TO_END_AGAIN = Duration.ofSeconds(10);

	private final PersistenceProvider store;

	private final Ledger ledger = new Ledger();

	private final Map<String, Node> nodes = new ConcurrentHashMap<>();

	private final Set<String> answered = new HashSet<>();

	private volatile @Nullable Throwable broken;

	private volatile boolean stopped;

	private ProgramRunner(PersistenceProvider store) {
		this.store = store;
	}

	/**
	 * Compares the model's predictions with what the engine does.
	 * @param store the store of the host
	 * @param seed the seed of the first program
	 * @param count how many programs to run
	 * @return what was compared
	 * @throws AssertionError with the smallest program found, if one differs
	 */
	public static Figures compare(PersistenceProvider store, long seed, int count) {
		List<Program> programs = new ArrayList<>();
		for (int index = 0; index < count; index++) {
			programs.add(Programs.of(seed + index));
		}
		List<Program.Result> results = new ProgramRunner(store).run(programs, TIME_TO_END);
		Figures figures = new Figures(count, 0, 0, 0);
		for (int index = 0; index < count; index++) {
			Model model = new Model(programs.get(index));
			Program.Result expected = model.run();
			figures = figures.plus(new Figures(0, expected.trace().size(), model.failures, model.compensations()));
			if (!results.get(index).equals(expected)) {
				Program smallest = Shrinker.shrink(programs.get(index), (smaller) -> differs(store, smaller));
				throw new AssertionError(differs(store, smallest)
						? smallest + "\nexpected " + new Model(smallest).run() + "\nbut was  " + run(store, smallest)
						: "Only once: " + programs.get(index) + "\nexpected " + expected + "\nbut was  "
								+ results.get(index));
			}
		}
		return figures;
	}

	/** A program that was made smaller may be no workflow any more. */
	private static boolean differs(PersistenceProvider store, Program program) {
		try {
			return !run(store, program).equals(new Model(program).run());
		}
		catch (InvalidDefinitionException ex) {
			return false;
		}
	}

	private static Program.Result run(PersistenceProvider store, Program program) {
		return new ProgramRunner(store).run(List.of(program), TIME_TO_END_AGAIN).get(0);
	}

	private List<Program.Result> run(List<Program> programs, Duration patience) {
		WorkflowHost.Builder builder = WorkflowHost.builder(this.store)
			.pollInterval(Duration.ofMillis(20))
			.leaseDuration(Duration.ofMinutes(5))
			.errorBehavior(ErrorBehavior.terminate())
			.maxConcurrentWorkflows(16);
		List<String> ids = new ArrayList<>();
		for (Program program : programs) {
			String id = "model-" + NUMBERS.incrementAndGet();
			ids.add(id);
			register(id, program.chain());
			builder.workflow(new ProgramWorkflow(id, program, false, this.ledger));
			builder.workflow(new ProgramWorkflow(id, program, true, this.ledger));
		}
		try (WorkflowHost host = builder.build()) {
			host.start();
			Thread worker = thread("worker", () -> work(host));
			Thread person = thread("person", () -> answer(host));
			try {
				List<String> started = new ArrayList<>();
				for (int index = 0; index < programs.size(); index++) {
					started.add(start(host, ids.get(index), programs.get(index)));
				}
				List<Program.Result> results = new ArrayList<>();
				for (int index = 0; index < programs.size(); index++) {
					results.add(await(host, ids.get(index), started.get(index), programs.get(index), patience));
				}
				return results;
			}
			finally {
				this.stopped = true;
				join(worker);
				join(person);
			}
		}
	}

	private void register(String id, List<Node> chain) {
		for (Node node : chain) {
			this.nodes.put(id + " " + node.name(), node);
			node.blocks().forEach((block) -> register(id, block));
			if (node.undo() != null) {
				register(id, List.of(node.undo()));
			}
		}
	}

	private Thread thread(String name, Runnable task) {
		Thread thread = new Thread(task, "model-" + name);
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((broken, failure) -> this.broken = failure);
		thread.start();
		return thread;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String start(WorkflowHost host, String id, Program program) {
		Model model = new Model(program);
		model.run();
		String workflowId = host.startWorkflow(id, ModelData.of(id, program.n()));
		model.events.forEach((name, count) -> {
			for (int event = 0; event < count; event++) {
				host.publishEvent(ProgramWorkflow.EVENT, id + " " + name, event);
			}
		});
		return workflowId;
	}

	private Program.Result await(WorkflowHost host, String id, String workflowId, Program program, Duration patience) {
		WorkflowInstance workflow = awaitEnd(host, workflowId, patience);
		if (this.broken != null) {
			throw new IllegalStateException("Worker or person have failed", this.broken);
		}
		for (int resumes = 0; resumes < program.resumes() && workflow.status() == WorkflowStatus.SUSPENDED; resumes++) {
			boolean done = program.retries() ? host.retryFailedSteps(workflowId) : host.resumeWorkflow(workflowId);
			if (!done) {
				throw new AssertionError("Workflow " + workflowId + " could not be resumed");
			}
			workflow = awaitEnd(host, workflowId, patience);
		}
		TreeMap<String, List<String>> pointers = new TreeMap<>();
		workflow.executionPointers()
			.forEach((pointer) -> pointers
				.computeIfAbsent(String.valueOf(pointer.stepName()), (name) -> new ArrayList<>())
				.add(pointer.status().name()));
		pointers.values().forEach((statuses) -> statuses.sort(Comparator.naturalOrder()));
		return new Program.Result(workflow.status().name(), List.copyOf(this.ledger.trace(id)),
				host.getData(workflowId, ModelData.class).counts, pointers);
	}

	/** What does not end in time is compared as it is. */
	private static WorkflowInstance awaitEnd(WorkflowHost host, String workflowId, Duration patience) {
		try {
			return host.awaitWorkflow(workflowId, patience);
		}
		catch (WorkflowTimeoutException ex) {
			return host.getWorkflow(workflowId);
		}
	}

	private void work(WorkflowHost host) {
		while (!this.stopped) {
			Optional<PendingActivity> found = host.activities()
				.poll(ProgramWorkflow.ACTIVITY, "worker", Duration.ofMillis(50));
			found.ifPresent((activity) -> {
				String[] parameters = Objects.requireNonNull(activity.parameters(String[].class));
				Node node = this.nodes.get(parameters[0] + " " + parameters[1]);
				if (node == null) {
					activity.release();
				}
				else if (this.ledger.ran(parameters[0], node)) {
					activity.fail("It fails");
				}
				else {
					activity.complete(node.name());
				}
			});
		}
	}

	private void answer(WorkflowHost host) {
		while (!this.stopped) {
			host.userTasks().find(null).forEach((task) -> answer(host, task));
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

	/**
	 * Answers when all escalations have come and their steps have run, and each time that
	 * it is asked only once.
	 */
	private void answer(WorkflowHost host, UserTask task) {
		int space = task.assignee().indexOf(' ');
		String key = task.assignee().substring(0, space);
		Node node = this.nodes.get(key + " " + task.prompt());
		if (node == null || Integer.parseInt(task.assignee().substring(space + 1)) < node.number()) {
			return;
		}
		List<String> trace = this.ledger.trace(key);
		if (node.number() > 0 && !ends(trace, node.blocks().get(node.number() - 1).get(0).name(), node.name())) {
			return;
		}
		boolean asked = this.store.getSubscriptionsByWorkflow(task.workflowId(), 10)
			.stream()
			.anyMatch((asks) -> asks.eventKey().equals(task.id()) && this.answered.add(asks.id()));
		if (asked) {
			String answer = this.ledger.ran(key, node) ? "nonsense" : "yes";
			host.publishEvent(EventNames.USER_ACTION, task.id(), Map.of("user", "ann", "outcomeValue", answer));
		}
	}

	private static boolean ends(List<String> trace, String... names) {
		List<String> copy = List.copyOf(trace);
		return !copy.isEmpty() && List.of(names).contains(copy.get(copy.size() - 1));
	}

	/**
	 * What was compared.
	 *
	 * @param programs how many programs
	 * @param steps how many runs of steps
	 * @param failures how many of them have failed
	 * @param compensations how many were compensated
	 */
	public record Figures(long programs, long steps, long failures, long compensations) {

		/**
		 * Adds figures.
		 * @param more more figures
		 * @return the sum
		 */
		public Figures plus(Figures more) {
			return new Figures(this.programs + more.programs, this.steps + more.steps, this.failures + more.failures,
					this.compensations + more.compensations);
		}

	}

}
