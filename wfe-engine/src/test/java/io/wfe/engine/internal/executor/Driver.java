package io.wfe.engine.internal.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.internal.builder.DefinitionFactory;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.EngineEvents;
import io.wfe.engine.internal.definition.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Does for the executor what a host and a store do: keeps instances, runs passes while
 * they are due, moves a clock, delivers events and starts children. After each pass it
 * checks what must hold always.
 */
final class Driver {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final int MOST_PASSES = 20_000;

	final Map<String, WorkflowInstance> instances = new LinkedHashMap<>();

	final Map<String, EventSubscription> subscriptions = new LinkedHashMap<>();

	final Map<String, List<ExecutionError>> errors = new HashMap<>();

	final Map<String, List<Lifecycle>> lifecycle = new HashMap<>();

	final List<Published> events = new ArrayList<>();

	final List<StepMiddleware> middleware = new ArrayList<>();

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build());

	private final List<Definition<?>> definitions = new ArrayList<>();

	private int ids;

	int passes;

	Instant now = START;

	ErrorBehavior errorBehavior = PassServices.DEFAULT_ERROR_BEHAVIOR;

	int maxPointers = PassServices.DEFAULT_MAX_POINTERS;

	StepInvoker invoker = StepInvoker.DIRECT;

	StepFactory stepFactory = new StepFactory() {
		@Override
		public <T> T create(Class<T> type) throws Exception {
			var constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
	};

	private final Map<String, PassMemory> memories = new HashMap<>();

	@Nullable PassResult last;

	private @Nullable PassExecutor executor;

	Driver register(Workflow<?> workflow) {
		this.definitions.add(new DefinitionFactory(this.json).define(workflow));
		return this;
	}

	PassExecutor executor() {
		PassExecutor known = this.executor;
		if (known == null) {
			known = new PassExecutor(new PassServices(this.json, new StepFactory() {
				@Override
				public <T> T create(Class<T> type) throws Exception {
					return Driver.this.stepFactory.create(type);
				}
			}, this.middleware, (call, body) -> this.invoker.invoke(call, body), this::find, this::host,
					this.errorBehavior, PassServices.DEFAULT_IDLE_TIME, this.maxPointers, this::nextId, new Random(1)));
			this.executor = known;
		}
		return known;
	}

	private WorkflowHost host(WorkflowInstance parent) {
		throw new UnsupportedOperationException("There is no host for " + parent);
	}

	private String nextId() {
		return String.format("id-%06d", ++this.ids);
	}

	@Nullable Definition<?> find(String id, @Nullable Integer version) {
		return this.definitions.stream()
			.filter((definition) -> definition.id().equals(id))
			.filter((definition) -> version == null || definition.version() == version)
			.max(Comparator.comparingInt(Definition::version))
			.orElse(null);
	}

	Definition<?> definition(WorkflowInstance instance) {
		Definition<?> definition = find(instance.workflowDefinitionId(), instance.version());
		if (definition == null) {
			throw new IllegalStateException("No definition of " + instance);
		}
		return definition;
	}

	String start(Object data) {
		return start(this.definitions.get(this.definitions.size() - 1).id(), data);
	}

	String start(String definitionId, @Nullable Object data) {
		Definition<?> definition = find(definitionId, null);
		if (definition == null) {
			throw new IllegalStateException("No definition " + definitionId);
		}
		WorkflowInstance instance = new NewInstances(this.json, this::nextId).create(definition, data, this.now)
			.build();
		this.instances.put(instance.id(), instance);
		return instance.id();
	}

	/** Starts an instance and runs it as far as it goes without waiting. */
	String run(Object data) {
		String id = start(data);
		runUntilIdle();
		return id;
	}

	/** Runs one pass, whether the instance is due or not. */
	PassResult pass(String id) {
		WorkflowInstance before = get(id);
		PassMemory memory = this.memories.computeIfAbsent(id, (key) -> new PassMemory());
		PassResult result = executor().run(before, definition(before), this.now, new PassControl() {
			@Override
			public PassMemory memory() {
				return memory;
			}
		});
		this.passes++;
		Invariants.check(before, result);
		Invariants.check(memory, result);
		this.last = result;
		this.instances.put(id, result.instance());
		result.unsubscribed().forEach(this.subscriptions::remove);
		result.subscriptions()
			.forEach((subscription) -> this.subscriptions.put(subscription.executionPointerId(), subscription));
		result.children().forEach((child) -> this.instances.put(child.id(), child));
		this.errors.computeIfAbsent(id, (key) -> new ArrayList<>()).addAll(result.errors());
		this.lifecycle.computeIfAbsent(id, (key) -> new ArrayList<>()).addAll(result.lifecycle());
		for (NewEvent event : result.events()) {
			this.events
				.add(new Published(event.id(), event.eventName(), event.eventKey(), event.eventData(), this.now));
		}
		Invariants.checkSubscriptions(result.instance(), this.subscriptions.values());
		return result;
	}

	void runUntilIdle() {
		for (int count = 0; count < MOST_PASSES; count++) {
			deliver();
			WorkflowInstance due = this.instances.values().stream().filter(this::isDue).findFirst().orElse(null);
			if (due == null) {
				return;
			}
			pass(due.id());
		}
		throw new AssertionError("Still due after " + MOST_PASSES + " passes: " + this.instances.values());
	}

	boolean isDue(WorkflowInstance instance) {
		Instant next = instance.nextExecution();
		return instance.status() == WorkflowStatus.RUNNABLE && next != null && !next.isAfter(this.now);
	}

	/** Moves the clock and runs what is due on the way, in the order of time. */
	void advance(Duration duration) {
		Instant end = this.now.plus(duration);
		while (true) {
			runUntilIdle();
			Instant next = this.instances.values()
				.stream()
				.filter((instance) -> instance.status() == WorkflowStatus.RUNNABLE)
				.map(WorkflowInstance::nextExecution)
				.filter((time) -> time != null)
				.min(Comparator.naturalOrder())
				.orElse(null);
			if (next == null || next.isAfter(end)) {
				break;
			}
			this.now = next;
		}
		this.now = end;
		runUntilIdle();
	}

	void publish(String name, String key, @Nullable Object data) {
		JsonNode node = this.json.write(data);
		this.events.add(new Published(nextId(), name, key, (node != null) ? node : JsonNodeFactory.instance.nullNode(),
				this.now));
		runUntilIdle();
	}

	/** Ends the only open activity of a name. */
	void completeActivity(String name, boolean success, @Nullable Object data) {
		EventSubscription activity = this.subscriptions.values()
			.stream()
			.filter((subscription) -> subscription.eventName().equals(EngineEvents.ACTIVITY))
			.filter((subscription) -> subscription.eventKey().equals(name))
			.findFirst()
			.orElseThrow();
		give(activity, EngineEvents.activityResult(success, this.json.write(data)), null);
		runUntilIdle();
	}

	/** Answers the oldest open task of somebody. */
	void answer(String assignee, String option) {
		EventSubscription task = tasks(assignee).get(0);
		publish(task.eventName(), task.eventKey(), EngineEvents.userAction(assignee, option));
	}

	List<EventSubscription> tasks(String assignee) {
		return this.subscriptions.values()
			.stream()
			.filter((subscription) -> subscription.eventName().equals(EngineEvents.USER_ACTION))
			.filter((subscription) -> {
				JsonNode task = subscription.subscriptionData();
				return task != null && task.path("assignee").asString("").equals(assignee);
			})
			.toList();
	}

	private void deliver() {
		for (EventSubscription subscription : List.copyOf(this.subscriptions.values())) {
			ExecutionPointer pointer = pointer(subscription.workflowId(), subscription.executionPointerId());
			this.events.stream()
				.filter((event) -> event.name().equals(subscription.eventName()))
				.filter((event) -> event.key().equals(subscription.eventKey()))
				.filter((event) -> !event.time().isBefore(subscription.subscribeAsOf()))
				.filter((event) -> !event.time().isAfter(this.now))
				.filter((event) -> isBehind(event, pointer.extensionAttributes().get("wfe.after")))
				.min(Comparator.comparing(Published::time).thenComparing(Published::id))
				.ifPresent((event) -> give(subscription, event.data(), event));
		}
	}

	private static boolean isBehind(Published event, @Nullable JsonNode after) {
		if (after == null) {
			return true;
		}
		int order = event.time().compareTo(Instant.parse(after.get("time").asString()));
		return order > 0 || (order == 0 && event.id().compareTo(after.get("id").asString()) > 0);
	}

	private void give(EventSubscription subscription, JsonNode data, @Nullable Published event) {
		this.subscriptions.remove(subscription.executionPointerId());
		WorkflowInstance instance = get(subscription.workflowId());
		if (instance.completeTime() != null) {
			return;
		}
		List<ExecutionPointer> pointers = instance.executionPointers().stream().map((pointer) -> {
			if (!pointer.id().equals(subscription.executionPointerId()) || pointer.endTime() != null) {
				return pointer;
			}
			Map<String, JsonNode> attributes = new LinkedHashMap<>(pointer.extensionAttributes());
			if (event != null) {
				attributes.put("wfe.event",
						JsonNodeFactory.instance.objectNode()
							.put("id", event.id())
							.put("time", event.time().toString()));
			}
			return pointer.toBuilder()
				.eventPublished(true)
				.active(true)
				.eventData(data)
				.extensionAttributes(attributes)
				.build();
		}).toList();
		this.instances.put(instance.id(),
				instance.toBuilder().executionPointers(pointers).nextExecution(Instant.EPOCH).build());
	}

	void suspend(String id) {
		this.instances.put(id, get(id).toBuilder().status(WorkflowStatus.SUSPENDED).build());
	}

	void resume(String id) {
		this.instances.put(id,
				get(id).toBuilder().status(WorkflowStatus.RUNNABLE).nextExecution(Instant.EPOCH).build());
		runUntilIdle();
	}

	WorkflowInstance get(String id) {
		WorkflowInstance instance = this.instances.get(id);
		if (instance == null) {
			throw new IllegalStateException("No instance " + id);
		}
		return instance;
	}

	WorkflowStatus status(String id) {
		return get(id).status();
	}

	<T> T data(String id, Class<T> type) {
		T data = this.json.read(get(id).data(), type);
		if (data == null) {
			throw new IllegalStateException("No data");
		}
		return data;
	}

	List<ExecutionError> errors(String id) {
		return this.errors.getOrDefault(id, List.of());
	}

	ExecutionPointer pointer(String id, String pointerId) {
		return get(id).executionPointers()
			.stream()
			.filter((pointer) -> pointer.id().equals(pointerId))
			.findFirst()
			.orElseThrow();
	}

	List<ExecutionPointer> pointersOf(String id, String stepName) {
		return get(id).executionPointers().stream().filter((pointer) -> stepName.equals(pointer.stepName())).toList();
	}

	ExecutionPointer only(String id, String stepName) {
		List<ExecutionPointer> pointers = pointersOf(id, stepName);
		if (pointers.size() != 1) {
			throw new AssertionError(pointers.size() + " pointers of " + stepName);
		}
		return pointers.get(0);
	}

	PointerStatus statusOf(String id, String stepName) {
		return only(id, stepName).status();
	}

	record Published(String id, String name, String key, JsonNode data, Instant time) {

	}

}
