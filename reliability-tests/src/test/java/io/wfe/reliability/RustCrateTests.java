package io.wfe.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.core.InvalidValueException;
import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.ConcurrentUpdateException;
import io.wfe.postgres.JsonPortability;
import io.wfe.postgres.PostgresPersistenceProvider;
import io.wfe.postgres.PostgresUrl;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.postgres.test.TestPostgres;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The published Rust crates and this library on one store, in both directions.
 */
class RustCrateTests extends RustCrateTest {

	private static final Instant LATE = Instant.parse("+262142-01-01T00:00:00Z");

	RustCrateTests(TestDatabase database) {
		super(database, 4);
	}

	/**
	 * Neither stumbles over the tables of the other, under whatever names.
	 */
	@ParameterizedTest
	@CsvSource({ "true, wfc, ''", "false, wfc, ''", "true, own, pre_", "false, own, pre_" })
	void eitherSideMayCreateTheStore(boolean rustFirst, String schema, String prefix) {
		try (TestDatabase database = TestPostgres.createDatabase();
				HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource();
				RustCrate crate = RustCrate.open(database, schema, prefix)) {
			PostgresPersistenceProvider ours = PostgresPersistenceProvider.builder(dataSource)
				.schema(schema)
				.tablePrefix(prefix)
				.build();
			if (rustFirst) {
				crate.call("ensureStoreExists");
			}
			ours.ensureStoreExists();
			crate.call("ensureStoreExists");
			ours.ensureStoreExists();
			ours.validateStore();
			String id = crate.call("startWorkflow", "d", 1, Map.of("a", 1)).stringValue();
			assertThat(ours.getWorkflowInstance(id).name()).isEqualTo("d-1");
			assertThat(RustJson.of(ours.getWorkflowInstance(id))).isEqualTo(crate.call("getWorkflowInstance", id));
		}
	}

	/**
	 * What the crate writes is what it has read from us.
	 */
	@Test
	void whatWeWriteOfAWorkflowTheCrateReadsAndWritesAgain() {
		for (WorkflowInstance instance : OddValues.workflows()) {
			this.store.provider().createNewWorkflow(instance);
			assertThat(RustJson.sorted(this.rust.call("getWorkflowInstance", instance.id())))
				.isEqualTo(RustJson.sorted(RustJson.of(instance)));
			assertThat(this.rust.call("getWorkflowInstanceByName", instance.name()).get("id").stringValue())
				.isEqualTo(instance.id());
		}
		List<String> ids = this.store.jdbc().queryForList("SELECT id FROM wfc.workflows", String.class);
		assertThat(this.rust.call("getWorkflowInstances", ids).size()).isEqualTo(OddValues.workflows().size());
		List<JsonNode> before = rows("workflows", "execution_pointers");
		ids.forEach((id) -> this.rust.call("persistAsLoaded", id));
		List<JsonNode> after = rows("workflows", "execution_pointers");
		List<JsonNode> lost = new ArrayList<>(before);
		lost.removeAll(after);
		new Figures("rows that the Rust crates read and write again", before.size(), 0, lost.size(),
				after.size() - before.size() + lost.size())
			.print();
		assertThat(after).isEqualTo(before);
	}

	@Test
	void whatTheCrateWritesOfAWorkflowWeRead() {
		List<WorkflowInstance> instances = OddValues.workflows();
		for (WorkflowInstance instance : instances) {
			assertThat(this.rust.call("createNewWorkflow", instance).stringValue()).isEqualTo(instance.id());
			assertThat(RustJson.of(this.store.provider().getWorkflowInstance(instance.id())))
				.isEqualTo(RustJson.of(instance));
		}
		for (int index = 1; index < instances.size(); index++) {
			WorkflowInstance changed = instances.get(index - 1)
				.toBuilder()
				.id(instances.get(index).id())
				.name(instances.get(index).name())
				.executionPointers(instances.get(index).executionPointers().subList(0, 1))
				.build();
			this.rust.call("persistWorkflow", changed);
			assertThat(RustJson.of(this.store.provider().getWorkflowInstance(changed.id())))
				.isEqualTo(RustJson.of(changed));
		}
	}

