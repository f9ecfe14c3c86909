package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wfe.core.memory.InMemoryPersistenceProvider;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.WorkflowHost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureLog}.
 */
class FailureLogTests {

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
	}

	@Test
	void whenFailureSuspendsAnInstanceThenOneWarningSaysSoWithoutItsMessage() {
		String id;
		try (WorkflowHost host = host(new Failing(() -> {
		}))) {
			host.start();
			id = host.startWorkflow("failing", null);
			assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		}
		assertThat(this.log.list).filteredOn((event) -> event.getLevel() == Level.WARN)
			.singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage())
				.contains(id, "failing", "SUSPENDED", "charge", "java.lang.IllegalStateException")
				.doesNotContain("card"));
	}

	@Test
	void whenCommandSuspendsAnInstanceWhoseStepFailsThenNoWarningBlamesTheStep() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch suspended = new CountDownLatch(1);
		try (WorkflowHost host = host(new Failing(() -> {
			entered.countDown();
			suspended.await();
		}))) {
			host.start();
			String id = host.startWorkflow("failing", null);
			assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(host.suspendWorkflow(id)).isTrue();
			suspended.countDown();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> host.status().owned() == 0);
			assertThat(host.getWorkflow(id).executionPointers().get(0).retryCount()).isOne();
		}
		assertThat(this.log.list).noneMatch((event) -> event.getLevel() == Level.WARN);
	}

	private static WorkflowHost host(Workflow<?> workflow) {
		return WorkflowHost.builder(new InMemoryPersistenceProvider()).workflow(workflow).build();
	}

	/**
	 * What a step does before it fails.
	 */
	private interface Before {

		void run() throws Exception;

	}

	private record Failing(Before before) implements Workflow<Object> {

		@Override
		public String id() {
			return "failing";
		}

		@Override
		public Class<Object> dataType() {
			return Object.class;
		}

		@Override
		public void build(WorkflowBuilder<Object> workflow) {
			workflow.then("charge", (step) -> {
				this.before.run();
				throw new IllegalStateException("card 4111");
			}).onError(ErrorBehavior.retry(Duration.ofMillis(1), 1));
		}

	}

}
