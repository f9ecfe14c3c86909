package io.wfe.reliability;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wfe.core.model.CommandName;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ScheduledCommand;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import io.wfe.reliability.ConcurrentProcess.Tally;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads in several processes, whose clocks are ten minutes apart.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyTests {

	private static final int PROCESSES = Chaos.count(2, 4);

	private static final int THREADS = Chaos.count(4, 16);

	private static final Duration TIMEOUT = Chaos.duration(Duration.ofMinutes(1), Duration.ofMinutes(15));

	private final String url;

	private final Store store;

	private final List<Member> members = new ArrayList<>();

	ConcurrencyTests(TestDatabase database) {
		this.url = database.uri();
		this.store = Store.open(this.url, 2);
	}

	@BeforeAll
	void start() throws Exception {
		this.store.create();
		for (int i = 0; i < PROCESSES; i++) {
			this.members.add(new Member(this.url, i));
		}
		for (Member member : this.members) {
			assertThat(member.next()).isEqualTo("READY");
		}
	}

	@AfterAll
	void stop() {
		this.members.forEach(Member::close);
		this.store.close();
	}

	@Test
	void eachCommandIsHandledOnceThoughHandlersFail() throws Exception {
		int commands = Chaos.count(200, 10_000);
		// The oldest ones, so that they are in the way of all others
		schedule("poisoned", Instant.EPOCH, 5);
		schedule("command", Instant.EPOCH.plusSeconds(1), commands);
		Tally tally = runAll(Scenario.COMMANDS, 0);
		long handled = count("SELECT count(DISTINCT data) FROM effects WHERE data LIKE 'command%'");
		long effects = count("SELECT count(*) FROM effects WHERE data LIKE 'command%'");
		print("commands", tally, commands - handled, effects - handled);
		assertThat(handled).isEqualTo(commands);
		assertThat(effects).isEqualTo(commands);
		assertThat(count("SELECT count(*) FROM effects WHERE data LIKE 'poisoned%'")).isZero();
		assertThat(this.store.jdbc().queryForList("SELECT data FROM wfc.scheduled_commands", String.class)).hasSize(5)
			.allMatch((data) -> data.startsWith("poisoned"));
	}

	private void schedule(String name, Instant executeTime, int amount) {
		this.store.transaction()
			.executeWithoutResult((status) -> IntStream.range(0, amount)
				.forEach((i) -> this.store.provider()
					.scheduleCommand(ScheduledCommand.create(CommandName.PROCESS_EVENT, name + i, executeTime))));
	}

	@Test
	void eachSubscriptionHasOneWinnerUntilItsTokenExpiresByTheClockOfTheDatabase() throws Exception {
		int subscriptions = Chaos.count(50, 1000);
		String workflow = this.store.provider()
			.createNewWorkflow(WorkflowInstance.create("d", 1, JsonNodeFactory.instance.objectNode()));
		this.store.transaction()
			.executeWithoutResult((status) -> IntStream.range(0, subscriptions)
				.forEach((i) -> this.store.provider()
					.createEventSubscription(
							EventSubscription.create(workflow, 0, "p", "token", "all", Instant.EPOCH.plusSeconds(i)))));
		// For five minutes: expired by a clock that is ten minutes fast
		Tally first = runAll(Scenario.TOKENS, 300);
		Tally none = runAll(Scenario.TOKENS, 300);
		assertThat(none.operations()).isZero();
		this.store.jdbc().update("UPDATE wfc.event_subscriptions SET external_token_expiry = clock_timestamp()");
		Tally second = runAll(Scenario.TOKENS, 300);
		long winners = count("SELECT count(*) FROM effects WHERE data LIKE 'taken%'");
		long taken = count("SELECT count(DISTINCT data) FROM effects WHERE data LIKE 'taken%'");
		print("tokens", first.plus(second), subscriptions - taken, winners - 2L * subscriptions);
		assertThat(first.operations()).isEqualTo(subscriptions);
		assertThat(second.operations()).isEqualTo(subscriptions);
		assertThat(winners).isEqualTo(2L * subscriptions);
		assertThat(count("""
				SELECT count(*) FROM wfc.event_subscriptions s
				WHERE NOT EXISTS (SELECT FROM effects e
					WHERE e.data = 'taken ' || s.id AND e.worker = s.external_token)
				""")).isZero();
	}

	@Test
	void loadedInstancesAreNeverTorn() throws Exception {
		this.store.provider().createNewWorkflow(Scenario.instance("loaded"));
		int loaders = PROCESSES * (THREADS - 1);
		int loads = Chaos.count(1_000, 100_000);
		Tally tally = runAll(Scenario.LOADS, (loads + loaders - 1) / loaders);
		print("loads", tally, 0, 0);
		assertThat(tally.operations()).isGreaterThanOrEqualTo(loads);
		assertThat(Store.version(this.store.provider().getWorkflowInstance("loaded"))).isPositive();
	}

	@Test
	void noUpdateIsLost() throws Exception {
		IntStream.range(0, Scenario.COUNTERS_COUNT)
			.forEach((i) -> this.store.provider().createNewWorkflow(Scenario.instance("counter" + i)));
		Tally tally = runAll(Scenario.COUNTERS, Chaos.count(40, 200));
		long counted = sumOfVersions(
				IntStream.range(0, Scenario.COUNTERS_COUNT).mapToObj((i) -> "counter" + i).toList());
		print("stale revisions", tally, tally.operations() - counted, Math.max(0, counted - tally.operations()));
		assertThat(counted).isEqualTo(tally.operations());
		assertThat(tally.faults()).as("Conflicts").isPositive();
	}

	private long sumOfVersions(List<String> ids) {
		return this.store.provider().getWorkflowInstances(ids).stream().mapToLong(Store::version).sum();
	}

	@Test
	void numbersAreUniqueAndWithoutGaps() throws Exception {
		Tally tally = runAll(Scenario.SEQUENCES, Chaos.count(40, 200));
		List<String> given = this.store.jdbc()
			.queryForList("SELECT data FROM effects WHERE data LIKE 'number%'", String.class);
		long distinct = given.stream().distinct().count();
		print("sequences", tally, tally.operations() - given.size(), given.size() - distinct);
		assertThat(given).containsExactlyInAnyOrderElementsOf(
				IntStream.rangeClosed(1, (int) tally.operations()).mapToObj((i) -> "number " + i).toList());
	}

	@Test
	void whatChangesMeanwhileIsNotPurged() throws Exception {
		Tally tally = runAll(Scenario.PURGE, Chaos.count(20, 200));
		long lost = count("""
				SELECT count(*) FROM effects e
				WHERE e.data LIKE 'kept%' AND NOT EXISTS (SELECT FROM wfc.workflows w WHERE e.data = 'kept ' || w.id)
					AND NOT EXISTS (SELECT FROM wfc.events v WHERE e.data = 'kept ' || v.id)
				""");
		print("purge", tally, lost, 0);
		assertThat(lost).isZero();
		assertThat(count("SELECT count(*) FROM effects WHERE data LIKE 'kept%'")).isPositive();
		assertThat(tally.faults()).as("Purged").isPositive();
		assertThat(count("""
				SELECT count(*) FROM wfc.execution_pointers p
				WHERE NOT EXISTS (SELECT FROM wfc.workflows w WHERE w.id = p.workflow_id)
				""")).isZero();
	}

	@Test
	void deadlocksOfCallersAreSurvived() throws Exception {
		List<String> ids = IntStream.rangeClosed(0, THREADS / 2)
			.boxed()
			.flatMap((pair) -> Stream.of("one" + pair, "other" + pair))
			.toList();
		ids.forEach((id) -> this.store.provider().createNewWorkflow(Scenario.instance(id)));
		Tally tally = runAll(Scenario.DEADLOCKS, Chaos.count(3, 10));
		long counted = sumOfVersions(ids);
		print("deadlocks", tally, 2 * tally.operations() - counted, Math.max(0, counted - 2 * tally.operations()));
		assertThat(counted).isEqualTo(2 * tally.operations());
		assertThat(count("SELECT count(*) FROM effects WHERE data = 'deadlock'")).isPositive();
	}

	private static void print(String name, Tally tally, long lost, long duplicated) {
		new Figures(name + ", " + PROCESSES + " processes of " + THREADS + " threads", tally.operations(),
				tally.faults(), lost, duplicated)
			.print();
	}

	private long count(String sql) {
		return Scenario.count(this.store, sql);
	}

	private Tally runAll(Scenario scenario, int amount) throws Exception {
		for (Member member : this.members) {
			member.process.send(scenario + " " + amount);
		}
		Tally sum = new Tally(0, 0);
		for (Member member : this.members) {
			String line = member.next();
			assertThat(line).startsWith("DONE ");
			String[] parts = line.split(" ", -1);
			sum = sum.plus(new Tally(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
		}
		return sum;
	}

	/**
	 * One of the processes.
	 */
	private static final class Member {

		private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

		private final JavaProcess process;

		Member(String url, int number) throws IOException {
			this.process = JavaProcess.start(ConcurrentProcess.class, this.lines::add,
					List.of(url, String.valueOf(number), String.valueOf(THREADS), String.valueOf(10 * (1 - number))));
		}

		String next() throws InterruptedException {
			String line = this.lines.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			return (line != null) ? line : "nothing in " + TIMEOUT;
		}

		void close() {
			this.process.close();
		}

	}

}
