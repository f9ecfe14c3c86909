package io.wfe.benchmarks.scenario;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Statistics;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.scenario.Recorder.Recorded;
import io.wfe.benchmarks.store.Row;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * The provider against its own statements, recorded and repeated in bare JDBC. Instances
 * are mapped there too, as plainly as one would by hand; parameters are bound as they
 * were recorded.
 */
final class BareJdbc implements Scenario {

	private static final String PROVIDER = "provider";

	private static final String BARE = "bare JDBC";

	@Override
	public String name() {
		return "bare-jdbc";
	}

	@Override
	public String description() {
		return "the provider against the same statements in bare JDBC, and the bytes both allocate";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		DataSource dataSource = context.environment().dataSource();
		for (int pointers : List.of(10, 100)) {
			List<WorkflowInstance> instances = Steps.instances(store, pointers, 1);
			compare(context, "persist 1 changed, " + pointers + " pointers",
					Steps.persistOne(PROVIDER, store, instances).tasks().apply(0),
					new Persisting(dataSource, store, Steps.instances(store, pointers, 1).get(0)));
			String id = instances.get(0).id();
			Recorded load = record(context, (provider) -> provider.getWorkflowInstance(id));
			compare(context, "load, " + pointers + " pointers", () -> store.provider().getWorkflowInstance(id),
					() -> execute(dataSource, load, BareJdbc::readInstance));
		}
		Recorded due = record(context, (provider) -> provider.getRunnableInstances(Samples.NOW, 100));
		compare(context, "100 due workflows", () -> store.provider().getRunnableInstances(Samples.NOW, 100),
				() -> execute(dataSource, due, BareJdbc::readIds));
		List<ExecutionError> error = List.of(ExecutionError.create("workflow-1", "pointer-1", "Out of paper"));
		Recorded errors = record(context, (provider) -> provider.persistErrors(error));
		compare(context, "persistErrors of 1", () -> store.provider().persistErrors(error),
				() -> execute(dataSource, errors, (resultSet) -> {
				}));
	}

	private static void compare(Context context, String what, Task provider, Task bare) throws Exception {
		Comparison comparison = Interleaved.measure(context.pace(), 1, Contestant.of(PROVIDER, provider),
				Contestant.of(BARE, bare));
		context.report().ratio(what, comparison, PROVIDER, BARE, Goal.atMost(1.1));
		int operations = 20 * context.pace().rounds();
		context.report().figure("allocated by the provider, " + what, allocated(provider, operations), "bytes", null);
		context.report().figure("allocated by bare JDBC, " + what, allocated(bare, operations), "bytes", null);
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

	private static Recorded record(Context context, Consumer<PostgresPersistenceProvider> operation) {
		return record(context.environment().dataSource(), context.store(), operation);
	}

	private static Recorded record(DataSource dataSource, Store store,
			Consumer<PostgresPersistenceProvider> operation) {
		Recorder recorder = new Recorder(dataSource);
		operation.accept(PostgresPersistenceProvider.builder(recorder.dataSource()).schema(store.schema()).build());
		if (recorder.statements().size() != 1) {
			throw new IllegalStateException("One statement expected, not " + recorder.statements().size());
		}
		return recorder.statements().get(0);
	}

	private static void execute(DataSource dataSource, Recorded recorded, Reader reader) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = recorded.prepare(connection)) {
			if (statement.execute()) {
				try (ResultSet resultSet = statement.getResultSet()) {
					reader.read(resultSet);
				}
			}
		}
	}

	private static void readIds(ResultSet resultSet) throws SQLException {
		List<String> ids = new ArrayList<>();
		while (resultSet.next()) {
			ids.add(resultSet.getString(1));
		}
		if (ids.isEmpty()) {
			throw new IllegalStateException("Nothing was found");
		}
	}

	private static void readInstance(ResultSet resultSet) throws SQLException {
		WorkflowInstance.Builder builder = null;
		List<ExecutionPointer> pointers = new ArrayList<>();
		while (resultSet.next()) {
			if (resultSet.getString("w_id") != null) {
				builder = Row.readWorkflow(resultSet, "w_");
			}
			else {
				pointers.add(Row.readPointer(resultSet, "p_"));
			}
		}
		Objects.requireNonNull(builder, "Nothing was found").executionPointers(pointers).build();
	}

	@FunctionalInterface
	private interface Reader {

		void read(ResultSet resultSet) throws SQLException;

	}

	/**
	 * Repeats a step, with the version of the row that the last one has returned.
	 */
	private static final class Persisting implements Task {

		/**
		 * Stands in a revision between the transaction and the stamp.
		 */
		private static final String SEPARATOR = "@";

		private final DataSource dataSource;

		private final Recorded statement;

		private final int place;

		Persisting(DataSource dataSource, Store store, WorkflowInstance created) {
			this.dataSource = dataSource;
			WorkflowInstance loaded = store.provider().getWorkflowInstance(created.id());
			WorkflowInstance[] persisted = new WorkflowInstance[1];
			this.statement = record(dataSource, store,
					(provider) -> persisted[0] = provider.persistWorkflow(Samples.alterOne(loaded)));
			this.place = this.statement.placeOf(String.valueOf(loaded.revision()), SEPARATOR);
			String[] after = String.valueOf(persisted[0].revision()).split(SEPARATOR, 2);
			version(after[0], OffsetDateTime.parse(after[1]));
		}

		private void version(String xmin, OffsetDateTime stamp) {
			this.statement.replace(this.place, xmin);
			this.statement.replace(this.place + 1, stamp);
		}

		@Override
		public void run() throws SQLException {
			execute(this.dataSource, this.statement, (resultSet) -> {
				if (!resultSet.next()) {
					throw new IllegalStateException("The row was not found in the version it should have");
				}
				version(resultSet.getString(1), resultSet.getObject(2, OffsetDateTime.class));
			});
		}

	}

}