	@Test
	void eventsOfEitherSideAreReadByTheOther() {
		for (Event event : OddValues.events()) {
			this.store.provider().createEvent(event);
			assertThat(this.rust.call("getEvent", event.id())).isEqualTo(RustJson.of(event));
			this.rust.call("copyEvent", event.id(), "copy of " + event.id());
		}
		assertThat(copies("events")).isEqualTo(originals("events"));
		for (Event event : OddValues.events()) {
			this.rust.call("createEvent", event);
			assertThat(RustJson.of(this.store.provider().getEvent(event.id()))).isEqualTo(RustJson.of(event));
			this.rust.call(event.processed() ? "markEventUnprocessed" : "markEventProcessed", event.id());
			assertThat(this.store.provider().getEvent(event.id()).processed()).isNotEqualTo(event.processed());
		}
	}

	@Test
	void subscriptionsOfEitherSideAreReadByTheOther() {
		WorkflowInstance instance = this.store.provider()
			.createWorkflowInstance(WorkflowInstance.create("d", 1, OddValues.JSON.objectNode()));
		for (EventSubscription subscription : OddValues.subscriptions(instance.id())) {
			this.store.provider().createEventSubscription(subscription);
			assertThat(this.rust.call("getSubscription", subscription.id())).isEqualTo(RustJson.of(subscription));
			this.rust.call("copySubscription", subscription.id(), "copy of " + subscription.id());
		}
		assertThat(copies("event_subscriptions")).isEqualTo(originals("event_subscriptions"));
		List<EventSubscription> subscriptions = OddValues.subscriptions(instance.id());
		this.rust.call("persistWorkflowWithSubscriptions", instance, subscriptions.subList(0, 20));
		subscriptions.subList(20, subscriptions.size())
			.forEach((subscription) -> this.rust.call("createEventSubscription", subscription));
		assertThat(subscriptions)
			.allSatisfy((subscription) -> assertThat(this.store.provider().getSubscription(subscription.id()))
				.extracting(RustJson::of)
				.isEqualTo(RustJson.of(subscription)));
	}

	/**
	 * Both find the same, and of subscriptions those that nobody holds.
	 */
	@Test
	void bothFindTheSame() {
		var ours = this.store.provider();
		OddValues.workflows().forEach(ours::createNewWorkflow);
		OddValues.events().forEach(ours::createEvent);
		WorkflowInstance instance = ours
			.createWorkflowInstance(WorkflowInstance.create("d", 1, OddValues.JSON.objectNode()));
		List<EventSubscription> subscriptions = OddValues.subscriptions(instance.id());
		subscriptions.forEach((subscription) -> ours.createEventSubscription(subscription.toBuilder()
			.externalTokenExpiry((subscription.externalToken() != null) ? LATE : null)
			.build()));
		for (Instant time : OddValues.TIMES) {
			assertThat(RustJson.sorted(this.rust.call("getRunnableInstances", time)))
				.isEqualTo(RustJson.sorted(RustJson.of(ours.getRunnableInstances(time))));
			assertThat(RustJson.sorted(this.rust.call("getRunnableEvents", time)))
				.isEqualTo(RustJson.sorted(RustJson.of(ours.getRunnableEvents(time))));
			for (int index = 0; index < OddValues.TEXTS.size(); index++) {
				String name = "e" + OddValues.text(index);
				String key = OddValues.text(index + 1);
				assertThat(RustJson.sorted(this.rust.call("getEvents", name, key, time)))
					.isEqualTo(RustJson.sorted(RustJson.of(ours.getEvents(name, key, time))));
				List<EventSubscription> open = ours.getSubscriptions(name, key, time);
				assertThat(RustJson.sorted(this.rust.call("getSubscriptions", name, key, time)))
					.isEqualTo(RustJson.sorted(RustJson.of(open)));
				assertThat(this.rust.call("getFirstOpenSubscription", name, key, time).isNull())
					.isEqualTo(open.isEmpty());
			}
		}
	}

