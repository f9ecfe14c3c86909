package io.wfe.engine.host;

import io.wfe.engine.model.ProgramRunner;
import org.junit.jupiter.api.Test;

/**
 * Random programs do what a model predicts: the same outcome, each step as often and in
 * the same order, compensations included. Steps fail at random, and what happens then is
 * random too. A failure is told by the smallest program that shows it, with its seed:
 * {@code -Dwfe.model.seed=...}. The long form: {@code -Dwfe.model.programs=20000}.
 */
abstract class ModelScenarios extends HostTest {

	private static final int PROGRAMS = Integer.getInteger("wfe.model.programs", 300);

	private static final long SEED = Long.getLong("wfe.model.seed", 1);

	private static final int AT_A_TIME = 64;

	ModelScenarios(StoreUnderTest store) {
		super(store);
	}

	@Test
	void randomProgramsDoWhatTheModelPredicts() {
		ProgramRunner.Figures all = new ProgramRunner.Figures(0, 0, 0, 0);
		for (int done = 0; done < PROGRAMS; done += AT_A_TIME) {
			all = all.plus(ProgramRunner.compare(store(), SEED + done, Math.min(AT_A_TIME, PROGRAMS - done)));
		}
		System.out.printf("%s: %d operations, %d faults, 0 lost, 0 duplicated in %d programs, %d steps compensated%n",
				getClass().getSimpleName(), all.steps(), all.failures(), all.programs(), all.compensations());
	}

}
