package io.wfe.postgres.engine;

import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.core.persistence.WakeUps;
import io.wfe.postgres.TestStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts wake each other by notifications of the server.
 */
class WakeUpsTests {

	private static final String LISTENING = "FROM pg_stat_activity WHERE datname = current_database() "
			+ "AND query LIKE 'LISTEN %'";

	@RegisterExtension
	static final TestStore store = TestStore.create();

	@Test
	void aSignalReachesOtherNodesAndAConnectionThatIsLostIsOpenedAgain() throws Exception {
		WakeUps signals = store.provider().wakeUps().orElseThrow();
		AtomicInteger woken = new AtomicInteger();
		try (TestStore other = store.otherNode().open()) {
			AutoCloseable listening = other.provider().wakeUps().orElseThrow().listen(woken::incrementAndGet);
			Awaitility.await().until(() -> woken.get() == 1);
			signals.signal();
			Awaitility.await().until(() -> woken.get() == 2);
			store.observer().queryForList("SELECT pg_terminate_backend(pid) " + LISTENING);
			Awaitility.await().until(() -> woken.get() == 3);
			// Not told before the commit of the transaction, which it does not join
			store.transaction().executeWithoutResult((status) -> {
				signals.signal();
				Awaitility.await().until(() -> woken.get() == 4);
			});
			listening.close();
			assertThat(store.observer().queryForObject("SELECT count(*) " + LISTENING, Integer.class)).isZero();
			signals.signal();
			assertThat(other.jdbc().queryForList("SELECT pg_listening_channels()")).isEmpty();
		}
		assertThat(woken).hasValue(4);
	}

}
