package io.wfe.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.wfe.core.persistence.StuckReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation costs in round trips to the server is what the documentation says.
 */
class RoundTripTests {

	private static final Path DOCUMENTATION = Path.of("..", "docs", "performance.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|");

	@Test
	void eachOperationTakesTheRoundTripsThatAreDocumented() throws IOException {
		try (TestStore store = TestStore.builder().dataSource(StatementCounter::new).open()) {
			StatementCounter counter = (StatementCounter) store.dataSource();
			Map<String, Integer> counted = new TreeMap<>();
			Map<String, Runnable> calls = new StoreOperations(store.provider()).calls();
			calls.forEach((name, call) -> {
				counter.take();
				call.run();
				// Called for each reason
				int times = name.equals("findStuckWorkflows") ? StuckReason.values().length : 1;
				counted.put(name, counter.take() / times);
			});
			assertThat(counted.keySet()).as("the operations").isEqualTo(StoreOperations.names());
			assertThat(counted).isEqualTo(documented());
		}
	}

	private static Map<String, Integer> documented() throws IOException {
		Map<String, Integer> documented = new TreeMap<>();
		ROW.matcher(Files.readString(DOCUMENTATION))
			.results()
			.forEach((row) -> documented.put(row.group(1), Integer.valueOf(row.group(2))));
		return documented;
	}

}
