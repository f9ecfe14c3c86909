package io.wfe.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.store.Samples;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.WorkflowInstance;

/**
 * How tables and indexes grow while instances are persisted for a long time. Each step
 * changes the due time, so that it also writes to indexes.
 */
final class Churn implements Scenario {

	private static final String SIZE = """
			SELECT sum(pg_table_size(oid)) AS tables, sum(pg_indexes_size(oid)) AS indexes
			FROM pg_class
			WHERE relnamespace = '%s'::regnamespace AND relkind = 'r'
			""";

	@Override
	public String name() {
		return "churn";
	}

	@Override
	public String description() {
		return "sizes while 10,000 instances are persisted all the time";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.environment().createStore("churn", Math.min(10_000, context.store().workflows()));
		List<WorkflowInstance> all = store.load(store.randomIds(store.workflows()));
		int share = all.size() / context.threads();
		long start = System.nanoTime();
		long end = start + context.churn().toNanos();
		ExecutorService executor = Executors.newFixedThreadPool(context.threads());
		try {
			List<Future<Long>> workers = new ArrayList<>();
			for (int thread = 0; thread < context.threads(); thread++) {
				List<WorkflowInstance> own = new ArrayList<>(all.subList(thread * share, (thread + 1) * share));
				Callable<Long> work = () -> persist(store, own, end);
				workers.add(executor.submit(work));
			}
			Size atFirst = size(store);
			await(workers.get(0), context.churn().dividedBy(5));
			Size before = size(store);
			long persisted = 0;
			for (Future<Long> worker : workers) {
				persisted += worker.get();
			}
			report(context, atFirst, before, size(store), persisted);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void report(Context context, Size atFirst, Size before, Size after, long persisted) {
		String whole = " after " + context.churn().toSeconds() + " s";
		String part = " after " + context.churn().dividedBy(5).toSeconds() + " s";
		context.report().figure("persisted", (double) persisted, "instances", null);
		context.report().figure("tables and indexes at first", atFirst.total(), "bytes", null);
		context.report().figure("tables and indexes" + part, before.total(), "bytes", null);
		context.report().figure("tables and indexes" + whole, after.total(), "bytes", null);
		context.report().figure("tables" + whole, after.tables() / before.tables(), "x" + part, null);
		context.report().figure("indexes" + whole, after.indexes() / before.indexes(), "x" + part, null);
		context.report()
			.figure("tables and indexes" + whole, after.total() / before.total(), "x" + part, Goal.atMost(1.5));
	}

	private static void await(Future<Long> worker, Duration duration) throws Exception {
		try {
			worker.get(duration.toMillis(), TimeUnit.MILLISECONDS);
			throw new IllegalStateException("A worker ended too early");
		}
		catch (TimeoutException ex) {
			// It is still at work
		}
	}

	private static long persist(Store store, List<WorkflowInstance> instances, long end) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long count = 0;
		while (System.nanoTime() < end) {
			int index = random.nextInt(instances.size());
			WorkflowInstance changed = Samples.alterOne(instances.get(index))
				.toBuilder()
				.nextExecution(Samples.LATER.plusSeconds(random.nextInt(1_000_000)))
				.build();
			instances.set(index, store.provider().persistWorkflow(changed));
			count++;
		}
		return count;
	}

	private static Size size(Store store) {
		return store.jdbc().sql(SIZE.formatted(store.schema())).query(Size.class).single();
	}

	/**
	 * Sizes in bytes.
	 */
	record Size(double tables, double indexes) {

		double total() {
			return this.tables + this.indexes;
		}

	}

}
