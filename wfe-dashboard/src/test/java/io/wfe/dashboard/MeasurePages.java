package io.wfe.dashboard;

import java.util.Arrays;
import java.util.Locale;

import io.wfe.postgres.PostgresUrl;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Measures how long pages take in a large store, see {@code docs/dashboard.md}. No test:
 * it is not run with the others. The system property {@code wfe.test.rows} sets the
 * number of workflows.
 */
class MeasurePages extends OnServer {

	private static final Logger logger = LoggerFactory.getLogger(MeasurePages.class);

	private static final int ROWS = Integer.getInteger("wfe.test.rows", 1_000_000);

	private static final int PART = 50_000;

	private static final int ROUNDS = 20;

	@Test
	void measure() {
		this.store.truncateAll();
		try (var dataSource = PostgresUrl.parse(DATABASE.uri()).createDataSource()) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			// In parts, because the pool gives up a statement that takes more than a
			// minute
			for (int first = 1; first <= ROWS; first += PART) {
				fill(jdbc, first, Math.min(ROWS, first + PART - 1));
			}
			jdbc.execute("VACUUM ANALYZE wfc.workflows");
		}
		String list = "/wfe/workflows?definition=definition-3";
		measure("overview", "/wfe");
		measure("state of the overview", "/wfe/api/overview");
		measure("list, first page", "/wfe/workflows");
		measure("list, of a definition", list);
		String address = list;
		for (int page = 0; page < 200; page++) {
			address = matches(get(address).body(), "rel=\"next\" href=\"([^\"]+)\"").get(0).replace("&amp;", "&");
		}
		measure("list, of a definition, page 200", address);
		measure("list, of a status", "/wfe/workflows?status=SUSPENDED");
		measure("list, by reference", "/wfe/workflows?reference=customer-7");
		measure("list, by the start of a name", "/wfe/workflows?name=order-99999");
		measure("find by name", "/wfe/find?q=order-500000");
		measure("one workflow", "/wfe/workflow?id=w-500000");
	}

	private static void fill(JdbcTemplate jdbc, int first, int last) {
		jdbc.update("""
				INSERT INTO wfc.workflows (id, name, definition_id, version, reference, status, data, next_execution,
					create_time, complete_time)
				SELECT 'w-' || n, 'order-' || n, 'definition-' || n % 10, 1, 'customer-' || n % 1000,
					CASE WHEN n % 10 < 8 THEN 'Complete' WHEN n % 10 = 8 THEN 'Suspended' ELSE 'Runnable' END, '{}',
					NULL, now() - (? - n) * interval '1 second',
					CASE WHEN n % 10 < 8 THEN now() - (? - n) * interval '1 second' END
				FROM generate_series(?, ?) AS n
				""", ROWS, ROWS, first, last);
	}

	private void measure(String name, String path) {
		long[] times = new long[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			long start = System.nanoTime();
			get(path);
			times[round] = System.nanoTime() - start;
		}
		Arrays.sort(times);
		logger.info("{}: {} ms", name, String.format(Locale.ROOT, "%.1f", times[ROUNDS / 2] / 1e6));
	}

}
