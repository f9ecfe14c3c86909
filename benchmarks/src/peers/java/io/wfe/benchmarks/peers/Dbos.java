package io.wfe.benchmarks.peers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.WorkflowHandle;
import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineSettings;
import io.wfe.benchmarks.engine.Probes;

/**
 * DBOS Transact: a workflow is a workflow, a step is a step, a sleep is a sleep, and an
 * event is a message to the workflow that receives it. Workflows are started in the
 * process, without a queue, which its documentation has for flow control only.
 */
final class Dbos implements Engine {

	private final HikariDataSource pool;

	private final DBOS dbos;

	private final DbosWorkflows workflows;

	private final AtomicInteger waiting = new AtomicInteger();

	/** Whoever wants to know of an end waits for it. */
	private final ExecutorService ends = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "ends");
		thread.setDaemon(true);
		return thread;
	});

	Dbos(EngineSettings settings) {
		this.pool = settings.createPool();
		this.dbos = new DBOS(
				DBOSConfig.defaults("benchmark").withDataSource(this.pool).withDatabaseSchema(settings.schema()));
		this.workflows = this.dbos.registerProxy(DbosWorkflows.class,
				new DbosWorkflows.Implementation(this.dbos, this.waiting));
		this.dbos.launch();
	}

	@Override
	public void startSteps(String key) {
		tellEnd(key, this.dbos.startWorkflow(this.workflows::steps, new StartWorkflowOptions(key)));
	}

	@Override
	public void startBody(String key) {
		this.dbos.startWorkflow(() -> this.workflows.body(key), new StartWorkflowOptions(key));
	}

	@Override
	public void startSleeper(String key) {
		this.dbos.startWorkflow(() -> this.workflows.sleeper(key), new StartWorkflowOptions(key));
	}

	@Override
	public void startWaiter(String key, String event) {
		// Not all of them run: on a JVM without virtual threads it has a few threads
		this.dbos.startWorkflow(() -> this.workflows.waiter(key), new StartWorkflowOptions(event));
		this.waiting.incrementAndGet();
	}

	@Override
	public int waiting() {
		return this.waiting.get();
	}

	@Override
	public void publish(String event) {
		this.dbos.send(event, "x", "go");
	}

	@Override
	public void startLong(String key) {
		tellEnd(key, this.dbos.startWorkflow(() -> this.workflows.many(key), new StartWorkflowOptions(key)));
	}

	private void tellEnd(String key, WorkflowHandle<Void, ? extends Exception> handle) {
		this.ends.execute(() -> {
			try {
				handle.getResult();
				Probes.done(key);
			}
			catch (Exception ex) {
				throw new IllegalStateException("Workflow " + key + " has failed", ex);
			}
		});
	}

	@Override
	public void close() {
		this.dbos.close();
		this.ends.shutdownNow();
		this.pool.close();
	}

}
