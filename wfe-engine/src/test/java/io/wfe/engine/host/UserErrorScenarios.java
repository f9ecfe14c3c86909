package io.wfe.engine.host;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.wfe.core.InvalidValueException;
import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.WorkflowListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Errors of those who write and start workflows. Behind each the host goes on. That of a
 * definition that is gone is in {@link OwnershipScenarios}, those of middleware are in
 * {@link MiddlewareScenarios}.
 */
abstract class UserErrorScenarios extends HostTest {

	UserErrorScenarios(StoreUnderTest store) {
		super(store);
	}

	private static void assertGoesOn(WorkflowHost host) {
		String id = newId("sound");
		host.register(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		assertThat(log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG))).containsExactly("a");
		assertThat(host.isRunning()).isTrue();
	}

	private WorkflowInstance assertSuspends(String message, Consumer<WorkflowBuilder<Work>> build) {
		String id = newId("error");
		WorkflowHost host = this.hosts.start((builder) -> builder.errorBehavior(ErrorBehavior.suspend()),
				workflow(id, build));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance suspended = host.awaitWorkflow(workflowId, LONG);
		assertThat(suspended.status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains(message));
		assertGoesOn(host);
		return suspended;
	}

	private static boolean failing(Work work) {
		throw new IllegalStateException("no condition of " + work.n);
	}

	@Test
	void startIsRefusedIfItsDataDoesNotFit() {
		String id = newId("data");
		WorkflowHost host = this.hosts.start(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> host.startWorkflow(id, "text"))
			.withMessageContaining("Work");
		assertThatExceptionOfType(WfeException.class).isThrownBy(() -> host.startWorkflow(id, new Unmappable()));
		assertThat(execution().findWorkflow(id + "-1")).isEmpty();
		assertGoesOn(host);
	}

	/** Cannot be written as JSON. */
	public static class Unmappable {

		public String getText() {
			throw new IllegalStateException("not now");
		}

	}

	@Test
	void eventIsRefusedIfItsDataCannotBeMapped() {
		WorkflowHost host = this.hosts.start();
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> host.publishEvent("e", "k", new Unmappable()));
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> host.publishEvent("e", "k", "zero \u0000"));
		assertGoesOn(host);
	}

	/** Somebody has stored what the definition cannot read. */
	@Test
	void stepFailsIfTheStoredDataDoesNotFit() {
		String id = newId("data");
		WorkflowHost starter = this.hosts.build((builder) -> builder.executeWorkflows(false),
				workflow(id, Object.class, (steps) -> steps.update("a", (data) -> data)));
		String workflowId = starter.startWorkflow(id, Map.of("n", "many"));
		WorkflowHost host = this.hosts.start((builder) -> builder.errorBehavior(ErrorBehavior.suspend()),
				workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(store().getErrors(workflowId)).hasSize(1);
		assertGoesOn(host);
	}

	@Test
	void stepFailsIfItsResultCannotBeMapped() {
		assertSuspends("", (steps) -> steps.then("a", (step) -> ExecutionResult.persist(new Unmappable())));
	}

	/**
	 * It has not failed, since nothing has run: it is tried again, whatever its behavior
	 * is.
	 */
	@Test
	void stepWhoseClassCannotBeMadeIsTriedAgainLater() {
		String id = newId("class");
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.then(NeedsMore.class).onError(ErrorBehavior.terminate())));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance waiting = this.hosts.until(workflowId, (workflow) -> workflow.nextExecution() != null
				&& workflow.nextExecution().isAfter(workflow.createTime().plusSeconds(30)));
		assertThat(waiting.status()).isEqualTo(WorkflowStatus.RUNNABLE);
		assertThat(store().getErrors(workflowId)).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("NeedsMore"));
		assertGoesOn(host);
	}

	static class NeedsMore implements StepBody<Work> {

		NeedsMore(String more) {
			assertThat(more).isNotNull();
		}

		@Override
		public ExecutionResult run(StepContext<Work> context) {
			return ExecutionResult.next();
		}

	}

	/** D07. */
	@Test
	void conditionOfAStepThatFailsIsAFailureOfTheStep() {
		assertSuspends("no condition",
				(steps) -> steps.update("a", (work) -> work.add("a")).when(UserErrorScenarios::failing));
	}

	@Test
	void conditionOfABlockThatFailsIsAFailureOfTheStep() {
		assertSuspends("no condition",
				(steps) -> steps.ifDo(UserErrorScenarios::failing, (yes) -> yes.update("a", (work) -> work.add("a"))));
	}

	@Test
	void conditionOfARecurrenceThatFailsIsAFailureOfTheStep() {
		assertSuspends("no condition", (steps) -> steps.recur(Duration.ofMillis(1), UserErrorScenarios::failing,
				(round) -> round.update("a", (work) -> work.add("a"))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void conditionToCancelThatFailsCountsAsFalse(boolean error) {
		String id = newId("cancel");
		WorkflowHost host = this.hosts
			.start(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a")).cancelWhen((work) -> {
				if (error) {
					throw new StackOverflowError();
				}
				throw new IllegalStateException("no condition");
			}, false)));
		WorkflowInstance workflow = host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG);
		assertThat(log(workflow)).containsExactly("a");
		assertThat(store().getErrors(workflow.id())).isEmpty();
		assertGoesOn(host);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listenerThatFailsChangesNothing(boolean error) {
		String id = newId("told");
		WorkflowListener broken = (WorkflowListener) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WorkflowListener.class }, (proxy, method, arguments) -> {
					if (error) {
						throw new NoClassDefFoundError(method.getName());
					}
					throw new IllegalStateException(method.getName());
				});
		Trace trace = new Trace();
		WorkflowHost host = this.hosts.start((builder) -> builder.listener(broken),
				workflow(id, (steps) -> steps.then("a", trace.failing("a", 1)).onError(ErrorBehavior.suspend())));
		String workflowId = host.startWorkflow(id, new Work());
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		assertThat(host.resumeWorkflow(workflowId)).isTrue();
		assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
		assertThat(trace.times("a")).isEqualTo(2);
		assertGoesOn(host);
	}

	/**
	 * D34: the store refuses the character, and says so of the step that has written it.
	 */
	@Test
	void valueThatTheStoreRefusesIsAFailureOfItsStep() {
		WorkflowInstance suspended = assertSuspends("",
				(steps) -> steps.update("a", (work) -> work.add("a")).update("b", (work) -> work.add("zero \u0000")));
		assertThat(log(suspended)).containsExactly("a");
		assertThat(suspended.executionPointers()).last()
			.satisfies((pointer) -> assertThat(pointer.stepName()).isEqualTo("b"));
	}

	/** D34: others that run at the same time have not failed. */
	@Test
	void onlyTheStepFailsWhoseValueIsRefused() {
		String id = newId("refused");
		WorkflowHost host = this.hosts.start(
				(builder) -> builder.errorBehavior(ErrorBehavior.retry(Duration.ofMillis(10), 1_000_000)),
				workflow(id,
						(steps) -> steps.parallel(List.of((one) -> one.update("1", (work) -> work.add("1")),
								(two) -> two.update("2", (work) -> work.add("zero \u0000")),
								(three) -> three.update("3", (work) -> work.add("3"))))));
		String workflowId = host.startWorkflow(id, new Work());
		WorkflowInstance workflow = this.hosts.until(workflowId,
				(instance) -> log(instance).contains("3") && store().getErrors(workflowId).size() > 1);
		assertThat(log(workflow)).containsExactly("1", "3");
		assertThat(workflow.executionPointers()).filteredOn((pointer) -> pointer.retryCount() > 0)
			.singleElement()
			.satisfies((pointer) -> assertThat(pointer.stepName()).isEqualTo("2"));
		assertThat(host.terminateWorkflow(workflowId)).isTrue();
		assertGoesOn(host);
	}

	/** Also if it comes with the failure of a step. */
	@Test
	void failureWhoseMessageTheStoreRefusesIsAFailureAllTheSame() {
		assertSuspends("", (steps) -> steps.then("a", (step) -> {
			throw new IllegalStateException("zero \u0000");
		}));
	}

}
