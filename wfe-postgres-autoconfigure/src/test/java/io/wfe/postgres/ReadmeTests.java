package io.wfe.postgres;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.ErrorRepository;
import io.wfe.core.persistence.EventRepository;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.ScheduledCommandRepository;
import io.wfe.core.persistence.SubscriptionRepository;
import io.wfe.core.persistence.WorkflowRepository;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README and the page of the store show is what there is.
 */
@ExtendWith(PostgresExtension.class)
class ReadmeTests {

	private static final Documentation README = Documentation.of("README.md");

	private static final Documentation STORE = Documentation.of("docs/store.md");

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
		List<String> shown = STORE.blocks("java")
			.stream()
			.filter((block) -> (block.contains("provider.") && !block.contains("class "))
					|| block.contains("ensureStoreExists"))
			.flatMap((block) -> Arrays.stream(block.split(";")))
			.map((statement) -> statement.replaceAll("\"postgres://[^\"]*\"", "url").replaceAll("\\s", ""))
			.filter((statement) -> !statement.isEmpty())
			.toList();
		assertThat(shown).hasSize(13).allSatisfy((statement) -> assertThat(source).contains(statement));
	}

	/**
	 * All properties are in docs/configuration.md; the README has those that most need.
	 */
	@Test
	void theConfigurationTableIsRight() {
		Map<String, JsonNode> properties = Documentation.properties();
		List<List<String>> rows = README.rows("(wfe\\.postgres|management)\\.[a-z.-]+");
		assertThat(rows).isNotEmpty().allSatisfy((row) -> {
			JsonNode property = properties.get(row.get(0).replace("`", ""));
			assertThat(property).isNotNull();
			String value = Objects.requireNonNull(property).path("defaultValue").asString("");
			assertThat(row.get(1)).isEqualTo(value.isEmpty() ? "" : "`" + value + "`");
			assertThat(row.get(2)).isNotEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { WorkflowRepository.class, SubscriptionRepository.class, EventRepository.class,
			ScheduledCommandRepository.class, ErrorRepository.class, PersistenceProvider.class,
			PostgresPersistenceProvider.class })
	void theTableOfInterfacesNamesMethodsThatThereAre(Class<?> type) {
		List<List<String>> rows = STORE.rows(type.getSimpleName());
		assertThat(rows).hasSize(1);
		Set<String> methods = Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
		assertThat(Pattern.compile("`(\\w+)`").matcher(rows.get(0).get(1)).results()).isNotEmpty()
			.allSatisfy((match) -> assertThat(methods).contains(match.group(1)));
	}

}
