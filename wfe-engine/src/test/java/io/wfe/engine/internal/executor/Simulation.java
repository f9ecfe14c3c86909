package io.wfe.engine.internal.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ClaimedActivity;
import io.wfe.core.persistence.DefinitionKey;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepFactory;
import io.wfe.engine.internal.builder.DefinitionFactory;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.JsonCodec;
import io.wfe.engine.random.RandomData;
import io.wfe.engine.random.RandomWorkflow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Two hosts, a store, workers, people and commands, all on one thread and in an order
 * that a seed decides: random workflows are run through random faults, and what must hold
 * always is checked after each write.
 */
final class Simulation {

	private static final Duration UNIT = Duration.ofSeconds(1);

	private static final int ROUNDS = 250;

	private static final int MOST_ROUNDS_TO_END = 3000;

	final Random random;

	final RandomFaults faults;

	final InMemoryPersistenceProvider store;

	int passes;

	int dropped;

	int commands;

	int events;

	int instances;

	private final boolean calm;

	private final List<Definition<?>> definitions = new ArrayList<>();

	private final List<SimulatedHost> hosts;

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build());

	private final PassExecutor executor;

	private final History history;

	private Instant now = Driver.START;

	private int ids;

	Simulation(long seed) {
		this.random = new Random(seed);
		this.calm = seed % 4 == 0;
		this.faults = new RandomFaults(this.random, this.calm ? 0 : 1 + this.random.nextInt(25));
		this.store = new InMemoryPersistenceProvider(new MovedClock());
		this.history = new History(this);
		define("grandchild", List.of());
		define("child", List.of("grandchild"));
		define("parent", List.of("child", "grandchild"));
		this.executor = new PassExecutor(
				new PassServices(this.json, new FragileFactory(), List.of(), this::invoke, this::find, (instance) -> {
					throw new UnsupportedOperationException();
				}, PassServices.DEFAULT_ERROR_BEHAVIOR, PassServices.DEFAULT_IDLE_TIME,
						PassServices.DEFAULT_MAX_POINTERS, this::nextId, this.random));
		this.hosts = List.of(new SimulatedHost(this, "a"), new SimulatedHost(this, "b"));
	}

	private void define(String id, List<String> children) {
		this.definitions.add(new DefinitionFactory(this.json)
			.define(new RandomWorkflow(id, this.random.nextLong(), children, UNIT, this.faults)));
	}

	private String nextId() {
		return String.format("id-%06d", ++this.ids);
	}

	private ExecutionResult invoke(StepInvoker.Call call, Callable<ExecutionResult> body) throws Exception {
		boolean tooLong = call.timeout() != null && this.faults.happens("timeout");
		if (tooLong && this.random.nextBoolean()) {
			throw new TimeoutException("It took too long");
		}
		ExecutionResult result = body.call();
		if (tooLong) {
			throw new TimeoutException("It took too long, and was done all the same");
		}
		return result;
	}

	@Nullable Definition<?> find(String id, @Nullable Integer version) {
		return this.definitions.stream().filter((definition) -> definition.id().equals(id)).findFirst().orElse(null);
	}

	Definition<?> definition(WorkflowInstance instance) {
		Definition<?> definition = find(instance.workflowDefinitionId(), instance.version());
		if (definition == null) {
			throw new IllegalStateException("No definition of " + instance);
		}
		return definition;
	}

	Collection<DefinitionKey> keys() {
		return this.definitions.stream().<DefinitionKey>map(Definition::key).toList();
	}

	PassExecutor executor() {
		return this.executor;
	}

	Instant now() {
		return this.now;
	}

	PassControl control() {
		boolean early = !this.calm && this.random.nextInt(20) == 0;
		return new PassControl() {
			@Override
			public boolean isPassToEnd() {
				return early && Simulation.this.random.nextBoolean();
			}
		};
	}

	void ran(WorkflowInstance before, PassResult result) {
		this.passes++;
		Invariants.check(before, result);
	}

	void told(PassResult result) {
		this.history.told(result);
	}

	/** Runs everything, first with faults, then to the end without. */
	void run() {
		for (int start = 1 + this.random.nextInt(4); start > 0; start--) {
			start();
		}
		this.history.check();
		for (int round = 0; round < ROUNDS; round++) {
			act();
			this.history.check();
		}
		this.faults.stop();
		// The leases of hosts that have died end, those of others do not
		for (int part = 0; part < 4; part++) {
			advance(SimulatedHost.LEASE.dividedBy(3));
		}
		for (int round = 0; !this.history.hasEnded(); round++) {
			if (round == MOST_ROUNDS_TO_END) {
				throw new AssertionError("Not at its end after " + round + " rounds: " + this.history.open());
			}
			help();
			settle();
			this.history.checkEventsAreDelivered();
			advance(UNIT.multipliedBy(1 + round));
		}
		this.instances = this.history.size();
		if (this.calm && this.dropped == 0) {
			this.history.checkEachBodyRanOnce(this.faults.runs);
		}
	}

	private void start() {
		Definition<?> definition = this.definitions.get(this.definitions.size() - 1);
		WorkflowInstance instance = new NewInstances(this.json, this::nextId)
			.create(definition, RandomData.of(this.random.nextInt(6)), this.now)
			.build();
		this.store.startWorkflows(
				List.of(new NewWorkflow(instance.toBuilder().name(instance.id()).build(), Duration.ZERO, null)));
	}

	private void act() {
		SimulatedHost host = this.hosts.get(this.random.nextInt(this.hosts.size()));
		switch (this.random.nextInt(18)) {
			case 0, 1 -> host.claim(1 + this.random.nextInt(2));
			case 2 -> publish();
			case 3 -> this.store.deliverDueEvents(1 + this.random.nextInt(3));
			case 4 -> work();
			case 5 -> answer();
			case 6 -> advance(UNIT.multipliedBy(this.random.nextInt(5)));
			case 7 -> command();
			case 8 -> fail(host);
			default -> host.step();
		}
	}

	private void fail(SimulatedHost host) {
		if (this.faults.happens("host")) {
			if (this.random.nextBoolean()) {
				host.crash();
			}
			else {
				// It stalls beyond its lease, and goes on with what it had
				this.now = this.now.plus(SimulatedHost.LEASE.multipliedBy(2));
				this.hosts.stream().filter((other) -> other != host).forEach(SimulatedHost::renew);
			}
		}
	}

	private void advance(Duration duration) {
		this.now = this.now.plus(duration.compareTo(Duration.ofHours(1)) < 0 ? duration : Duration.ofHours(1));
		this.hosts.forEach(SimulatedHost::renew);
	}

	private String any(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private void publish() {
		publish(any(RandomWorkflow.EVENTS), any(RandomWorkflow.KEYS));
	}

	private void publish(String name, String key) {
		NewEvent event = new NewEvent(nextId(), name, key, JsonNodeFactory.instance.numberNode(++this.events), null);
		this.store.publishEvents(List.of(event));
		this.history.published(event);
	}

	private void work() {
		ClaimedActivity activity = this.store
			.claimActivity(any(RandomWorkflow.ACTIVITIES), "worker", Duration.ofSeconds(2))
			.orElse(null);
		if (activity != null && !this.faults.happens("worker")) {
			boolean success = !this.faults.happens("work");
			this.store.completeActivity(activity.token(),
					EngineEvents.activityResult(success, JsonNodeFactory.instance.numberNode(1)));
		}
	}

	private void answer() {
		List<EventSubscription> tasks = this.store.findUserTasks(null, 10);
		if (!tasks.isEmpty()) {
			EventSubscription task = tasks.get(this.random.nextInt(tasks.size()));
			String option = this.faults.happens("answer") ? "nonsense" : any(RandomWorkflow.OPTIONS);
			this.store.publishEvents(List.of(new NewEvent(nextId(), task.eventName(), task.eventKey(),
					EngineEvents.userAction("ann", option), null)));
		}
	}

	private void command() {
		if (this.calm) {
			return;
		}
		WorkflowInstance instance = this.history.any(this.random);
		this.commands++;
		if (instance.status() == WorkflowStatus.SUSPENDED) {
			if (this.random.nextBoolean()) {
				this.store.resumeWorkflow(instance.id());
			}
			else {
				this.store.retryFailedSteps(instance.id());
			}
		}
		else if (instance.status() == WorkflowStatus.RUNNABLE && this.random.nextInt(8) == 0) {
			this.store.terminateWorkflow(instance.id(), this.now);
			this.history.terminated(instance.id());
		}
		else if (instance.status() == WorkflowStatus.RUNNABLE) {
			this.store.suspendWorkflow(instance.id());
		}
	}

	/** Gives everybody what they wait for. */
	private void help() {
		this.history.suspended().forEach(this.store::retryFailedSteps);
		for (String name : RandomWorkflow.EVENTS) {
			RandomWorkflow.KEYS.forEach((key) -> publish(name, key));
		}
		for (int count = 0; count < 20; count++) {
			work();
		}
		for (int count = 0; count < 5; count++) {
			answer();
		}
	}

	/** Runs what is due and delivers what was published, until nothing is left. */
	private void settle() {
		boolean busy = true;
		for (int count = 0; busy; count++) {
			if (count == 20_000) {
				throw new AssertionError("Due for ever: " + this.history.open());
			}
			boolean delivered = this.store.deliverDueEvents(10).delivered() > 0;
			SimulatedHost host = this.hosts.get(this.random.nextInt(this.hosts.size()));
			host.claim(3);
			host.step();
			this.history.check();
			busy = delivered || !this.hosts.stream().allMatch(SimulatedHost::isIdle)
					|| !this.store.getRunnableInstances(this.now, 1).isEmpty();
		}
	}

	private final class MovedClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return Simulation.this.now;
		}

	}

	private final class FragileFactory implements StepFactory {

		@Override
		public <T> T create(Class<T> type) throws Exception {
			Simulation.this.faults.at("step factory");
			return type.getDeclaredConstructor().newInstance();
		}

	}

}
