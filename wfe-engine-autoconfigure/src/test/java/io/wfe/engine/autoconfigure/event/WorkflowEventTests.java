package io.wfe.engine.autoconfigure.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import io.wfe.engine.autoconfigure.WfeEngineAutoConfiguration;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkflowEvent}.
 */
@ExtendWith(PostgresExtension.class)
class WorkflowEventTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	@Test
	void listenerOfApplicationIsToldInOrder() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WfeEngineAutoConfiguration.class))
			.withBean(InMemoryPersistenceProvider.class)
			.withBean(Failing.class)
			.withBean(Listener.class)
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				String id = host.startWorkflow("failing", null);
				Listener listener = context.getBean(Listener.class);
				Awaitility.await().until(() -> listener.names.contains("WorkflowSuspendedEvent"));
				assertThat(host.retryFailedSteps(id)).isTrue();
				Awaitility.await().until(() -> listener.names.contains("WorkflowCompletedEvent"));
				assertThat(listener.names).containsExactly("WorkflowStartedEvent", "StepStartedEvent",
						"StepFailedEvent on purpose", "WorkflowSuspendedEvent", "WorkflowResumedEvent",
						"StepStartedEvent", "StepCompletedEvent", "WorkflowCompletedEvent");
				String other = host.startWorkflow("failing", null);
				host.awaitWorkflow(other, SOON);
				host.terminateWorkflow(other);
				Awaitility.await().until(() -> listener.names.contains("WorkflowTerminatedEvent"));
			});
	}

	@Test
	void startIsToldAfterCommitOfCaller(TestDatabase database) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, WfePostgresAutoConfiguration.class,
					WfeEngineAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + database.jdbcUrl(),
					"spring.datasource.username=" + database.username(),
					"spring.datasource.password=" + database.password())
			.withBean(Failing.class)
			.withBean(Listener.class)
			.run((context) -> {
				WorkflowHost host = context.getBean(WorkflowHost.class);
				Listener listener = context.getBean(Listener.class);
				TransactionTemplate transaction = new TransactionTemplate(
						context.getBean(PlatformTransactionManager.class));
				transaction.executeWithoutResult((status) -> {
					host.startWorkflow("failing", null);
					status.setRollbackOnly();
				});
				transaction.executeWithoutResult((status) -> {
					host.startWorkflow("failing", null);
					assertThat(listener.names).isEmpty();
				});
				assertThat(listener.names).filteredOn("WorkflowStartedEvent"::equals).hasSize(1);
			});
	}

	static class Listener {

		final List<String> names = new CopyOnWriteArrayList<>();

		@EventListener
		void on(WorkflowEvent event) {
			String failure = (event instanceof StepFailedEvent failed) ? " " + failed.failure().getMessage() : "";
			this.names.add(event.getClass().getSimpleName() + failure);
		}

		@EventListener
		void fail(WorkflowStartedEvent event) {
			throw new IllegalStateException("A listener fails on purpose");
		}

	}

	/**
	 * Fails until it is retried.
	 */
	static class Failing implements Workflow<ObjectNode> {

		private final List<String> failed = new CopyOnWriteArrayList<>();

		@Override
		public String id() {
			return "failing";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.then("fail once", (context) -> {
				if (!this.failed.contains(context.workflow().id())) {
					this.failed.add(context.workflow().id());
					throw new IllegalStateException("on purpose");
				}
				return ExecutionResult.next();
			}).onError(ErrorBehavior.suspend());
		}

	}

}