	@Test
	void tokensOfEitherSideHold() {
		var ours = this.store.provider();
		WorkflowInstance instance = ours
			.createWorkflowInstance(WorkflowInstance.create("d", 1, OddValues.JSON.objectNode()));
		String id = ours
			.createEventSubscription(EventSubscription.create(instance.id(), 1, "p", "activity", "0", Instant.EPOCH));
		assertThat(ours.setSubscriptionToken(id, "ours", "java", LATE)).isTrue();
		assertThat(this.rust.call("setSubscriptionToken", id, "theirs", "rust", LATE).booleanValue()).isFalse();
		assertThat(this.rust.succeeds("clearSubscriptionToken", id, "theirs")).isFalse();
		this.rust.call("clearSubscriptionToken", id, "ours");
		assertThat(this.rust.call("setSubscriptionToken", id, "theirs", "rust", LATE).booleanValue()).isTrue();
		assertThat(ours.setSubscriptionToken(id, "ours", "java", LATE)).isFalse();
		assertThat(ours.getSubscription(id))
			.extracting(EventSubscription::externalToken, EventSubscription::externalWorkerId,
					EventSubscription::externalTokenExpiry)
			.containsExactly("theirs", "rust", LATE);
		ours.clearSubscriptionToken(id, "theirs");
		assertThat(this.rust.call("getSubscription", id).get("external_token").isNull()).isTrue();
		this.rust.call("terminateSubscription", id);
		assertThat(ours.getSubscriptions("activity", "0", LATE)).isEmpty();
	}

	@Test
	void commandsErrorsAndNumbersAreShared() {
		var ours = this.store.provider();
		List<ScheduledCommand> commands = new ArrayList<>();
		for (int index = 0; index < OddValues.TEXTS.size(); index++) {
			commands
				.add(new ScheduledCommand((index % 2 == 0) ? CommandName.PROCESS_WORKFLOW : CommandName.PROCESS_EVENT,
						"c" + OddValues.text(index), OddValues.time(index)));
		}
		commands.forEach(ours::scheduleCommand);
		// The time moves, the command is the same
		commands.forEach((command) -> this.rust.call("scheduleCommand",
				new ScheduledCommand(command.commandName(), command.data(), Instant.EPOCH)));
		commands.forEach((command) -> this.rust.call("scheduleCommand", command));
		assertThat(RustJson.sorted(this.rust.call("processCommands", Instant.EPOCH.minusMillis(1))))
			.isEqualTo(RustJson.sorted(RustJson
				.of(commands.stream().filter((command) -> command.executeTime().isBefore(Instant.EPOCH)).toList())));
		List<ScheduledCommand> handled = new ArrayList<>();
		ours.processCommands(LATE.plusSeconds(366 * 86400), handled::add);
		assertThat(handled).containsExactlyInAnyOrderElementsOf(
				commands.stream().filter((command) -> !command.executeTime().isBefore(Instant.EPOCH)).toList());
		assertThat(query("SELECT to_jsonb(t) FROM wfc.scheduled_commands t")).isEmpty();

		List<ExecutionError> errors = new ArrayList<>();
		for (int index = 0; index < OddValues.TEXTS.size(); index++) {
			errors.add(
					new ExecutionError(OddValues.time(index), "w", "p" + OddValues.text(index), OddValues.text(index)));
		}
		this.rust.call("persistErrors", errors);
		assertThat(ours.getErrors("w")).containsExactlyInAnyOrderElementsOf(errors);

		assertThat(ours.nextDefinitionSequence("d'\uD83E\uDD80")).isEqualTo(1);
		assertThat(this.rust.call("nextDefinitionSequence", "d'\uD83E\uDD80").longValue()).isEqualTo(2);
		assertThat(ours.nextDefinitionSequence("d'\uD83E\uDD80")).isEqualTo(3);
	}

