package io.wfe.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;

/**
 * The hosts of a test, and what tests do with them. A workflow is a few lines; each test
 * has definitions of its own, since the tests of a class share a store.
 */
final class Hosts implements AutoCloseable {

	static final Duration LONG = Duration.ofSeconds(30);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final PersistenceProvider store;

	private final List<WorkflowHost> open = new ArrayList<>();

	Hosts(PersistenceProvider store) {
		this.store = store;
	}

	PersistenceProvider store() {
		return this.store;
	}

	/**
	 * Returns a new id for a definition, an event or a name.
	 */
	static String newId(String name) {
		return name + NUMBERS.incrementAndGet();
	}

	static Workflow<Work> workflow(String id, Consumer<WorkflowBuilder<Work>> build) {
		return workflow(id, 1, build);
	}

	static Workflow<Work> workflow(String id, int version, Consumer<WorkflowBuilder<Work>> build) {
		return workflow(id, version, Work.class, build);
	}

	static <D> Workflow<D> workflow(String id, Class<D> dataType, Consumer<WorkflowBuilder<D>> build) {
		return workflow(id, 1, dataType, build);
	}

	private static <D> Workflow<D> workflow(String id, int version, Class<D> dataType,
			Consumer<WorkflowBuilder<D>> build) {
		return new Workflow<>() {

			@Override
			public String id() {
				return id;
			}

			@Override
			public int version() {
				return version;
			}

			@Override
			public Class<D> dataType() {
				return dataType;
			}

			@Override
			public void build(WorkflowBuilder<D> workflow) {
				build.accept(workflow);
			}

		};
	}

	/**
	 * Starts a host of these workflows.
	 */
	WorkflowHost start(Workflow<?>... workflows) {
		return start((builder) -> builder, workflows);
	}

	WorkflowHost start(UnaryOperator<WorkflowHost.Builder> settings, Workflow<?>... workflows) {
		WorkflowHost host = build(settings, workflows);
		host.start();
		return host;
	}

	WorkflowHost build(UnaryOperator<WorkflowHost.Builder> settings, Workflow<?>... workflows) {
		WorkflowHost.Builder builder = settings
			.apply(WorkflowHost.builder(this.store).pollInterval(Duration.ofMillis(100)).hostName("test"));
		for (Workflow<?> workflow : workflows) {
			builder.workflow(workflow);
		}
		WorkflowHost host = builder.build();
		this.open.add(host);
		return host;
	}

	/**
	 * Runs an instance to its end on a host of its own.
	 */
	WorkflowInstance run(Work data, Consumer<WorkflowBuilder<Work>> build) {
		String id = newId("run");
		WorkflowHost host = start(workflow(id, build));
		return host.awaitWorkflow(host.startWorkflow(id, data), LONG);
	}

	/**
	 * Waits until something holds for an instance.
	 */
	WorkflowInstance until(String workflowId, Predicate<WorkflowInstance> condition) {
		return Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.store.getWorkflowInstance(workflowId), condition);
	}

	/**
	 * Waits until a step of an instance has a status.
	 */
	WorkflowInstance until(String workflowId, String stepName, PointerStatus status) {
		return until(workflowId,
				(workflow) -> pointers(workflow, stepName).stream().anyMatch((pointer) -> pointer.status() == status));
	}

	WorkflowInstance until(String workflowId, WorkflowStatus status) {
		return until(workflowId, (workflow) -> workflow.status() == status);
	}

	static List<ExecutionPointer> pointers(WorkflowInstance workflow, String stepName) {
		return workflow.executionPointers().stream().filter((pointer) -> stepName.equals(pointer.stepName())).toList();
	}

	static List<String> log(WorkflowInstance workflow) {
		return workflow.data().path("log").valueStream().map((entry) -> entry.asString()).toList();
	}

	@Override
	public void close() {
		this.open.forEach(WorkflowHost::close);
		this.open.clear();
	}

}
