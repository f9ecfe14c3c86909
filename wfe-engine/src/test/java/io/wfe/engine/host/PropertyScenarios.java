package io.wfe.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.UserTask;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.random.RandomData;
import io.wfe.engine.random.RandomWorkflow;
import io.wfe.engine.random.StoredInvariants;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.wfe.engine.host.Hosts.newId;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random workflows on two hosts with one store: steps fail, hosts die, commands and
 * events come, workers and people answer. What is stored keeps the invariants at any
 * time, and everything ends. Failures name their seed:
 * {@code -Dwfe.properties.host-seed=...}. The long form:
 * {@code -Dwfe.properties.programs=1000}.
 */
abstract class PropertyScenarios extends HostTest {

	private static final int PROGRAMS = Integer.getInteger("wfe.properties.programs", 30);

	private static final long SEED = Long.getLong("wfe.properties.host-seed", 1);

	private static final int LARGEST_BATCH = 30;

	private static final Duration UNIT = Duration.ofMillis(4);

	private static final Duration TIME_TO_END = Duration.ofMinutes(2);

	private final Map<String, WorkflowInstance> seen = new HashMap<>();

	private int checks;

	private int commands;

	private int events;

	PropertyScenarios(StoreUnderTest store) {
		super(store);
	}

	@Test
	void randomWorkflowsOnTwoHostsEndAndKeepWhatMustHoldAlways() {
		int faults = 0;
		for (int done = 0; done < PROGRAMS; done += LARGEST_BATCH) {
			long seed = SEED + done;
			try {
				faults += run(seed, Math.min(LARGEST_BATCH, PROGRAMS - done));
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("Seed " + seed + ": " + ex.getMessage(), ex);
			}
		}
		System.out.printf(
				"%s: %d definitions, %d instances, %d faults, %d commands, %d events, %d checks, " + "0 violations%n",
				getClass().getSimpleName(), 3 * PROGRAMS, this.seen.size(), faults, this.commands, this.events,
				this.checks);
	}

