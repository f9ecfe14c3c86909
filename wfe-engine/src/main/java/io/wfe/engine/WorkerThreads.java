package io.wfe.engine;

import io.wfe.engine.internal.runtime.SharedWorkers;

/**
 * One set of threads that several hosts of a JVM share, each for a store of its own.
 * <pre>{@code
 * WorkerThreads workers = WorkerThreads.create(64, true);
 * WorkflowHost orders = WorkflowHost.builder(ordersStore).workers(workers).build();
 * WorkflowHost archive = WorkflowHost.builder(archiveStore).workers(workers).build();
 * }</pre>
 *
 * A host may use all places while the others have nothing to do, but for a quarter that
 * is kept for them. Hosts that have work at the same time get an equal share each. A host
 * that runs nothing always gets one, even if all are taken: no store can stop the hosts
 * of the others, however busy or broken it is.
 * <p>
 * The threads end with the last host that runs.
 *
 * @since 0.1.0
 */
public interface WorkerThreads {

	/**
	 * Creates threads for hosts.
	 * @param maxConcurrentWorkflows how many instances all hosts run at a time, one or
	 * more. A host that would have none may add one
	 * @param virtualThreads whether they are virtual; without effect before JDK 21
	 * @return the threads
	 */
	static WorkerThreads create(int maxConcurrentWorkflows, boolean virtualThreads) {
		return new SharedWorkers(maxConcurrentWorkflows, virtualThreads);
	}

	/**
	 * Creates threads for as many instances as a single host runs by default.
	 * @param virtualThreads whether they are virtual; without effect before JDK 21
	 * @return the threads
	 */
	static WorkerThreads create(boolean virtualThreads) {
		return new SharedWorkers(virtualThreads);
	}

	/**
	 * Returns how many instances all hosts run at a time.
	 * @return the number of places
	 */
	int places();

	/**
	 * Returns how many instances all hosts run at the moment.
	 * @return the number of taken places
	 */
	int taken();

}
