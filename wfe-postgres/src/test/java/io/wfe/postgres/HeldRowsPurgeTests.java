package io.wfe.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wfe.core.model.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An ended instance that the application's own foreign key holds does not keep others
 * from being purged.
 */
class HeldRowsPurgeTests {

	private static final Instant END = Instant.parse("2020-01-01T00:00:00Z");

	private static final String[] FOREIGN_KEYS = { "", "ON DELETE RESTRICT", "DEFERRABLE INITIALLY DEFERRED" };

	private static final List<StatementCounter> counters = new ArrayList<>();

	@RegisterExtension
	static final TestStore store = TestStore.builder().dataSource((pool) -> {
		StatementCounter counter = new StatementCounter(pool);
		counters.add(counter);
		return counter;
	}).keepRows().open();

	private final JdbcTemplate jdbc = store.observer();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(store.dataSource())
		.transactionManager(store.transactionManager())
		.build();

	@BeforeEach
	void listen() {
		this.jdbc.execute("DROP TABLE IF EXISTS orders");
		this.provider.truncateAll();
		this.log.start();
		logger().addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		logger().detachAppender(this.log);
		this.jdbc.execute("DROP TABLE IF EXISTS orders");
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.wfe.postgres");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void allButHeldInstancesArePurged(int foreignKey) {
		ended(20);
		hold(foreignKey, "w-00", "w-07", "w-19");
		assertThat(purgeAll(100)).isEqualTo(17);
		assertThat(stored()).containsExactly("w-00", "w-07", "w-19");
		assertThat(this.provider.getSkippedPurges()).isGreaterThanOrEqualTo(3);
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM wfc.execution_pointers", Long.class)).isEqualTo(3);
		this.jdbc.update("DELETE FROM orders WHERE workflow_id = 'w-07'");
		assertThat(purgeAll(100)).isOne();
		assertThat(stored()).containsExactly("w-00", "w-19");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void callersTransactionGoesOn(int foreignKey) {
		ended(20);
		hold(foreignKey, "w-05");
		store.transaction().executeWithoutResult((status) -> {
			assertThat(this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, Instant.now(), 10)).isEqualTo(10);
			assertThat(purgeAll(10)).isEqualTo(9);
			store.jdbc().update("INSERT INTO orders (workflow_id) VALUES ('w-05')");
		});
		assertThat(stored()).containsExactly("w-05");
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM orders", Long.class)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10 })
	void smallLimitGetsPastHeldInstances(int limit) {
		ended(20);
		hold(0, "w-00", "w-01", "w-02", "w-03", "w-04");
		assertThat(purgeAll(limit)).isEqualTo(15);
		assertThat(stored()).hasSize(5);
		this.jdbc.update("DELETE FROM orders");
		assertThat(purgeAll(limit)).isEqualTo(5);
	}

	@Test
	void heldInstancesAreTriedOnceOnTheWayThroughTheStore() {
		ended(300);
		String[] held = IntStream.range(0, 250).mapToObj((index) -> id(index, 300)).toArray(String[]::new);
		hold(0, held);
		StatementCounter counter = counters.get(0);
		counter.take();
		List<Integer> purged = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			purged.add(this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, END.plusSeconds(3600), 50));
			// A held row is tried alone, and with the halves it was in
			assertThat(counter.take()).isLessThan(2 * 100 + 20);
		}
		assertThat(purged).containsExactly(0, 0, 50, 0);
		assertThat(this.provider.getSkippedPurges()).isBetween(250L, 350L);
	}

	@Test
	void logNamesHeldInstancesOnce() {
		ended(20);
		hold(0, "w-03", "w-04");
		assertThat(purgeAll(100)).isEqualTo(18);
		assertThat(purgeAll(100)).isZero();
		assertThat(this.log.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.WARN);
				assertThat(event.getFormattedMessage()).contains("could not delete 2 workflow instances")
					.contains("w-03, w-04.");
			});
	}

	@Test
	void instancesWithoutCompleteTimeAreSkippedToo() {
		ended(20);
		this.jdbc.update("UPDATE wfc.workflows SET complete_time = NULL, last_heartbeat_at = NULL WHERE id >= 'w-05'");
		this.jdbc
			.update("UPDATE wfc.workflows SET last_heartbeat_at = create_time + interval '1 day' WHERE id = 'w-19'");
		hold(0, "w-02", "w-05", "w-18");
		int purged = 0;
		for (int i = 0; i < 10; i++) {
			purged += this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, END.plusSeconds(3600), 3);
		}
		assertThat(purged).isEqualTo(16);
		assertThat(stored()).containsExactly("w-02", "w-05", "w-18", "w-19");
	}

	@Test
	void whenNothingIsHeldThenNoStatementIsAdded() {
		ended(20);
		StatementCounter counter = counters.get(0);
		counter.take();
		assertThat(this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, Instant.now(), 10)).isEqualTo(10);
		assertThat(counter.take()).isEqualTo(3);
	}

	private int purgeAll(int limit) {
		int sum = 0;
		int batch;
		do {
			batch = this.provider.purgeWorkflows(WorkflowStatus.COMPLETE, Instant.now(), limit);
			sum += batch;
		}
		while (batch > 0);
		return sum;
	}

	private void ended(int count) {
		IntStream.range(0, count)
			.forEach((index) -> this.provider.createNewWorkflow(StoreOperations.workflow(id(index, count))
				.toBuilder()
				.executionPointers(StoreOperations.workflow(id(index, count)).executionPointers().subList(0, 1))
				.status(WorkflowStatus.COMPLETE)
				.createTime(END.minusSeconds(60))
				.completeTime(END.plusSeconds(index))
				.build()));
	}

	private static String id(int index, int count) {
		return "w-" + ((count > 100) ? "%03d" : "%02d").formatted(index);
	}

	private void hold(int foreignKey, String... ids) {
		this.jdbc.execute("CREATE TABLE orders (id serial PRIMARY KEY, workflow_id text REFERENCES wfc.workflows (id) "
				+ FOREIGN_KEYS[foreignKey] + ")");
		for (String id : ids) {
			this.jdbc.update("INSERT INTO orders (workflow_id) VALUES (?)", id);
		}
	}

	private List<String> stored() {
		return this.jdbc.queryForList("SELECT id FROM wfc.workflows ORDER BY id", String.class);
	}

}
