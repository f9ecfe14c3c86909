package io.wfe.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.PersistenceProvider;
import io.wfe.core.persistence.WorkflowNotFoundException;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A purge that goes on all the time, beside all else.
 */
class HostPurgeRaceTests extends HostRace {

	private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

	HostPurgeRaceTests(TestDatabase database) {
		super(database);
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

}
