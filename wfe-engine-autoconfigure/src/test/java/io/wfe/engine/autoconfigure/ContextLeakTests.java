package io.wfe.engine.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wfe.postgres.JavaProcess;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications with the engine that come and go leave nothing behind. They run
 * in a JVM that drops what is softly reachable at each collection, since Spring caches by
 * class loader that way.
 */
@ExtendWith(PostgresExtension.class)
class ContextLeakTests {

	@Test
	void leavesNeitherThreadNorClassLoaderNorConnection(TestDatabase database) throws Exception {
		List<String> lines = new CopyOnWriteArrayList<>();
		try (JavaProcess process = JavaProcess.start(ManyContexts.class, lines::add,
				List.of(database.jdbcUrl(), database.username(), database.password()), Map.of(),
				List.of("-XX:SoftRefLRUPolicyMSPerMB=0"))) {
			process.await();
		}
		assertThat(lines).containsExactly(ManyContexts.TIMES + " contexts", "0 leaks");
	}

}
