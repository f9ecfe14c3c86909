package io.wfe.engine.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewWorkflow;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stores that do not answer for a while.
 */
abstract class StoreFailureScenarios extends HostTest {

	private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

	StoreFailureScenarios(StoreUnderTest store) {
		super(store);
	}

	/**
	 * Returns the store, whose operations fail as often as is said.
	 */
	private PersistenceProvider fragile() {
		return (PersistenceProvider) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PersistenceProvider.class }, (proxy, method, arguments) -> {
					AtomicInteger left = this.failures.get(method.getName());
					if (left != null && left.getAndDecrement() > 0) {
						throw new PersistenceException("The store is not there", null);
					}
					try {
						return method.invoke(store(), arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	/**
	 * D62: what a step has done is written when the store is there again, and the step
	 * does not run again.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "persistPasses", "lookBackOrRelease", "claimWorkflows", "timeUntilDue", "renewHost",
			"deliverEvents", "deliverDueEvents" })
	void hostGoesOnWhenTheStoreIsThereAgain(String operation) {
		String id = newId("outage");
		Trace trace = new Trace();
		try (WorkflowHost host = WorkflowHost.builder(fragile())
			.pollInterval(Duration.ofMillis(100))
			.leaseDuration(Duration.ofSeconds(2))
			.workflow(workflow(id,
					(steps) -> steps.then("a", trace.step("a"))
						.delay(Duration.ofMillis(20))
						.then("b", trace.step("b"))
						.waitFor(id, (work) -> "k", String.class)
						.then("c", trace.step("c"))))
			.build()) {
			host.start();
			this.failures.put(operation, new AtomicInteger(2));
			String workflowId = host.startWorkflow(id, new Work());
			host.publishEvent(id, "k", "x");
			WorkflowInstance workflow = host.awaitWorkflow(workflowId, LONG);
			assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETE);
			assertThat(trace.ran()).containsExactly("a", "b", "c");
			assertThat(store().getErrors(workflowId)).isEmpty();
			this.failures.remove(operation);
		}
	}

	/** A start that has failed can be repeated. */
	@Test
	void hostThatCannotJoinDoesNotStart() {
		this.failures.put("registerHost", new AtomicInteger(1));
		try (WorkflowHost host = WorkflowHost.builder(fragile()).build()) {
			assertThatExceptionOfType(PersistenceException.class).isThrownBy(host::start);
			assertThat(host.isRunning()).isFalse();
			host.start();
			assertThat(host.isRunning()).isTrue();
		}
	}

	/** As a standby server does that is not promoted yet. */
	@Test
	void storeThatRefusesWritesAndAnswersQuestionsIsOneOutage() {
		String id = newId("outage");
		Gate gate = new Gate();
		try (LogLines log = LogLines.of("Outage");
				WorkflowHost host = WorkflowHost.builder(fragile())
					.pollInterval(Duration.ofMillis(20))
					.leaseDuration(Duration.ofMinutes(1))
					.workflow(workflow(id, (steps) -> steps.then("a", (step) -> {
						gate.pass();
						return ExecutionResult.next();
					})))
					.build()) {
			host.start();
			String workflowId = host.startWorkflow(id, new Work());
			gate.awaitStep();
			AtomicInteger claims = new AtomicInteger(Integer.MAX_VALUE);
			List.of("persistPasses", "renewHost", "releaseWorkflows", "deliverEvents", "deliverDueEvents")
				.forEach((operation) -> this.failures.put(operation, new AtomicInteger(Integer.MAX_VALUE)));
			this.failures.put("claimWorkflows", claims);
			gate.open();
			store().startWorkflows(List.of(new NewWorkflow(
					WorkflowInstance.create(id, 1, JsonNodeFactory.instance.objectNode()), Duration.ZERO, null)));
			Awaitility.await().atMost(LONG).until(() -> claims.get() < Integer.MAX_VALUE - 5);
			assertThat(host.status().storeFailing()).isTrue();
			this.failures.clear();
			assertThat(host.awaitWorkflow(workflowId, LONG).status()).isEqualTo(WorkflowStatus.COMPLETE);
			Awaitility.await().atMost(LONG).until(() -> !host.status().storeFailing());
			host.stop();
			assertThat(log.with("store")).extracting((line) -> line.substring(0, 4)).containsExactly("WARN", "INFO");
		}
	}

	@Test
	void renewalsThatFailForHalfALeaseDoNotCostIt() {
		AtomicInteger renewals = new AtomicInteger(4);
		try (WorkflowHost host = WorkflowHost.builder(fragile()).leaseDuration(Duration.ofSeconds(3)).build()) {
			host.start();
			String hostId = host.status().id();
			this.failures.put("renewHost", renewals);
			Instant before = Objects.requireNonNull(host.status().leaseRenewedAt());
			Awaitility.await().atMost(LONG).until(() -> before.isBefore(host.status().leaseRenewedAt()));
			assertThat(renewals.get()).isNegative();
			assertThat(host.status().id()).isEqualTo(hostId);
		}
	}

}
