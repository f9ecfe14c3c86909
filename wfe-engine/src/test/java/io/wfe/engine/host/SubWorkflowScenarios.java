package io.wfe.engine.host;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.PointerStatus;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workflows that start others and wait for them.
 */
abstract class SubWorkflowScenarios extends HostTest {

	SubWorkflowScenarios(StoreUnderTest store) {
		super(store);
	}

	@Test
	void eachItemOfALoopHasAChild() {
		String child = newId("child");
		String parent = newId("parent");
		WorkflowHost host = this.hosts.start(workflow(child, (steps) -> steps.update("greet", (work) -> {
			work.text = "hello " + work.text;
			return work;
		})), workflow(parent, (steps) -> steps.forEach((work) -> List.of("a", "b"), String.class,
				(item) -> item.subWorkflow(child, (work, step) -> {
					Work input = new Work();
					input.text = Objects.requireNonNull(step.item(String.class));
					return input;
				}).output(Work.class, (work, result) -> {
					work.text += result.text + ";";
					return work;
				}))));
		WorkflowInstance complete = host.awaitWorkflow(host.startWorkflow(parent, new Work()), LONG);
		assertThat(complete.data().path("text").asString()).contains("hello a;", "hello b;");
	}

	/** D19, D63: when the parent goes on, the child is stored as complete. */
	@Test
	void parentGetsTheDataOfItsChild() {
		String child = newId("child");
		String parent = newId("parent");
		List<WorkflowStatus> seen = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start(workflow(child, (steps) -> steps.update("greet", (work) -> {
			work.text = "hello " + work.text;
			return work;
		})), workflow(parent, (steps) -> steps.subWorkflow(child, Work::copy).output(Work.class, (work, result) -> {
			work.text = result.text;
			return work;
		}).then("look", (step) -> {
			String childId = Objects.requireNonNull(step.workflow().executionPointers().get(0).eventKey());
			seen.add(step.host().getWorkflow(childId).status());
			return ExecutionResult.next();
		})));
		Work world = new Work();
		world.text = "world";
		WorkflowInstance complete = host.awaitWorkflow(host.startWorkflow(parent, world), LONG);
		assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(complete.data().path("text").asString()).isEqualTo("hello world");
		assertThat(seen).containsExactly(WorkflowStatus.COMPLETE);
		JsonNode event = Objects.requireNonNull(complete.executionPointers().get(0).eventData());
		assertThat(event.path("status").asString()).isEqualTo("Complete");
		assertThat(event.path("data").path("text").asString()).isEqualTo("hello world");
		assertThat(host.getWorkflow(childOf(complete)).name()).isEqualTo(child + "-1");
	}

	private static String childOf(WorkflowInstance parent) {
		ExecutionPointer pointer = parent.executionPointers().get(0);
		return Objects.requireNonNull(pointer.eventKey());
	}

	/**
	 * R-25, D05: a child that ends otherwise makes the step fail, which starts another
	 * one when it is repeated.
	 */
	@Test
	void stepFailsIfItsChildDoesNotComplete() {
		String child = newId("child");
		String parent = newId("parent");
		Trace trace = new Trace();
		WorkflowHost host = this.hosts.start(
				workflow(child,
						(steps) -> steps.then("fragile", trace.failing("fragile", 1))
							.onError(ErrorBehavior.terminate())),
				workflow(parent, (steps) -> steps.subWorkflow(child, (work) -> work).onError(ErrorBehavior.suspend())));
		String parentId = host.startWorkflow(parent, new Work());
		WorkflowInstance suspended = host.awaitWorkflow(parentId, LONG);
		assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(parentId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains(childOf(suspended), "Terminated"));
		host.resumeWorkflow(parentId);
		WorkflowInstance complete = host.awaitWorkflow(parentId, LONG);
		assertThat(complete.status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(childOf(complete)).isNotEqualTo(childOf(suspended));
	}

	/** */
	@Test
	void stepFailsIfItsChildHasNoDefinition() {
		WorkflowInstance workflow = this.hosts.run(new Work(),
				(steps) -> steps.subWorkflow("missing", (work) -> work).onError(ErrorBehavior.suspend()));
		assertThat(workflow.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(workflow.executionPointers().get(0).status()).isEqualTo(PointerStatus.FAILED);
		assertThat(store().getErrors(workflow.id())).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("missing"));
	}

	/** */
	@Test
	void whatAStepStartsHasTheSameRoot() {
		String leaf = newId("leaf");
		String middle = newId("middle");
		String root = newId("root");
		Map<String, String> started = new ConcurrentHashMap<>();
		List<String> told = new CopyOnWriteArrayList<>();
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(new RecordingListener(told)),
				workflow(leaf, (steps) -> steps.update("leaf", (work) -> work.add("leaf"))),
				workflow(middle, (steps) -> steps.then("start", (step) -> {
					started.put("leaf", step.host().startWorkflow(leaf, new Work()));
					return ExecutionResult.next();
				})), workflow(root, (steps) -> steps.then("start", (step) -> {
					started.put("middle", step.host().startWorkflow(middle, new Work()));
					return ExecutionResult.next();
				})));
		String rootId = host.startWorkflow(root, new Work());
		assertThat(host.awaitWorkflow(rootId, LONG).rootWorkflowId()).isNull();
		Awaitility.await().atMost(LONG).until(() -> started.size() == 2);
		started.values().forEach((id) -> {
			WorkflowInstance descendant = this.hosts.until(id, WorkflowStatus.COMPLETE);
			assertThat(descendant.rootWorkflowId()).isEqualTo(rootId);
		});
		Awaitility.await().atMost(LONG).until(() -> told.stream().filter("started"::equals).count() == 3);
	}

	/** D04: the child may have ended before its parent waits for it. */
	@Test
	void parentsOfManyFastChildrenAllGoOn() {
		String child = newId("child");
		String parent = newId("parent");
		WorkflowHost host = this.hosts.start(workflow(child, (steps) -> steps.update("a", (work) -> work.add("child"))),
				workflow(parent,
						(steps) -> steps.forEach((work) -> work.items, Integer.class,
								(each) -> each.subWorkflow(child, (work) -> new Work())
									.output(Work.class, (work, result) -> work.add(result.log.get(0))))));
		Work work = Work.items(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
		assertThat(log(host.awaitWorkflow(host.startWorkflow(parent, work), LONG))).hasSize(20);
	}

}
