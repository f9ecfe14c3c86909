package io.wfe.postgres.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with {@code spring.threads.virtual.enabled}.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@ExtendWith(PostgresExtension.class)
class VirtualThreadsTests {

	private static final int TASKS = 200;

	@ParameterizedTest
	@CsvSource({ "true, eager", "true, lazy", "false, eager" })
	void manyTasksShareFewConnections(boolean virtual, String startup, TestDatabase database) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskExecutionAutoConfiguration.class, WfePostgresAutoConfiguration.class))
			.withPropertyValues(Databases.ofStore(database))
			.withPropertyValues("wfe.postgres.hikari.maximum-pool-size=2", "wfe.postgres.startup=" + startup,
					"spring.threads.virtual.enabled=" + virtual)
			.run((context) -> {
				PersistenceProvider provider = context.getBean(PersistenceProvider.class);
				Set<String> handled = ConcurrentHashMap.newKeySet();
				AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
				List<CompletableFuture<Thread>> tasks = IntStream.range(0, TASKS)
					.mapToObj((i) -> executor.submitCompletable(() -> work(provider, handled)))
					.toList();
				CompletableFuture.allOf(tasks.toArray(CompletableFuture<?>[]::new)).join();
				provider.processCommands(Databases.later(), (command) -> handled.add(command.data()));
				assertThat(handled).hasSize(TASKS);
				assertThat(tasks)
					.allSatisfy((task) -> assertThat(task.join().getClass().getSimpleName().contains("Virtual"))
						.isEqualTo(virtual));
			});
	}

	private static Thread work(PersistenceProvider provider, Set<String> handled) {
		String id = provider.createNewWorkflow(Databases.workflow());
		WorkflowInstance instance = provider.getWorkflowInstance(id);
		provider.persistWorkflow(instance.toBuilder().description("changed").build());
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_WORKFLOW, id, Instant.EPOCH));
		provider.processCommands(Databases.later(), (command) -> handled.add(command.data()));
		return Thread.currentThread();
	}

}
