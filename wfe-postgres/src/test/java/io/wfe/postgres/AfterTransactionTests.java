package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the store does in the callbacks of a transaction that has ended. Its connection is
 * still bound, and does not commit by itself.
 */
class AfterTransactionTests {

	@RegisterExtension
	static final TestStore store = TestStore.builder().pool((pool) -> pool.setAutoCommit(false)).open();

	private final JdbcTemplate observer = store.observer();

	/**
	 * Who manages the transaction.
	 */
	enum Manager {

		OF_STORE, UNKNOWN_TO_STORE;

		TransactionTemplate transaction() {
			return (this == OF_STORE) ? store.transaction()
					: new TransactionTemplate(new JdbcTransactionManager(store.dataSource()));
		}

	}

	static Stream<Arguments> callbacks() {
		return Stream.of(Manager.values())
			.flatMap((manager) -> Stream.of("afterCommit", "afterCommit first", "afterCompletion")
				.map((callback) -> Arguments.of(manager, callback)));
	}

	@ParameterizedTest
	@MethodSource("callbacks")
	void whatTheStoreHasWrittenIsThere(Manager manager, String callback) {
		List<String> ids = new ArrayList<>();
		manager.transaction()
			.executeWithoutResult((status) -> callBack(callback, () -> ids.addAll(List.of(create(), create()))));
		assertThat(ids).hasSize(2);
		assertThat(committed()).containsExactlyInAnyOrderElementsOf(ids);
	}

	@ParameterizedTest
	@MethodSource("callbacks")
	void whatTheStoreHasWrittenIsThereIfTheTransactionHasUsedItToo(Manager manager, String callback) {
		List<String> ids = new ArrayList<>();
		manager.transaction().executeWithoutResult((status) -> {
			ids.add(create());
			callBack(callback, () -> ids.add(create()));
		});
		assertThat(ids).hasSize(2);
		assertThat(committed()).containsExactlyInAnyOrderElementsOf(ids);
	}

	@ParameterizedTest
	@EnumSource(Manager.class)
	void whatTheStoreWritesAfterARollbackIsThere(Manager manager) {
		List<String> ids = new ArrayList<>();
		manager.transaction().executeWithoutResult((status) -> {
			create();
			status.setRollbackOnly();
			callBack("afterCompletion", () -> ids.add(create()));
		});
		assertThat(committed()).containsExactlyElementsOf(ids).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(Manager.class)
	void whatTheStoreWritesBeforeTheEndIsPartOfTheTransaction(Manager manager) {
		for (String callback : List.of("beforeCommit", "beforeCompletion")) {
			manager.transaction().executeWithoutResult((status) -> callBack(callback, () -> {
				create();
				assertThat(committed()).isEmpty();
			}));
			assertThat(committed()).hasSize(1);
			this.observer.execute("TRUNCATE wfc.workflows CASCADE");
		}
	}

	@ParameterizedTest
	@EnumSource(Manager.class)
	void aNewTransactionInACallbackIsJoined(Manager manager) {
		TransactionTemplate inner = manager.transaction();
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		List<String> ids = new ArrayList<>();
		manager.transaction()
			.executeWithoutResult((status) -> callBack("afterCommit", () -> inner.executeWithoutResult((nested) -> {
				ids.add(create());
				nested.setRollbackOnly();
			})));
		assertThat(ids).hasSize(1);
		assertThat(committed()).isEmpty();
	}

	@Test
	void aNewTransactionWithACallbackOfTheSameKindIsJoined() {
		TransactionTemplate inner = store.transaction();
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		List<String> ids = new ArrayList<>();
		store.transaction()
			.executeWithoutResult((status) -> callBack("afterCommit", () -> inner.executeWithoutResult((nested) -> {
				callBack("afterCommit", () -> ids.add("called back"));
				ids.add(create());
				nested.setRollbackOnly();
			})));
		assertThat(ids).hasSize(1);
		assertThat(committed()).isEmpty();
	}

	@Test
	void commandsAreProcessedInTransactionsOfTheirOwn() {
		store.provider().scheduleCommand(command("1"));
		store.provider().scheduleCommand(command("2"));
		store.transaction()
			.executeWithoutResult((status) -> callBack("afterCommit",
					() -> store.provider().processCommands(EPOCH, 10, (command) -> create())));
		assertThat(committed()).hasSize(2);
		assertThat(rows().get("scheduled_commands")).isZero();
	}

	@Test
	void allWritesAreThere() {
		PostgresPersistenceProvider provider = store.provider();
		WorkflowInstance existing = provider.createWorkflowInstance(EveryOperation.workflow());
		store.transaction().executeWithoutResult((status) -> callBack("afterCommit", () -> {
			provider.createNewWorkflow(EveryOperation.workflow());
			provider.persistWorkflow(existing.toBuilder().reference("persisted").build());
			provider.nextDefinitionSequence("d");
			String subscription = provider
				.createEventSubscription(EventSubscription.create(existing.id(), 0, "p", "name", "key", EPOCH));
			provider.setSubscriptionToken(subscription, "token", "worker", EPOCH.plusSeconds(1));
			String event = provider.createEvent(Event.create("name", "key", existing.data()));
			provider.markEventProcessed(event);
			provider.scheduleCommand(command("1"));
			provider.persistErrors(List.of(ExecutionError.create(existing.id(), "p", "message")));
		}));
		assertThat(rows()).isEqualTo(Map.of("workflows", 2, "workflows WHERE reference = 'persisted'", 1,
				"definition_sequences", 1, "event_subscriptions WHERE external_token = 'token'", 1,
				"events WHERE is_processed", 1, "scheduled_commands", 1, "execution_errors", 1));
	}

	private Map<String, Integer> rows() {
		Map<String, Integer> result = new TreeMap<>();
		for (String rows : List.of("workflows", "workflows WHERE reference = 'persisted'", "definition_sequences",
				"event_subscriptions WHERE external_token = 'token'", "events WHERE is_processed", "scheduled_commands",
				"execution_errors")) {
			result.put(rows, this.observer.queryForObject("SELECT count(*)::int FROM wfc." + rows, Integer.class));
		}
		return result;
	}

	private List<String> committed() {
		return this.observer.queryForList("SELECT id FROM wfc.workflows", String.class);
	}

	private static String create() {
		return store.provider().createNewWorkflow(EveryOperation.workflow());
	}

	private static ScheduledCommand command(String data) {
		return ScheduledCommand.create(CommandName.PROCESS_EVENT, data, EPOCH);
	}

	private static void callBack(String callback, Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new Callback(callback, action));
	}

	/**
	 * Calls something at one moment of a transaction.
	 */
	private record Callback(String moment, Runnable action) implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return this.moment.endsWith("first") ? Ordered.HIGHEST_PRECEDENCE : Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void beforeCommit(boolean readOnly) {
			callAt("beforeCommit");
		}

		@Override
		public void beforeCompletion() {
			callAt("beforeCompletion");
		}

		@Override
		public void afterCommit() {
			callAt("afterCommit");
		}

		@Override
		public void afterCompletion(int status) {
			callAt("afterCompletion");
		}

		private void callAt(String moment) {
			if (this.moment.startsWith(moment)) {
				this.action.run();
			}
		}

	}

}
