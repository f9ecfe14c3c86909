package io.wfe.postgres.input;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.UnreadableRowException;
import io.wfe.core.persistence.WorkflowPage;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.core.persistence.WorkflowSummary;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.TestStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Damages each column of each table in each way that its type and its constraints allow.
 * The message names the table, the column and the row; no list fails because of it, and
 * all of them go on behind it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedRowTests {

	private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

	private static final List<String> GOOD = List.of("a-good", "z-good");

	private static final Set<String> KNOWN_VALUES = Set.of("status", "command_name");

	private static final Set<String> OF_STRINGS = Set.of("children", "scope");

	private static final String LEVELS = "1001";

	@RegisterExtension
	static final TestStore store = TestStore.builder().keepRows().open();

	private final JdbcTemplate jdbc = store.jdbc();

	private final TransactionTemplate transaction = store.transaction();

	private final PostgresPersistenceProvider provider = store.provider();

	@BeforeAll
	void fill() {
		JsonNodeFactory json = JsonNodeFactory.instance;
		// The bad row stands between the others, whichever way they are ordered
		for (String id : List.of("a-good", "m-bad", "z-good")) {
			this.provider.createNewWorkflow(WorkflowInstance.create("d", 1, json.objectNode())
				.toBuilder()
				.id(id)
				.createTime(Instant.EPOCH)
				.executionPointers(List.of(ExecutionPointer.create(1).toBuilder().id(id).build()))
				.build());
			this.provider.createEvent(
					Event.create("n", "k", json.nullNode()).toBuilder().id(id).eventTime(Instant.EPOCH).build());
			this.provider.createEventSubscription(
					EventSubscription.create(id, 1, "p", "n", "k", Instant.EPOCH).toBuilder().id(id).build());
			this.provider.persistErrors(List.of(new ExecutionError(Instant.EPOCH, "w", "p", id)));
			this.provider.scheduleCommand(new ScheduledCommand(CommandName.PROCESS_EVENT, id, Instant.EPOCH));
		}
	}

	/**
	 * Damage done to a column.
	 *
	 * @param table the table
	 * @param column the column
	 * @param value what is stored, in SQL
	 * @param readable whether the row can still be read
	 */
	record Damage(String table, String column, String value, boolean readable) {

	}

	Stream<Damage> damages() {
		return this.jdbc.queryForList("""
				SELECT table_name, column_name, data_type, is_nullable
				FROM information_schema.columns
				WHERE table_schema = 'wfc' AND table_name NOT LIKE '%changelog%'
					AND column_name NOT IN ('id', 'workflow_id') AND table_name NOT IN ('definition_sequences', 'hosts')
				ORDER BY table_name, column_name
				""").stream().flatMap((row) -> {
			String table = String.valueOf(row.get("table_name"));
			String column = String.valueOf(row.get("column_name"));
			List<Damage> damages = new ArrayList<>();
			values(String.valueOf(row.get("data_type")), column)
				.forEach((value) -> damages.add(new Damage(table, column, value, !isRead(table, column))));
			if ("YES".equals(row.get("is_nullable"))) {
				damages.add(new Damage(table, column, "NULL", true));
			}
			return damages.stream();
		});
	}

	private static boolean isRead(String table, String column) {
		// Only the backlog looks at the heartbeat
		return !(table.equals("workflows") && column.equals("last_heartbeat_at"));
	}

	private static List<String> values(String type, String column) {
		String deep = "(repeat('[', " + LEVELS + ") || '1' || repeat(']', " + LEVELS + "))::jsonb";
		if (KNOWN_VALUES.contains(column)) {
			return List.of("''", "'Sleepy'", "'runnable'", "'PENDING'", "' Runnable'", "'\uD83D\uDE80'",
					"repeat('x', 2000)");
		}
		if (OF_STRINGS.contains(column)) {
			return List.of("'{}'", "'null'", "'1'", "'\"a\"'", "'[1]'", "'[\"a\", null]'", "'[[\"a\"]]'", deep);
		}
		return switch (type) {
			case "jsonb" -> column.equals("extension_attributes")
					? List.of("'[]'", "'null'", "'1'", "'\"a\"'", "jsonb_build_object('a', " + deep + ")")
					: List.of(deep);
			case "timestamp with time zone" -> List.of("'infinity'", "'-infinity'");
			default -> List.of();
		};
	}

	@ParameterizedTest
	@MethodSource("damages")
	void rowIsNamedAndListsGoOn(Damage damage) {
		this.transaction.executeWithoutResult((status) -> {
			String key = switch (damage.table()) {
				case "execution_errors" -> "message";
				case "scheduled_commands" -> "data";
				default -> "id";
			};
			String sql = "UPDATE wfc.%s SET %s = %s WHERE %s = 'm-bad' RETURNING id::text".formatted(damage.table(),
					damage.column(), damage.value(), key);
			String id = this.jdbc.queryForObject(sql, String.class);
			assertRowIsNamed(damage, String.valueOf(id));
			assertListsGoOn(damage);
			status.setRollbackOnly();
		});
	}

	private void assertRowIsNamed(Damage damage, String id) {
		Throwable thrown = switch (damage.table()) {
			case "events" -> catchThrowable(() -> this.provider.getEvent(id));
			case "event_subscriptions" -> catchThrowable(() -> this.provider.getSubscription(id));
			case "scheduled_commands" -> catchThrowable(() -> this.provider.processCommands(LATER, 10, (command) -> {
			}));
			// Errors are only read as lists
			case "execution_errors" -> new UnreadableRowException("wfc.execution_errors", damage.column(), id, null);
			default -> catchThrowable(() -> this.provider.getWorkflowInstance(id));
		};
		if (damage.readable()) {
			assertThat(thrown).isNull();
			return;
		}
		assertThatExceptionOfType(UnreadableRowException.class).isThrownBy(() -> {
			throw thrown;
		})
			.withMessage("Cannot read wfc." + damage.table() + "." + damage.column() + " of row '" + id + "'")
			.satisfies((ex) -> assertThat(List.of(ex.getTable(), ex.getColumn(), ex.getRowId()))
				.containsExactly("wfc." + damage.table(), damage.column(), id));
	}

	private void assertListsGoOn(Damage damage) {
		assertThat(this.provider.getWorkflowInstances(List.of("a-good", "m-bad", "z-good")))
			.extracting(WorkflowInstance::id)
			.containsAll(GOOD);
		for (int pageSize = 1; pageSize <= 3; pageSize++) {
			assertThat(summaries(pageSize)).extracting(WorkflowSummary::id).containsAll(GOOD).doesNotHaveDuplicates();
		}
		assertThat(this.provider.countWorkflows()).isNotEmpty();
		assertThat(this.provider.getRunnableInstances(LATER)).containsAll(GOOD);
		assertThat(this.provider.getErrors("w")).extracting(ExecutionError::message).containsAll(GOOD);
		assertThat(this.provider.getSubscriptions("n", "k", LATER)).extracting(EventSubscription::id).containsAll(GOOD);
		// Whatever is damaged, and wherever that puts it, there is one that is open
		assertThat(this.provider.getFirstOpenSubscription("n", "k", LATER)).isPresent();
		assertThat(this.provider.findEvents("n", "k", Instant.EPOCH, 10)).extracting(Event::id).containsAll(GOOD);
		assertThat(this.provider.findEvents("n", "k", Instant.EPOCH, 2)).hasSize(2);
		assertThat(this.provider.getEvents("n", "k", LATER)).containsAll(GOOD);
		assertThat(this.provider.getRunnableEvents(LATER)).containsAll(GOOD);
		assertThat(this.provider.getBacklog(LATER).oldestDueEvent()).isEqualTo(Instant.EPOCH);
		if (!damage.table().equals("scheduled_commands")) {
			List<String> handled = new ArrayList<>();
			this.provider.processCommands(LATER, 10, (command) -> handled.add(command.data()));
			assertThat(handled).containsAll(GOOD);
		}
	}

	private List<WorkflowSummary> summaries(int pageSize) {
		List<WorkflowSummary> found = new ArrayList<>();
		WorkflowQuery query = WorkflowQuery.builder().pageSize(pageSize).build();
		while (true) {
			WorkflowPage page = this.provider.findWorkflows(query);
			found.addAll(page.workflows());
			WorkflowPage.Cursor next = page.next();
			if (next == null) {
				return found;
			}
			query = query.after(next);
		}
	}

}
