package io.wfe.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.engine.PendingActivity;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Workers that complete activities when their leases end.
 */
class HostActivityRaceTests extends HostRace {

	HostActivityRaceTests(TestDatabase database) {
		super(database);
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

}
