package io.wfe.reliability;

import java.io.IOException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

import io.wfe.core.WfeException;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The connection is lost during each operation, at each packet of it. What is stored is
 * then what was stored before, or what a call without a fault has made of it: nothing in
 * between, and nothing twice.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostConnectionTests {

	private static final String BYPASS = "com.zaxxer.hikari.aliveBypassWindowMs";

	private static final int MAX_PACKETS = 20;

	private static final String LOCK = "LOCK TABLE wfc.wfe_databasechangelog, " + String.join(", ", Operation.TABLES)
			+ " IN ACCESS EXCLUSIVE MODE";

	private static final String WAITING = """
			FROM pg_stat_activity
			WHERE application_name = 'faulty' AND wait_event_type = 'Lock' AND datname = current_database()""";

	private final Store direct;

	private final FaultyProxy proxy;

	private final Store store;

	private long operations;

	private long faults;

	private long lost;

	private long duplicated;

	LostConnectionTests(TestDatabase database) throws IOException {
		this.direct = Store.open(database.uri(), 3);
		this.proxy = new FaultyProxy(FaultyProxy.address(database.jdbcUrl()));
		this.store = Store.open(FaultyProxy.url(
				database.uri().replaceFirst("^postgres(ql)?:", "jdbc:postgresql:").replaceFirst("//.*@", "//"),
				this.proxy.port()) + "?ApplicationName=faulty", 1);
		this.store.dataSource().setUsername(database.username());
		this.store.dataSource().setPassword(database.password());
	}

	@BeforeAll
	void create() {
		// The pool is not to try out a connection once more, however slow this machine is
		System.setProperty(BYPASS, "60000");
		this.direct.create();
	}

	@AfterAll
	void close() throws IOException {
		this.store.close();
		this.proxy.close();
		this.direct.close();
		System.clearProperty(BYPASS);
		new Figures("connections lost during each operation", this.operations, this.faults, this.lost, this.duplicated)
			.print();
	}

	@Test
	void allOperationsAreTried() {
		Set<String> methods = Arrays.stream(PersistenceProvider.class.getMethods())
			.map(Method::getName)
			.collect(Collectors.toSet());
		methods.removeAll(Operation.OFFLINE);
		assertThat(Operation.all()).extracting(Operation::name).containsAll(methods);
	}

	static List<Operation> operations() {
		return Operation.all();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void whenARequestIsLostThenTheOperationIsDoneWhollyOrNotAtAll(Operation operation) {
		Set<Outcome> outcomes = cutAtEachPacket(operation, this.proxy::cutLatestRequestAfter);
		assertThat(outcomes).contains(new Outcome(true, false), new Outcome(false, isWriting(operation)));
	}

	@ParameterizedTest
	@MethodSource("operations")
	void whenAnAnswerIsLostThenTheOperationIsNotDoneAgain(Operation operation) {
		Set<Outcome> outcomes = cutAtEachPacket(operation, this.proxy::cutLatestResponseAfter);
		// The answer to the commit is among those that were lost
		assertThat(outcomes).contains(new Outcome(true, isWriting(operation)),
				new Outcome(false, isWriting(operation)));
	}

	@ParameterizedTest
	@MethodSource("operations")
	void whenTheBackendIsTerminatedThenNothingIsDone(Operation operation) {
		WorkflowInstance stored = Operation.prepare(this.direct);
		List<String> before = rows();
		warmUp();
		CompletableFuture<@Nullable RuntimeException> failure = this.direct.transaction().execute((status) -> {
			this.direct.jdbc().execute(LOCK);
			CompletableFuture<@Nullable RuntimeException> running = CompletableFuture
				.supplyAsync(() -> call(operation, stored));
			Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.until(() -> Objects
					.equals(this.direct.jdbc().queryForObject("SELECT count(*) " + WAITING, Integer.class), 1));
			this.direct.jdbc().queryForList("SELECT pg_terminate_backend(pid) " + WAITING);
			this.faults++;
			return running;
		});
		assertThat(failure).succeedsWithin(Duration.ofSeconds(20));
		assertThat(failure.join()).isInstanceOf(WfeException.class).hasMessageContaining("SQLSTATE 57P01");
		assertThat(rows()).isEqualTo(before);
		assertThatNoException().isThrownBy(() -> this.store.provider().getBacklog(stored.createTime()));
	}

	private Set<Outcome> cutAtEachPacket(Operation operation, IntConsumer fault) {
		int expected = changes(operation);
		Set<Outcome> outcomes = new HashSet<>();
		for (int packet = 0; packet < MAX_PACKETS; packet++) {
			WorkflowInstance stored = Operation.prepare(this.direct);
			List<String> before = rows();
			warmUp();
			fault.accept(packet);
			RuntimeException failure = call(operation, stored);
			boolean cut = this.proxy.hasCut();
			this.proxy.heal();
			int changed = difference(before, rows());
			count(cut, failure, changed, expected);
			// One was given out before, one by the operation
			assertThat(this.direct.provider().nextDefinitionSequence("d")).as("Next number").isLessThan(4);
			assertThat(changed).as("Rows changed, packet %s", packet).isIn(0, expected);
			if (failure != null) {
				// The latter from what the handler of a command does itself
				assertThat(failure).isInstanceOfAny(WfeException.class, DataAccessException.class);
				assertThat(sqlState(failure)).satisfiesAnyOf((state) -> assertThat(state).startsWith("08"),
						(state) -> assertThat(failure).cause().hasMessageContaining("may have taken effect"));
			}
			outcomes.add(new Outcome(failure != null, changed > 0));
			assertThatNoException().isThrownBy(() -> this.store.provider().getBacklog(stored.createTime()));
			if (!cut) {
				assertThat(failure).isNull();
				return outcomes;
			}
		}
		throw new AssertionError("More than " + MAX_PACKETS + " packets");
	}

	private void count(boolean cut, @Nullable RuntimeException failure, int changed, int expected) {
		this.operations++;
		this.faults += cut ? 1 : 0;
		this.lost += (failure == null && changed < expected) ? 1 : 0;
		this.duplicated += (changed > expected) ? 1 : 0;
	}

	private static String sqlState(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
			if (cause instanceof SQLException exception && exception.getSQLState() != null) {
				return exception.getSQLState();
			}
		}
		return "";
	}

	private @Nullable RuntimeException call(Operation operation, WorkflowInstance stored) {
		try {
			operation.action().accept(this.store, stored);
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	/**
	 * Leaves one connection in the pool, tried out a moment ago, so that the fault meets
	 * the operation and not the pool.
	 */
	private void warmUp() {
		this.store.jdbc().queryForList("SELECT 1");
	}

	private boolean isWriting(Operation operation) {
		return changes(operation) > 0;
	}

	/**
	 * Returns in how many rows the store differs after an operation without a fault.
	 */
	private int changes(Operation operation) {
		WorkflowInstance stored = Operation.prepare(this.direct);
		List<String> before = rows();
		operation.action().accept(this.direct, stored);
		return difference(before, rows());
	}

	private static int difference(List<String> before, List<String> after) {
		List<String> gone = new ArrayList<>(before);
		after.forEach(gone::remove);
		List<String> added = new ArrayList<>(after);
		before.forEach(added::remove);
		return gone.size() + added.size();
	}

	private List<String> rows() {
		return Operation.TABLES.stream()
			.flatMap((table) -> this.direct.jdbc()
				.queryForList("SELECT '" + table + "' || t FROM " + table + " t ORDER BY 1", String.class)
				.stream())
			.toList();
	}

	/**
	 * What an operation looked like to its caller, and to the store.
	 */
	private record Outcome(boolean failed, boolean done) {

	}

}