	private int run(long seed, int programs) {
		Random random = new Random(seed);
		SharedFaults faults = new SharedFaults(random, programs * 10);
		List<Workflow<?>> workflows = new ArrayList<>();
		List<String> parents = new ArrayList<>();
		for (int program = 0; program < programs; program++) {
			String grandchild = newId("grandchild");
			String child = newId("child");
			String parent = newId("parent");
			workflows.add(new RandomWorkflow(grandchild, random.nextLong(), List.of(), UNIT, faults));
			workflows.add(new RandomWorkflow(child, random.nextLong(), List.of(grandchild), UNIT, faults));
			workflows.add(new RandomWorkflow(parent, random.nextLong(), List.of(child, grandchild), UNIT, faults));
			parents.add(parent);
		}
		WorkflowHost[] pair = { host(workflows, Duration.ofSeconds(2)), host(workflows, Duration.ofSeconds(2)) };
		parents.forEach((parent) -> pair[random.nextInt(2)].startWorkflow(parent, RandomData.of(random.nextInt(6))));
		for (int round = 0; round < programs * 8; round++) {
			act(random, pair[random.nextInt(2)]);
			if (round % 10 == 0) {
				check();
			}
			if (round == programs * 4) {
				kill(pair[0]);
			}
		}
		faults.stop();
		Awaitility.await()
			.atMost(TIME_TO_END)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(helpAll(random, pair[1])).isEmpty());
		this.hosts.close();
		check();
		return faults.done.get();
	}

	private WorkflowHost host(List<Workflow<?>> workflows, Duration lease) {
		return this.hosts.start((builder) -> builder.maxConcurrentWorkflows(4)
			.pollInterval(Duration.ofMillis(20))
			.leaseDuration(lease)
			.hostName("properties")
			.errorBehavior(ErrorBehavior.retry(UNIT, 3)), workflows.toArray(Workflow<?>[]::new));
	}

	/** It learns late that it has lost everything, and its passes are dropped. */
	private void kill(WorkflowHost host) {
		assertThat(host.isRunning()).isTrue();
		execution().findHosts()
			.stream()
			.filter((one) -> one.name().equals("properties"))
			.limit(1)
			.forEach((one) -> execution().releaseHost(one.id()));
	}

	private void act(Random random, WorkflowHost host) {
		switch (random.nextInt(8)) {
			case 0, 1 -> publish(host, any(random, RandomWorkflow.EVENTS), any(random, RandomWorkflow.KEYS));
			case 2, 3 -> work(random, host);
			case 4 -> answer(random, host);
			default -> command(random, host);
		}
	}

	private static String any(Random random, List<String> values) {
		return values.get(random.nextInt(values.size()));
	}

	private void publish(WorkflowHost host, String name, String key) {
		host.publishEvent(name, key, ++this.events);
	}

	private static void work(Random random, WorkflowHost host) {
		Optional<PendingActivity> activity = host.activities()
			.poll(any(random, RandomWorkflow.ACTIVITIES), "worker", Duration.ZERO);
		activity.ifPresent((found) -> found.complete(1));
	}

	private static void answer(Random random, WorkflowHost host) {
		List<UserTask> tasks = host.userTasks().find(null);
		if (!tasks.isEmpty()) {
			host.userTasks()
				.complete(tasks.get(random.nextInt(tasks.size())).id(), "ann", any(random, RandomWorkflow.OPTIONS));
		}
	}

	private void command(Random random, WorkflowHost host) {
		List<WorkflowSummary> open = open();
		if (open.isEmpty()) {
			return;
		}
		String id = open.get(random.nextInt(open.size())).id();
		this.commands++;
		switch (random.nextInt(10)) {
			case 0 -> host.terminateWorkflow(id);
			case 1, 2, 3 -> host.suspendWorkflow(id);
			case 4, 5, 6 -> host.resumeWorkflow(id);
			default -> host.retryFailedSteps(id);
		}
	}

	private List<WorkflowSummary> open() {
		return store().findWorkflows(WorkflowQuery.builder().pageSize(500).build())
			.workflows()
			.stream()
			.filter((workflow) -> workflow.status() == WorkflowStatus.RUNNABLE
					|| workflow.status() == WorkflowStatus.SUSPENDED)
			.toList();
	}

	/**
	 * Gives everybody what they wait for.
	 * @return what has not ended
	 */
	private List<String> helpAll(Random random, WorkflowHost host) {
		List<WorkflowSummary> open = open();
		open.stream()
			.filter((workflow) -> workflow.status() == WorkflowStatus.SUSPENDED)
			.forEach((workflow) -> host.retryFailedSteps(workflow.id()));
		for (String name : RandomWorkflow.EVENTS) {
			RandomWorkflow.KEYS.forEach((key) -> publish(host, name, key));
		}
		for (int count = 0; count < 10; count++) {
			work(random, host);
			answer(random, host);
		}
		check();
		return open.stream().map((workflow) -> describe(workflow.id())).toList();
	}

	private String describe(String id) {
		WorkflowInstance workflow = store().getWorkflowInstance(id);
		return workflow + " "
				+ workflow.executionPointers().stream().filter((pointer) -> pointer.endTime() == null).toList();
	}

	private String describePointer(String key) {
		String id = key.substring(0, 36);
		return this.seen.values()
			.stream()
			.filter((workflow) -> workflow.executionPointers().stream().anyMatch((pointer) -> pointer.id().equals(id)))
			.map((workflow) -> workflow + " " + store().getErrors(workflow.id())
					+ workflow.executionPointers()
						.stream()
						.map((pointer) -> "\n" + pointer + pointer.startTime() + " to " + pointer.endTime() + " "
								+ pointer.retryCount() + pointer.eventPublished() + pointer.extensionAttributes())
						.toList())
			.toList()
			.toString();
	}

	/** Checks what has changed, as far as it is not changed at this moment. */
	private void check() {
		for (WorkflowSummary summary : store().findWorkflows(WorkflowQuery.builder().pageSize(500).build())
			.workflows()) {
			WorkflowInstance before = this.seen.get(summary.id());
			WorkflowInstance now = store().getWorkflowInstance(summary.id());
			List<EventSubscription> subscriptions = store().getSubscriptionsByWorkflow(now.id(), 1000);
			boolean same = Objects.equals(store().getWorkflowInstance(now.id()).revision(), now.revision());
			if (same && (before == null || !Objects.equals(before.revision(), now.revision()))) {
				StoredInvariants.check(now, subscriptions);
				if (before != null) {
					StoredInvariants.checkEnd(before, now);
				}
				this.seen.put(now.id(), now);
				this.checks++;
			}
		}
	}

	/** Invariant 8: without faults, each activation runs its body once. */
	@Test
	void withoutFaultsEachBodyRunsOnceOnOneOfTwoHosts() {
		SharedFaults faults = new SharedFaults(new Random(SEED), 0);
		Random random = new Random(SEED);
		List<Workflow<?>> workflows = new ArrayList<>();
		for (int program = 0; program < 20; program++) {
			workflows.add(new RandomWorkflow(newId("calm"), random.nextLong(), List.of(), UNIT, faults));
		}
		// A lease that a busy machine does not lose
		WorkflowHost one = host(workflows, Duration.ofMinutes(2));
		WorkflowHost two = host(workflows, Duration.ofMinutes(2));
		workflows.forEach((workflow) -> one.startWorkflow(workflow.id(), RandomData.of(random.nextInt(6))));
		workflows.forEach((workflow) -> two.startWorkflow(workflow.id(), RandomData.of(random.nextInt(6))));
		Awaitility.await()
			.atMost(TIME_TO_END)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(helpAll(random, two)).isEmpty());
		assertThat(faults.runs).isNotEmpty();
		assertThat(faults.runs.entrySet()
			.stream()
			.filter((runs) -> runs.getValue().get() > 1)
			.map((runs) -> runs + " " + describePointer(runs.getKey()))).isEmpty();
	}

}
