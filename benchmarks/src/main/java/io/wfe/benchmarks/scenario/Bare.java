package io.wfe.benchmarks.scenario;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.scenario.Recorder.Recorded;
import io.wfe.benchmarks.store.Store;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * The same work in bare JDBC: the provider's own statement, for the same rows.
 */
final class Bare {

	static final String NAME = "bare JDBC";

	private static final Goal TIME = Goal.atMost(1.1);

	private static final Goal ALLOCATED = Goal.atMost(1.2);

	private static final int OPERATIONS_A_ROUND = 10;

	private Bare() {
	}

	/**
	 * Returns a contestant that repeats the statement of a read. All columns are read and
	 * parsed.
	 */
	static Contestant reading(Context context, Consumer<PostgresPersistenceProvider> operation) {
		DataSource dataSource = context.environment().dataSource();
		Recorded recorded = record(dataSource, context.store(), operation);
		AllColumns columns = new AllColumns();
		return Contestant.of(NAME, () -> execute(dataSource, recorded, (resultSet) -> {
			if (columns.read(resultSet).isEmpty()) {
				throw new IllegalStateException("Nothing was found");
			}
		}));
	}

	static Recorded record(DataSource dataSource, Store store, Consumer<PostgresPersistenceProvider> operation) {
		Recorder recorder = new Recorder(dataSource);
		operation.accept(PostgresPersistenceProvider.builder(recorder.dataSource()).schema(store.schema()).build());
		if (recorder.statements().size() != 1) {
			throw new IllegalStateException("One statement expected, not " + recorder.statements().size());
		}
		return recorder.statements().get(0);
	}

	static void execute(DataSource dataSource, Recorded recorded, Reader reader) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = recorded.prepare(connection);
				ResultSet resultSet = statement.executeQuery()) {
			reader.read(resultSet);
		}
	}

	/**
	 * Reports time and allocation, compared with bare JDBC.
	 */
	static void report(Context context, String what, Comparison comparison, Contestant provider, Contestant bare)
			throws Exception {
		context.report().ratio(what, comparison, provider.name(), bare.name(), TIME);
		int operations = OPERATIONS_A_ROUND * context.pace().rounds();
		double ours = allocated(provider.tasks().apply(0), operations);
		double theirs = allocated(bare.tasks().apply(0), operations);
		String operation = provider.name() + (what.isEmpty() ? "" : ", " + what) + ", allocated";
		context.report().figure(operation, ours, "bytes", null);
		context.report().figure(operation, ours / theirs, "x " + bare.name(), ALLOCATED);
	}

	private static double allocated(Task task, int operations) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		double[] bytes = new double[operations];
		task.begin();
		for (int i = 0; i < operations; i++) {
			task.prepare();
			long before = threads.getCurrentThreadAllocatedBytes();
			task.run();
			bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
		}
		return Statistics.median(bytes);
	}

	/**
	 * Reads what a statement returns.
	 */
	@FunctionalInterface
	interface Reader {

		void read(ResultSet resultSet) throws SQLException;

	}

}
