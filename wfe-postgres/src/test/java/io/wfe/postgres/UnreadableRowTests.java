package io.wfe.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.UnreadableRowException;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows that were damaged behind the store's back: the message says which, and all others
 * stay readable.
 */
class UnreadableRowTests {

	@RegisterExtension
	static final TestStore store = TestStore.create();

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private final JdbcTemplate jdbc = store.jdbc();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeEach
	void fill() {
		for (String id : List.of("good", "bad")) {
			this.provider.createNewWorkflow(WorkflowInstance.create("d", 1, JSON.objectNode())
				.toBuilder()
				.id("w-" + id)
				.executionPointers(List.of(ExecutionPointer.create(1).toBuilder().id("p-" + id).build()))
				.build());
			this.provider.createEvent(Event.create("n", "k", JSON.nullNode()).toBuilder().id("e-" + id).build());
			this.provider.createEventSubscription(EventSubscription.create("w-" + id, 1, "p", "n", "k", Instant.EPOCH)
				.toBuilder()
				.id("s-" + id)
				.build());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			workflows          | status               | 'Sleepy'
			workflows          | create_time          | 'infinity'
			execution_pointers | status               | 'pending'
			execution_pointers | children             | '{}'
			execution_pointers | children             | '[1]'
			execution_pointers | scope                | 'null'
			execution_pointers | extension_attributes | '[]'
			execution_pointers | sleep_until          | '-infinity'
			""", quoteCharacter = '"')
	void whenAWorkflowCannotBeReadThenTheOthersCan(String table, String column, String value) {
		String id = table.equals("workflows") ? "w-bad" : "p-bad";
		this.jdbc.update("UPDATE wfc." + table + " SET " + column + " = " + value + " WHERE id = ?", id);
		assertThatExceptionOfType(UnreadableRowException.class)
			.isThrownBy(() -> this.provider.getWorkflowInstance("w-bad"))
			.withMessage("Cannot read wfc." + table + "." + column + " of row '" + id + "'")
			.satisfies((ex) -> assertThat(ex.getTable()).isEqualTo("wfc." + table))
			.satisfies((ex) -> assertThat(ex.getColumn()).isEqualTo(column))
			.satisfies((ex) -> assertThat(ex.getRowId()).isEqualTo(id));
		assertThat(this.provider.getWorkflowInstances(List.of("w-bad", "w-good"))).extracting(WorkflowInstance::id)
			.containsExactly("w-good");
	}

	@Test
	void whenAWorkflowCannotBeReadThenItIsLeftOutOfQueries() {
		this.jdbc.update("UPDATE wfc.workflows SET status = 'Sleepy' WHERE id = 'w-bad'");
		assertThat(this.provider.findWorkflows(WorkflowQuery.builder().build()).workflows())
			.extracting(WorkflowSummary::id)
			.containsExactly("w-good");
		assertThat(this.provider.countWorkflows()).singleElement()
			.satisfies((count) -> assertThat(count.count()).isEqualTo(1));
	}

	@Test
	void whenAnEventCannotBeReadThenTheOthersCan() {
		this.jdbc.update("UPDATE wfc.events SET event_time = 'infinity' WHERE id = 'e-bad'");
		assertThatExceptionOfType(UnreadableRowException.class).isThrownBy(() -> this.provider.getEvent("e-bad"))
			.withMessageContaining("wfc.events.event_time of row 'e-bad'");
		assertThat(this.provider.findEvents("n", "k", Instant.EPOCH, 10)).extracting(Event::id)
			.containsExactly("e-good");
	}

	@Test
	void whenASubscriptionCannotBeReadThenTheOthersCan() {
		this.jdbc.update("UPDATE wfc.event_subscriptions SET subscribe_as_of = '-infinity' WHERE id = 's-bad'");
		assertThatExceptionOfType(UnreadableRowException.class).isThrownBy(() -> this.provider.getSubscription("s-bad"))
			.withMessageContaining("wfc.event_subscriptions.subscribe_as_of of row 's-bad'");
		assertThat(this.provider.getSubscriptions("n", "k", LATER)).extracting(EventSubscription::id)
			.containsExactly("s-good");
	}

	@Test
	void whenACommandIsNotKnownThenItStaysAndTheOthersAreHandled() {
		this.jdbc.update("INSERT INTO wfc.scheduled_commands (command_name, data, execute_time) "
				+ "VALUES ('MakeCoffee', 'x', 1)");
		this.provider
			.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, "e-good", Instant.ofEpochMilli(2)));
		List<String> handled = new ArrayList<>();
		assertThatExceptionOfType(UnreadableRowException.class)
			.isThrownBy(() -> this.provider.processCommands(LATER, 10, (command) -> handled.add(command.data())))
			.withMessageContaining("wfc.scheduled_commands.command_name of row");
		assertThat(handled).containsExactly("e-good");
		assertThat(this.jdbc.queryForList("SELECT command_name FROM wfc.scheduled_commands", String.class))
			.containsExactly("MakeCoffee");
	}

	@Test
	void whenAPayloadCannotBeReadThenTheMessageDoesNotQuoteIt() {
		this.jdbc.update("UPDATE wfc.execution_pointers SET children = '\"my secret\"' WHERE id = 'p-bad'");
		assertThatExceptionOfType(UnreadableRowException.class)
			.isThrownBy(() -> this.provider.getWorkflowInstance("w-bad"))
			.satisfies(
					(ex) -> assertThat(org.assertj.core.util.Throwables.getStackTrace(ex)).doesNotContain("my secret"));
	}

}