	/**
	 * The store that refuses what a Rust host cannot read refuses nothing else.
	 */
	@Test
	void aPortableStoreTakesWhatTheCrateReads() {
		PostgresPersistenceProvider portable = PostgresPersistenceProvider.builder(this.store.dataSource())
			.json(JsonPortability.PORTABLE)
			.build();
		List<Event> events = new ArrayList<>();
		for (JsonNode data : OddValues.atTheLimit()) {
			events.add(Event.create("e", "k", data));
		}
		for (Instant time : List.of(Instant.parse("+262142-12-31T23:59:59.999999Z"),
				Instant.parse("+262143-01-01T00:00:00Z"), Instant.parse("+294276-12-31T23:59:59.999999Z"))) {
			events.add(Event.create("e", "k", OddValues.JSON.nullNode()).toBuilder().eventTime(time).build());
		}
		List<Boolean> read = new ArrayList<>();
		for (Event event : events) {
			this.store.provider().createEvent(event);
			read.add(this.rust.succeeds("getEvent", event.id()));
			ThrowingCallable create = () -> portable
				.createEvent(event.toBuilder().id("portable-" + event.id()).build());
			if (read.get(read.size() - 1)) {
				assertThatNoException().as("%s", event).isThrownBy(create);
			}
			else {
				assertThatExceptionOfType(InvalidValueException.class).as("%s", event).isThrownBy(create);
			}
		}
		assertThat(read).contains(true, false);
	}

	/**
	 * The crate tells what it does not find, except when it persists.
	 */
	@Test
	void whatIsNotThereStaysAway() {
		for (String command : List.of("getWorkflowInstance", "getWorkflowInstanceByName", "getEvent", "getSubscription",
				"terminateSubscription", "markEventProcessed")) {
			assertThat(this.rust.failure(command, "none")).contains("not found: none");
		}
		WorkflowInstance missing = WorkflowInstance.create("d", 1, OddValues.JSON.objectNode());
		this.rust.call("persistWorkflow", missing);
		WorkflowInstance stepping = missing.toBuilder().executionPointers(List.of(ExecutionPointer.create(0))).build();
		assertThat(this.rust.failure("persistWorkflow", stepping)).contains("foreign key");
		assertThat(rows("workflows", "execution_pointers")).isEmpty();
	}

	@Test
	void whenTheCratePersistsThenARevisionFromBeforeIsOutOfDate() {
		var ours = this.store.provider();
		WorkflowInstance created = ours
			.createWorkflowInstance(WorkflowInstance.create("d", 1, OddValues.JSON.objectNode())
				.toBuilder()
				.executionPointers(List.of(ExecutionPointer.create(0)))
				.build());
		this.rust.call("persistAsLoaded", created.id());
		assertThatExceptionOfType(ConcurrentUpdateException.class).isThrownBy(() -> ours.persistWorkflow(created));
	}

	/**
	 * Returns the rows of tables with all columns that both sides write.
	 */
	private List<JsonNode> rows(String... tables) {
		List<JsonNode> rows = new ArrayList<>();
		for (String table : tables) {
			rows.addAll(query("SELECT to_jsonb(t) - 'position' - 'last_heartbeat_at' FROM wfc." + table
					+ " t ORDER BY id COLLATE \"C\""));
		}
		return rows;
	}

	private List<JsonNode> originals(String table) {
		return query("SELECT to_jsonb(t) - 'id' FROM wfc." + table
				+ " t WHERE NOT starts_with(id, 'copy of ') ORDER BY id COLLATE \"C\"");
	}

	private List<JsonNode> copies(String table) {
		return query("SELECT to_jsonb(t) - 'id' FROM wfc." + table
				+ " t WHERE starts_with(id, 'copy of ') ORDER BY id COLLATE \"C\"");
	}

	private List<JsonNode> query(String sql) {
		return this.store.jdbc().queryForList(sql, String.class).stream().map(RustJson::read).toList();
	}

}
