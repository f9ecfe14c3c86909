package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Events that meet the subscriptions that they are for.
 */
class HostEventRaceTests extends HostRace {

	private static final int SUBSCRIBERS = 1000;

	HostEventRaceTests(TestDatabase database) {
		super(database);
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

}
