package io.wfe.engine.host;

import io.wfe.engine.WorkflowHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

import static io.wfe.engine.host.Hosts.LONG;
import static io.wfe.engine.host.Hosts.log;
import static io.wfe.engine.host.Hosts.newId;
import static io.wfe.engine.host.Hosts.workflow;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a host survives: each test is a fault, beside which other instances go on. Counts
 * them.
 */
abstract class HostileScenarios extends HostTest {

	private int started;

	private int lost;

	private int duplicated;

	private int faults;

	HostileScenarios(StoreUnderTest store) {
		super(store);
	}

	/**
	 * Checks that other instances run to their ends, each step once.
	 */
	final void assertGoesOn(WorkflowHost host) {
		String id = newId("sound");
		host.register(workflow(id, (steps) -> steps.update("a", (work) -> work.add("a"))));
		for (int instance = 0; instance < 3; instance++) {
			this.started++;
			int runs = log(host.awaitWorkflow(host.startWorkflow(id, new Work()), LONG)).size();
			this.lost += (runs == 0) ? 1 : 0;
			this.duplicated += Math.max(0, runs - 1);
			assertThat(runs).isOne();
		}
		assertThat(host.isRunning()).isTrue();
	}

	@AfterEach
	void countFault() {
		this.faults++;
	}

	@AfterAll
	void print() {
		System.out.printf("%s: %d operations, %d faults, %d lost, %d duplicated%n", getClass().getSimpleName(),
				this.started, this.faults, this.lost, this.duplicated);
	}

}
