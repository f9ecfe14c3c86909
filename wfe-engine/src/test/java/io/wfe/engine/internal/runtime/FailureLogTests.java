package io.wfe.engine.internal.runtime;

import java.time.Duration;

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
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureLog}.
 */
class FailureLogTests {

	@Test
	void whenFailureSuspendsAnInstanceThenOneWarningSaysSoWithoutItsMessage() {
		Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		String id;
		try (WorkflowHost host = WorkflowHost.builder(new InMemoryPersistenceProvider())
			.workflow(new Failing())
			.build()) {
			host.start();
			id = host.startWorkflow("failing", null);
			assertThat(host.awaitWorkflow(id, Duration.ofSeconds(30)).status()).isEqualTo(WorkflowStatus.SUSPENDED);
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).filteredOn((event) -> event.getLevel() == Level.WARN)
			.singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage())
				.contains(id, "failing", "SUSPENDED", "charge", "java.lang.IllegalStateException")
				.doesNotContain("card"));
	}

	private static final class Failing implements Workflow<Object> {

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
				throw new IllegalStateException("card 4111");
			}).onError(ErrorBehavior.retry(Duration.ofMillis(1), 1));
		}

	}

}
