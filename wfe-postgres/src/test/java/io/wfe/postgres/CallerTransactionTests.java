package io.wfe.postgres;

import java.util.List;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.persistence.PersistenceException;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is repeated after a deadlock, and what is left to the caller to repeat.
 */
class CallerTransactionTests {

	@Test
	void whenATransactionOfTheCallerIsAbortedThenTheFirstCallInItIsNotRepeated() {
		try (TestStore store = TestStore.builder().dataSource(TransactionAwareDataSourceProxy::new).open()) {
			failNext(store);
			TransactionTemplate transaction = new TransactionTemplate(store.transactionManager());
			assertThatExceptionOfType(PersistenceException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> schedule(store, "a")))
				.withMessageContaining("SQLSTATE 40P01");
			transaction.executeWithoutResult((status) -> schedule(store, "a"));
			assertThat(commands(store)).containsExactly("a");
		}
	}

	@Test
	void whenThereIsNoTransactionInAScopeThenEachCallIsRepeated() {
		try (TestStore store = TestStore.create()) {
			TransactionTemplate scope = store.transaction();
			scope.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
			scope.executeWithoutResult((status) -> {
				schedule(store, "a");
				failNext(store);
				schedule(store, "b");
			});
			assertThat(commands(store)).containsExactly("a", "b");
		}
	}

	/**
	 * Lets the next command that is scheduled fail as the victim of a deadlock does. The
	 * sequence counts on, whatever becomes of the transaction.
	 */
	private static void failNext(TestStore store) {
		JdbcTemplate owner = store.observer();
		owner.execute("CREATE SEQUENCE wfc.calls");
		owner.execute("""
				CREATE FUNCTION wfc.fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN
					IF nextval('wfc.calls') = 1 THEN
						RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
					END IF;
					RETURN NEW;
				END $$""");
		owner.execute("CREATE TRIGGER fail_once BEFORE INSERT ON wfc.scheduled_commands "
				+ "FOR EACH ROW EXECUTE FUNCTION wfc.fail_once()");
	}

	private static void schedule(TestStore store, String data) {
		store.provider().scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, data, EPOCH));
	}

	private static List<String> commands(TestStore store) {
		return store.observer().queryForList("SELECT data FROM wfc.scheduled_commands ORDER BY data", String.class);
	}

}
