package io.wfe.engine.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceException;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

}
