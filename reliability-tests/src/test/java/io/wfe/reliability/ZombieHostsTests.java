package io.wfe.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that are stopped for longer than their lease while they run a mix of workflows,
 * and go on as if nothing had happened. Their clocks are ten minutes apart from that of
 * the database, in both directions.
 */
@ExtendWith(PostgresExtension.class)
class ZombieHostsTests {

	private static final List<Integer> CLOCKS = Chaos.isFull() ? List.of(0, 10, -10, 10) : List.of(10, -10);

	private static final int STOPS = Chaos.count(2, 120);

	private final Random random = new Random();

	@Test
	void whatHostsDoAfterTheyWereTakenOverDoesNotCount(TestDatabase database, @TempDir Path directory)
			throws Exception {
		try (Fleet fleet = new Fleet(database, directory, CLOCKS)) {
			for (int stop = 0; stop < STOPS; stop++) {
				fleet.stopAndContinue(this.random.nextInt(CLOCKS.size()),
						Duration.ofMillis(this.random.nextLong(1000)));
			}
			fleet.settle();
			new EffectCheck(MixStore.read(fleet.store()), EffectLedger.readAll(directory)).check()
				.assertNothingLost("hosts stopped, " + CLOCKS.size() + " JVMs with clocks 10 minutes apart", STOPS);
		}
	}

}
