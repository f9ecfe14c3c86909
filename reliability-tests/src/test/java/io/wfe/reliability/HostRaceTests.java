package io.wfe.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.wfe.core.model.TimeOrderedIds;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.engine.PendingActivity;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls to hosts that meet each other and the passes of hosts, each pair of them many
 * times: nothing is lost, nothing happens twice, nothing is left behind.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostRaceTests {

	private static final int ROUNDS = Chaos.count(300, 100_000);

	private static final int BATCH = Chaos.count(100, 1000);

	private static final int SUBSCRIBERS = 1000;

	private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

	private final RaceField field;

	private long lost;

	private long duplicated;

	private final AtomicLong faults = new AtomicLong();

	HostRaceTests(TestDatabase database) {
		this.field = new RaceField(Store.open(database.uri(), 16));
	}

	@AfterAll
	void close() {
		this.field.close();
	}

	/** Half of the events are published by somebody who does not deliver them. */
	@Test
	void eventThatMeetsItsSubscriptionIsDelivered() throws Exception {
		this.field.define("subscribe",
				(steps) -> steps.then("first", this.field.body("first"))
					.waitFor("go", RaceField.Data::key, String.class)
					.output(RaceField.Data::with)
					.then("last", this.field.body("last")));
		batches((rounds) -> {
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				tasks.add(() -> {
					String id = this.field.start(this.field.host(round), "subscribe", round);
					RaceField.jitter();
					publish(round, id, id);
				});
			}
			this.field.run(tasks);
			complete("subscribe", rounds, "first", "last");
			this.lost += this.field.count("""
					SELECT count(*) FROM wfc.workflows
					WHERE definition_id = 'subscribe' AND data -> 'got' <> jsonb_build_array(id)
					""");
			RaceField.await(() -> this.field.count("SELECT count(*) FROM wfc.events WHERE NOT is_processed") == 0);
		});
		print("publish against subscribe");
	}

	private void publish(int round, String key, String data) {
		if (round % 2 == 0) {
			this.field.host(round / 2).publishEvent("go", key, data);
		}
		else {
			this.field.store()
				.provider()
				.publishEvents(List.of(new NewEvent(TimeOrderedIds.next(), "go", key,
						JsonNodeFactory.instance.stringNode(data), null)));
		}
	}

	@Test
	void oneSubscriptionGetsOneOfTwoEvents() throws Exception {
		this.field.define("two",
				(steps) -> steps.then("first", this.field.body("first"))
					.waitFor("go", RaceField.Data::key, String.class)
					.output(RaceField.Data::with)
					.then("last", this.field.body("last")));
		batches((rounds) -> {
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				CompletableFuture<String> started = new CompletableFuture<>();
				tasks.add(() -> started.complete(this.field.start(this.field.host(round), "two", round)));
				tasks.add(() -> publish(round, started.join(), "one"));
				tasks.add(() -> publish(round / 2, started.join(), "other"));
			}
			this.field.run(tasks);
			complete("two", rounds, "first", "last");
			this.lost += this.field.count("""
					SELECT count(*) FROM wfc.workflows
					WHERE definition_id = 'two' AND data -> 'got' NOT IN ('["one"]', '["other"]')
					""");
			RaceField.await(() -> this.field.count("SELECT count(*) FROM wfc.events WHERE NOT is_processed") == 0);
		});
		print("two events against one subscription");
	}

	@Test
	void suspendKeepsWhatThePassThatItMeetsHasDone() throws Exception {
		this.field.define("suspend",
				(steps) -> steps.then("first", this.field.body("first"))
					.then("second", this.field.body("second"))
					.then("last", this.field.body("last")));
		batches((rounds) -> {
			Set<String> suspended = ConcurrentHashMap.newKeySet();
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				tasks.add(() -> {
					String id = this.field.start(this.field.host(round), "suspend", round);
					RaceField.jitter();
					if (this.field.host(round / 2).suspendWorkflow(id)) {
						suspended.add(id);
					}
				});
			}
			this.field.run(tasks);
			this.field.awaitNone("suspend", WorkflowStatus.RUNNABLE);
			assertThat(this.field.ids("suspend", WorkflowStatus.SUSPENDED))
				.containsExactlyInAnyOrderElementsOf(suspended);
			this.faults.addAndGet(suspended.size());
			this.field.run(suspended.stream()
				.<Runnable>map((id) -> () -> assertThat(this.field.host(id.length()).resumeWorkflow(id)).isTrue())
				.toList());
			complete("suspend", rounds, "first", "second", "last");
		});
		print("suspend against a pass");
	}

	@Test
	void terminateLeavesNothingOfThePassThatItMeets() throws Exception {
		this.field.define("terminate",
				(steps) -> steps.then("first", this.field.body("first"))
					.parallel(List.of((one) -> one.waitFor("never", RaceField.Data::key, String.class),
							(two) -> two.then("second", this.field.body("second"))
								.waitFor("never", RaceField.Data::key, String.class))));
		batches((rounds) -> {
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				tasks.add(() -> {
					String id = this.field.start(this.field.host(round), "terminate", round);
					RaceField.jitter();
					assertThat(this.field.host(round / 2).terminateWorkflow(id)).isTrue();
				});
			}
			this.field.run(tasks);
			this.lost += rounds.length - this.field.ids("terminate", WorkflowStatus.TERMINATED).size();
			for (int round : rounds) {
				count("terminate" + round, "first", false);
				count("terminate" + round, "second", false);
			}
			this.faults.addAndGet(rounds.length);
		});
		print("terminate against a pass");
	}

	/** Leases of workers that are as long as their work. */
	@Test
	void activityIsCompletedOnceThoughItExpires() throws Exception {
		this.field.define("activity",
				(steps) -> steps.activity("work", RaceField.Data::key, String.class)
					.output(RaceField.Data::with)
					.then("last", this.field.body("last")));
		batches((rounds) -> {
			Map<String, List<String>> accepted = new ConcurrentHashMap<>();
			AtomicInteger left = new AtomicInteger(rounds.length);
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				tasks.add(() -> this.field.start(this.field.host(round), "activity", round));
			}
			for (int worker = 0; worker < 4; worker++) {
				String name = "worker" + worker;
				WorkflowHost host = this.field.host(worker);
				tasks.add(() -> {
					while (left.get() > 0) {
						host.activities()
							.poll("work", name, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(1))
							.ifPresent((activity) -> work(activity, accepted, left));
					}
				});
			}
			this.field.run(tasks);
			complete("activity", rounds, "last");
			for (int round : rounds) {
				List<String> results = accepted.getOrDefault("activity" + round, List.of());
				this.duplicated += Math.max(0, results.size() - 1);
				this.lost += results.isEmpty() ? 1 : 0;
			}
			Map<String, String> stored = new ConcurrentHashMap<>();
			this.field.store()
				.jdbc()
				.query("SELECT id, data -> 'got' ->> 0 FROM wfc.workflows WHERE definition_id = 'activity'",
						(RowCallbackHandler) (row) -> stored.put(row.getString(1), row.getString(2)));
			accepted.forEach((id, results) -> this.lost += results.contains(stored.get(id)) ? 0 : 1);
		});
		print("completion against expiry");
	}

	private void work(PendingActivity activity, Map<String, List<String>> accepted, AtomicInteger left) {
		String id = String.valueOf(activity.parameters(String.class));
		RaceField.jitter();
		if (activity.complete(activity.token())) {
			accepted.computeIfAbsent(id, (key) -> new CopyOnWriteArrayList<>()).add(activity.token());
			left.decrementAndGet();
		}
		else {
			this.faults.incrementAndGet();
		}
	}

	/** The host that is given the starts stops and starts all the time. */
	@Test
	void whatIsStartedWhileItsHostStopsRunsOnce() throws Exception {
		WorkflowHost cycling = this.field.open("cycling");
		this.field.define("cycle",
				(steps) -> steps.then("first", this.field.body("first"))
					.delay(Duration.ofMillis(1))
					.then("last", this.field.body("last")));
		try (Meanwhile stops = new Meanwhile(() -> {
			cycling.stop();
			cycling.start();
			this.faults.incrementAndGet();
		})) {
			batches((rounds) -> {
				List<Runnable> tasks = new ArrayList<>();
				for (int round : rounds) {
					tasks.add(() -> this.field.start(cycling, "cycle", round));
				}
				this.field.run(tasks);
				complete("cycle", rounds, "first", "last");
			});
			stops.end();
		}
		print("stop against start");
	}

	@Test
	void oneEventReachesAThousandSubscribers() throws Exception {
		int events = Chaos.count(1, 100);
		this.field.define("subscriber",
				(steps) -> steps.waitFor("all", (data) -> "key", String.class)
					.output(RaceField.Data::with)
					.then("last", this.field.body("last")));
		int[] rounds = IntStream.range(0, SUBSCRIBERS).toArray();
		for (int event = 0; event < events; event++) {
			List<Runnable> tasks = new ArrayList<>();
			for (int round : rounds) {
				tasks.add(() -> this.field.start(this.field.host(round), "subscriber", round));
			}
			this.field.run(tasks);
			// The last ones have not subscribed yet
			this.field.host(0).publishEvent("all", "key", "x");
			complete("subscriber", rounds, "last");
			this.lost += this.field.leaks();
			this.field.clear();
		}
		print("1000 subscribers of one event", (long) events * SUBSCRIBERS);
	}

	/** Deletes what has ended, at once, while all else goes on. */
	@Test
	void purgeDeletesNothingThatIsNeeded() throws Exception {
		this.field.define("purged",
				(steps) -> steps.then("first", this.field.body("first"))
					.subWorkflow("purged-child", (data) -> data)
					.waitFor("go", RaceField.Data::key, String.class)
					.then("last", this.field.body("last")));
		this.field.define("purged-child", (steps) -> steps.then("child", this.field.body("child")));
		this.field.define("purged-never", (steps) -> steps.then("first", this.field.body("first"))
			.waitFor("never", RaceField.Data::key, String.class));
		try (Meanwhile purges = new Meanwhile(this::purge)) {
			batches((rounds) -> {
				List<Runnable> tasks = new ArrayList<>();
				for (int round : rounds) {
					tasks.add((round % 4 == 0) ? () -> endBesidePurge(round) : () -> runBesidePurge(round));
				}
				this.field.run(tasks);
				RaceField.await(() -> this.field.count("SELECT count(*) FROM wfc.workflows") == 0);
				for (int round : rounds) {
					count("purged" + ((round % 4 == 0) ? "-never" : "") + round, "first", round % 4 != 0);
					if (round % 4 != 0) {
						count("purged" + round, "child", true);
						count("purged" + round, "last", true);
					}
				}
			});
			purges.end();
		}
		print("purge against everything");
	}

	private void purge() {
		PersistenceProvider provider = this.field.store().provider();
		this.faults.addAndGet(provider.purgeWorkflows(WorkflowStatus.COMPLETE, FAR, 50)
				+ provider.purgeWorkflows(WorkflowStatus.TERMINATED, FAR, 50));
		// What nobody waits for yet
		provider.purgeEvents(Instant.now().minusSeconds(60), 50);
	}

	private void endBesidePurge(int round) {
		String id = this.field.start(this.field.host(round), "purged-never", round);
		RaceField.jitter();
		assertThat(this.field.host(round / 2).terminateWorkflow(id)).isTrue();
	}

	private void runBesidePurge(int round) {
		String id = this.field.start(this.field.host(round), "purged", round);
		RaceField.jitter();
		boolean suspended = this.field.host(round / 2).suspendWorkflow(id);
		publish(round, id, id);
		if (suspended) {
			assertThat(this.field.host(round / 2).resumeWorkflow(id)).isTrue();
		}
		RaceField.jitter();
		try {
			if (this.field.host(round / 2).suspendWorkflow(id)) {
				assertThat(this.field.host(round).resumeWorkflow(id)).isTrue();
			}
		}
		catch (WorkflowNotFoundException ex) {
			// It has ended and is purged
			this.faults.incrementAndGet();
		}
	}

	private void batches(Batch batch) throws Exception {
		for (int begin = 0; begin < ROUNDS; begin += BATCH) {
			batch.run(IntStream.range(begin, Math.min(ROUNDS, begin + BATCH)).toArray());
			this.lost += this.field.leaks();
			this.field.clear();
		}
	}

	/**
	 * Waits until all instances are complete, and counts bodies that have not run once.
	 */
	private void complete(String definition, int[] rounds, String... bodies) {
		this.field.awaitNone(definition, WorkflowStatus.RUNNABLE);
		this.lost += rounds.length - this.field.ids(definition, WorkflowStatus.COMPLETE).size();
		for (int round : rounds) {
			for (String body : bodies) {
				count(definition + round, body, true);
			}
		}
	}

	private void count(String id, String body, boolean needed) {
		int runs = this.field.runs(id, body);
		this.lost += (needed && runs == 0) ? 1 : 0;
		this.duplicated += Math.max(0, runs - 1);
	}

	private void print(String name) {
		print(name, ROUNDS);
	}

	private void print(String name, long operations) {
		new Figures("hosts, " + name, operations, this.faults.get(), this.lost, this.duplicated).print();
		assertThat(this.lost).isZero();
		assertThat(this.duplicated).isZero();
	}

	@AfterEach
	void reset() {
		this.lost = 0;
		this.duplicated = 0;
		this.faults.set(0);
		this.field.clear();
	}

	/**
	 * Some rounds.
	 */
	private interface Batch {

		void run(int[] rounds) throws Exception;

	}

	/**
	 * Something that goes on all the time, on a thread.
	 */
	private static final class Meanwhile implements AutoCloseable {

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		private final Thread thread;

		private volatile boolean ended;

		Meanwhile(Runnable action) {
			this.thread = new Thread(() -> {
				try {
					while (!this.ended) {
						action.run();
					}
				}
				catch (RuntimeException | Error ex) {
					this.failure.set(ex);
				}
			}, "meanwhile");
			this.thread.start();
		}

		void end() throws InterruptedException {
			this.ended = true;
			this.thread.join();
			assertThat(this.failure.get()).isNull();
		}

		@Override
		public void close() {
			this.ended = true;
		}

	}

}
