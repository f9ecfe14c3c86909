package io.wfe.benchmarks.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wfe.benchmarks.measure.Comparison;
import io.wfe.benchmarks.measure.Contestant;
import io.wfe.benchmarks.measure.Goal;
import io.wfe.benchmarks.measure.Interleaved;
import io.wfe.benchmarks.store.Reference;
import io.wfe.benchmarks.store.Store;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.WorkflowInstance;

/**
 * Loading instances, also while they are written.
 */
final class Load implements Scenario {

	private static final int MIN_WRITES = 10;

	@Override
	public String name() {
		return "load";
	}

	@Override
	public String description() {
		return "load by id, mapping included";
	}

	@Override
	public void run(Context context) throws Exception {
		Store store = context.store();
		for (int pointers : List.of(1, 10, 100)) {
			String id = store.create(pointers).id();
			Contestant load = Contestant.of("load", () -> store.provider().getWorkflowInstance(id));
			Contestant bare = Bare.reading(context, (provider) -> provider.getWorkflowInstance(id));
			Comparison comparison = Interleaved.measure(context.pace(), 1, load, bare,
					Steps.ping(context.environment()),
					Steps.floor(context.environment(), store, Steps.instances(store, 1, 1)));
			Bare.report(context, pointers + " pointers", comparison, load, bare);
			context.report().ratio(pointers + " pointers", comparison, "load", Steps.PING, null);
			context.report().ratio(pointers + " pointers", comparison, "load", Steps.FLOOR, null);
		}
		Duration duration = context.pace().slice().multipliedBy(context.pace().rounds());
		Reference statements = new Reference(context.environment().dataSource(), store.schema());
		context.report()
			.figure("torn reads of 10 pointers beside a writer",
					torn(store, store.provider()::getWorkflowInstance, duration), "%", Goal.atMost(0));
		context.report().figure("the same by REF's two selects", torn(store, statements::load, duration), "%", null);
	}

	/**
	 * Loads an instance while another thread persists it. Each version has a number,
	 * which the workflow and all its pointers carry.
	 * @return the percentage of loads that mix versions
	 */
	private static double torn(Store store, Loader loader, Duration duration) throws Exception {
		String id = store.create(10).id();
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger written = new AtomicInteger();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Callable<Boolean> writer = () -> {
				WorkflowInstance instance = store.provider().getWorkflowInstance(id);
				while (!done.get()) {
					instance = store.provider().persistWorkflow(next(instance));
					written.incrementAndGet();
				}
				return true;
			};
			Future<Boolean> writing = executor.submit(writer);
			long loads = 0;
			long torn = 0;
			long end = System.nanoTime() + duration.toNanos();
			do {
				WorkflowInstance instance = loader.load(id);
				loads++;
				if (instance.executionPointers()
					.stream()
					.anyMatch((pointer) -> pointer.retryCount() != instance.version() - 1)) {
					torn++;
				}
			}
			while (!writing.isDone() && (System.nanoTime() < end || written.get() < MIN_WRITES));
			done.set(true);
			writing.get();
			return 100.0 * torn / loads;
		}
		finally {
			done.set(true);
			executor.shutdown();
		}
	}

	private static WorkflowInstance next(WorkflowInstance instance) {
		List<ExecutionPointer> pointers = instance.executionPointers()
			.stream()
			.map((pointer) -> pointer.toBuilder().retryCount(instance.version()).build())
			.toList();
		return instance.toBuilder().version(instance.version() + 1).executionPointers(pointers).build();
	}

	@FunctionalInterface
	private interface Loader {

		WorkflowInstance load(String id) throws Exception;

	}

}
