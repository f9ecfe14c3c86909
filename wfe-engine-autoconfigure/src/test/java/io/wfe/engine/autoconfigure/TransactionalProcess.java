package io.wfe.engine.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.autoconfigure.WfePostgresAutoConfiguration;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application whose steps write a row each, together with their pass. It stops in the
 * middle of a step, with the row written, and waits for its end.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		JdbcTemplateAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
		WfePostgresAutoConfiguration.class, WfeEngineAutoConfiguration.class })
class TransactionalProcess {

	static final String HANGS = "HANGS";

	/**
	 * Runs in a process of its own.
	 * @param arguments properties of the application
	 */
	public static void main(String[] arguments) throws InterruptedException {
		SpringApplication application = new SpringApplication(TransactionalProcess.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(arguments);
		new CountDownLatch(1).await();
	}

	@Bean
	Workflow<ObjectNode> effects(JdbcTemplate jdbc, @Value("${hang-at}") int hangAt) {
		return new Effects(jdbc, hangAt);
	}

	/**
	 * Three steps, each with an effect.
	 */
	static class Effects implements Workflow<ObjectNode> {

		static final int STEPS = 3;

		private final JdbcTemplate jdbc;

		private final int hangAt;

		private final AtomicInteger runs = new AtomicInteger();

		Effects(JdbcTemplate jdbc, int hangAt) {
			this.jdbc = jdbc;
			this.hangAt = hangAt;
		}

		@Override
		public String id() {
			return "effects";
		}

		@Override
		public Class<ObjectNode> dataType() {
			return ObjectNode.class;
		}

		@Override
		public void build(WorkflowBuilder<ObjectNode> workflow) {
			workflow.then("step 1", (context) -> effect(context.workflow().id(), 1))
				.transactional()
				.then("step 2", (context) -> effect(context.workflow().id(), 2))
				.transactional()
				.then("step 3", (context) -> effect(context.workflow().id(), 3))
				.transactional();
		}

		private ExecutionResult effect(String workflow, int step) throws InterruptedException {
			this.jdbc.update("INSERT INTO effect (attempt, workflow, step) VALUES (nextval('attempt'), ?, ?)", workflow,
					step);
			if (this.runs.incrementAndGet() == this.hangAt) {
				JavaProcess.print(HANGS);
				new CountDownLatch(1).await();
			}
			return ExecutionResult.next();
		}

	}

}
