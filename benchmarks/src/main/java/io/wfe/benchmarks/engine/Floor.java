package io.wfe.benchmarks.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The least that a durable step can cost: each thread commits updates of one row.
 */
final class Floor implements AutoCloseable {

	static final int THREADS = 8;

	private final HikariDataSource pool;

	private final String table;

	Floor(HikariDataSource pool, String schema) {
		this.pool = pool;
		this.table = schema + ".floor";
		JdbcClient jdbc = JdbcClient.create(pool);
		jdbc.sql("CREATE TABLE " + this.table + " (id int PRIMARY KEY, n bigint NOT NULL) WITH (fillfactor = 20)")
			.update();
		jdbc.sql("INSERT INTO " + this.table + " SELECT i, 0 FROM generate_series(0, ?) AS i")
			.param(THREADS - 1)
			.update();
	}

	/**
	 * Returns how many commits a second some threads reach.
	 */
	double perSecond(int threads, Duration duration) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			long end = System.nanoTime() + duration.toNanos();
			List<Future<Long>> all = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				int row = thread;
				all.add(executor.submit(() -> update(row, end)));
			}
			long count = 0;
			for (Future<Long> one : all) {
				count += one.get();
			}
			return count * 1e9 / duration.toNanos();
		}
		finally {
			executor.shutdownNow();
		}
	}

	private long update(int row, long end) throws SQLException {
		long count = 0;
		try (Connection connection = this.pool.getConnection();
				PreparedStatement statement = connection
					.prepareStatement("UPDATE " + this.table + " SET n = n + 1 WHERE id = ?")) {
			while (System.nanoTime() < end) {
				statement.setInt(1, row);
				statement.executeUpdate();
				count++;
			}
		}
		return count;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
