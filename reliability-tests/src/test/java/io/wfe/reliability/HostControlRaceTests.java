package io.wfe.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.engine.WorkflowHost;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands, and stops of hosts, that meet passes and starts.
 */
class HostControlRaceTests extends HostRace {

	HostControlRaceTests(TestDatabase database) {
		super(database);
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

}
