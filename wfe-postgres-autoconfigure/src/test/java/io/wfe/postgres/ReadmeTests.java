package io.wfe.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README shows is what there is.
 */
@ExtendWith(PostgresExtension.class)
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Path THIS = Path.of("src", "test", "java", "io", "wfe", "postgres", "ReadmeTests.java");

	@Test
	void theExamplesWork(TestDatabase database) throws IOException {
		String url = database.uri();
		// Without Spring Boot
		HikariDataSource dataSource = PostgresUrl.parse(url).createDataSource();
		PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(dataSource).build();
		provider.ensureStoreExists();
		String id = provider.createNewWorkflow(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()));
		// A step
		WorkflowInstance instance = provider.getWorkflowInstance(id);
		List<ExecutionPointer> pointers = new ArrayList<>(instance.executionPointers());
		pointers.add(ExecutionPointer.create(1).toBuilder().stepName("ship").build());
		instance = provider.persistWorkflow(instance.toBuilder().executionPointers(pointers).build());
		assertThat(provider.getWorkflowInstance(id)).isEqualTo(instance);
		// Events and commands
		Instant now = Instant.now();
		JsonNode data = JsonNodeFactory.instance.objectNode();
		List<String> handled = new ArrayList<>();
		ExecutionPointer pointer = instance.executionPointers().get(0);
		provider.createEventSubscription(
				EventSubscription.create(id, pointer.stepId(), pointer.id(), "paid", "order-7", now));
		String event = provider.createEvent(Event.create("paid", "order-7", data));
		provider.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, event, now));
		provider.processCommands(now, (command) -> handled.add(command.data()));
		assertThat(handled).containsExactly(event);
		// The end
		instance = provider.persistWorkflow(
				instance.toBuilder().status(WorkflowStatus.COMPLETE).completeTime(now).nextExecution(null).build());
		assertThat(provider.getRunnableInstances(now)).isEmpty();
		assertThat(provider.getWorkflowInstance(id)).isEqualTo(instance);
		dataSource.close();

		String source = Files.readString(THIS).replaceAll("\\s", "");
		List<String> shown = javaBlocks().stream()
			.filter((block) -> (block.contains("provider.") && !block.contains("class "))
					|| block.contains("ensureStoreExists"))
			.flatMap((block) -> Arrays.stream(block.split(";")))
			.map((statement) -> statement.replaceAll("\"postgres://[^\"]*\"", "url").replaceAll("\\s", ""))
			.filter((statement) -> !statement.isEmpty())
			.toList();
		assertThat(shown).hasSize(13).allSatisfy((statement) -> assertThat(source).contains(statement));
	}

	private static List<String> javaBlocks() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(README))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	@Test
	void theConfigurationTableHasEachProperty() throws IOException {
		String readme = Files.readString(README);
		JsonNode properties;
		try (InputStream metadata = getClass().getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			properties = new JsonMapper().readTree(Objects.requireNonNull(metadata)).required("properties");
		}
		assertThat(properties).isNotEmpty();
		for (JsonNode property : properties) {
			String name = property.required("name").asString();
			if (!name.startsWith("wfe.postgres.hikari.")) {
				String value = property.path("defaultValue").asString("");
				assertThat(readme).contains("| `" + name + "` | " + (!value.isEmpty() ? "`" + value + "` " : "") + "|");
			}
		}
		assertThat(readme).contains("| `wfe.postgres.hikari.*` |");
	}

	@Test
	void theLinksLeadSomewhere() throws IOException {
		assertThat(Pattern.compile("\\]\\(((?!http)[^)]+)\\)").matcher(Files.readString(README)).results()).isNotEmpty()
			.allSatisfy((match) -> assertThat(Path.of("..", match.group(1))).exists());
	}

}
