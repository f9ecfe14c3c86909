package io.wfe.benchmarks.scenario;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.measure.Task;
import io.wfe.benchmarks.scenario.Recorder.Recorded;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.WorkflowQuery;
import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * Steps, and reads without their own scenario, compared with the same statements in bare
 * JDBC.
 */
final class BareJdbc implements Scenario {

	private static final int ROWS = 100;

	private static final String KEY = "bare-jdbc";

	@Override
	public String name() {
		return "bare-jdbc";
	}

	@Override
	public String description() {
		return "against the same statements in bare JDBC, and the bytes both allocate";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		DataSource dataSource = context.environment().dataSource();
		for (int pointers : List.of(10, 100)) {
			Contestant persist = Steps.persistOne("persist 1 changed", store, Steps.instances(store, pointers, 1));
			WorkflowInstance other = Steps.instances(store, pointers, 1).get(0);
			compare(context, pointers + " pointers", persist,
					new Contestant(Bare.NAME, (thread) -> new Persisting(dataSource, store, other)));
		}
		fill(store);
		WorkflowQuery page = WorkflowQuery.builder().pageSize(ROWS).build();
		read(context, "findWorkflows", (provider) -> provider.findWorkflows(page));
		read(context, "findEvents", (provider) -> provider.findEvents("paid", KEY, Samples.NOW, ROWS));
		read(context, "getSubscriptions", (provider) -> provider.getSubscriptions("paid", KEY, Samples.LATER));
		read(context, "getErrors", (provider) -> provider.getErrors(KEY));
	}

	private static void fill(Store store) {
		String workflow = store.create(1).id();
		for (int row = 0; row < ROWS; row++) {
			store.provider()
				.createEvent(Event.create("paid", KEY, Samples.data()).toBuilder().eventTime(Samples.LATER).build());
			store.provider()
				.createEventSubscription(EventSubscription.create(workflow, 1, "pointer-1", "paid", KEY, Samples.NOW));
		}
		store.provider()
			.persistErrors(IntStream.range(0, ROWS)
				.mapToObj((number) -> ExecutionError.create(KEY, "pointer-" + number, "Out of paper"))
				.toList());
	}

	private static void read(Context context, String operation, Consumer<PostgresPersistenceProvider> read)
			throws Exception {
		compare(context, ROWS + " rows", Contestant.of(operation, () -> read.accept(context.store().provider())),
				Bare.reading(context, read));
	}

	private static void compare(Context context, String what, Contestant provider, Contestant bare) throws Exception {
		Comparison comparison = Interleaved.measure(context.pace(), 1, provider, bare);
		Bare.report(context, what, comparison, provider, bare);
	}

	/**
	 * Repeats a step with its recorded parameters and the version of the row that the
	 * last step returned.
	 */
	private static final class Persisting implements Task {

		/**
		 * Separates the transaction from the stamp in a revision.
		 */
		private static final String SEPARATOR = "@";

		private final DataSource dataSource;

		private final Recorded statement;

		private final int place;

		Persisting(DataSource dataSource, Store store, WorkflowInstance created) {
			this.dataSource = dataSource;
			WorkflowInstance loaded = store.provider().getWorkflowInstance(created.id());
			WorkflowInstance[] persisted = new WorkflowInstance[1];
			this.statement = Bare.record(dataSource, store,
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
			Bare.execute(this.dataSource, this.statement, (resultSet) -> {
				if (!resultSet.next()) {
					throw new IllegalStateException("The row was not found in the version it should have");
				}
				version(resultSet.getString(1), resultSet.getObject(2, OffsetDateTime.class));
			});
		}

	}

}
