package io.wfe.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.postgres.test.PostgresExtension;
import io.wfe.postgres.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation costs in round trips to the server is what the documentation says.
 */
@ExtendWith(PostgresExtension.class)
class RoundTripTests {

	private static final Path DOCUMENTATION = Path.of("..", "docs", "performance.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|");

	@Test
	void eachOperationTakesTheRoundTripsThatAreDocumented(TestDatabase database) throws IOException {
		try (HikariDataSource dataSource = PostgresUrl.parse(database.uri()).createDataSource()) {
			StatementCounter counter = new StatementCounter(dataSource);
			PostgresPersistenceProvider provider = PostgresPersistenceProvider.builder(counter).build();
			provider.ensureStoreExists();
			Map<String, Integer> counted = new TreeMap<>();
			Map<String, Runnable> calls = new StoreOperations(provider).calls();
			calls.forEach((name, call) -> {
				counter.take();
				call.run();
				counted.put(name, counter.take());
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
