package io.wfe.engine.internal.executor;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs random workflows through random faults, interleavings and commands, and checks
 * after each write what must hold always. The long form:
 * {@code -Dwfe.properties.definitions=100000 -Dwfe.properties.seed=1}. A failure names
 * its seed; with that seed and one definition it happens again.
 */
class InvariantPropertyTests {

	private static final int DEFINITIONS = Integer.getInteger("wfe.properties.definitions", 1200);

	private static final long SEED = Long.getLong("wfe.properties.seed", 1);

	@Test
	@Timeout(value = 1, unit = TimeUnit.HOURS)
	void whatMustHoldAlwaysHolds() {
		long definitions = 0;
		long instances = 0;
		long passes = 0;
		long faults = 0;
		long dropped = 0;
		long commands = 0;
		long events = 0;
		for (long seed = SEED; seed < SEED + (DEFINITIONS + 2) / 3; seed++) {
			Simulation simulation = new Simulation(seed);
			try {
				simulation.run();
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("Seed " + seed + ": run it again with -Dwfe.properties.definitions=1 "
						+ "-Dwfe.properties.seed=" + seed + ". " + ex.getMessage(), ex);
			}
			definitions += 3;
			instances += simulation.instances;
			passes += simulation.passes;
			faults += simulation.faults.done;
			dropped += simulation.dropped;
			commands += simulation.commands;
			events += simulation.events;
		}
		System.out
			.printf("Engine: %d definitions, %d instances, %d passes (%d dropped), %d faults, %d commands, %d events, "
					+ "0 violations%n", definitions, instances, passes, dropped, faults, commands, events);
	}

}
