package io.wfe.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;

import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that are killed while they run a mix of workflows, again and again.
 */
@ExtendWith(PostgresExtension.class)
class KilledHostsTests {

	private static final int JVMS = Chaos.count(2, 4);

	private static final int KILLS = Chaos.count(3, 110);

	private static final Duration LONGEST_PAUSE = Chaos.duration(Duration.ofSeconds(1), Duration.ofSeconds(6));

	private final Random random = new Random();

	@Test
	void whateverWasAcknowledgedIsDoneOnceThoughHostsAreKilled(TestDatabase database, @TempDir Path directory)
			throws Exception {
		try (Fleet fleet = new Fleet(database, directory, Collections.nCopies(JVMS, 0))) {
			for (int kill = 0; kill < KILLS; kill++) {
				fleet.killAndRestart(this.random.nextInt(JVMS),
						Duration.ofMillis(this.random.nextLong(LONGEST_PAUSE.toMillis())));
			}
			fleet.settle();
			new EffectCheck(MixStore.read(fleet.store()), EffectLedger.readAll(directory)).check()
				.assertNothingLost("hosts killed, " + JVMS + " JVMs with a mix of workflows", KILLS);
		}
	}

}
