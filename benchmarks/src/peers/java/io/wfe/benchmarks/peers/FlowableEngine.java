package io.wfe.benchmarks.peers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineSettings;
import io.wfe.benchmarks.engine.Probes;
import org.flowable.common.engine.impl.cfg.TransactionState;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.delegate.event.AbstractFlowableEngineEventListener;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEntityEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEventType;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.engine.runtime.Execution;
import org.flowable.engine.runtime.ProcessInstance;

/**
 * Flowable: a workflow is a process, a step is an asynchronous service task, a sleep is a
 * timer event, and an event is a message to the process that waits in a message event.
 */
final class FlowableEngine implements Engine {

	private static final int LONG_STEPS = 1000;

	private static final int THREADS = 8;

	/**
	 * A thread needs two: when it has committed a job it opens a second transaction to
	 * hand the job to the executor. With less, all wait for each other.
	 */
	private static final int CONNECTIONS = 32;

	/** As often as db-scheduler polls. */
	private static final Duration TIMER_POLL = Duration.ofMillis(100);

	private static final int SHARE = 8;

	private static final String MESSAGE = "go";

	private final HikariDataSource pool;

	private final ProcessEngine engine;

	private final RuntimeService processes;

	FlowableEngine(EngineSettings settings) {
		this.pool = settings.createPool();
		this.pool.setMaximumPoolSize(CONNECTIONS);
		this.pool.setMinimumIdle(CONNECTIONS);
		// The schema is that of the connection: if Flowable knew it, each transaction would set it
		StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
		configuration.setDataSource(this.pool);
		configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
		configuration.setDisableIdmEngine(true);
		configuration.setDisableEventRegistry(true);
		configuration.setAsyncExecutorActivate(true);
		configuration.setAsyncExecutorCorePoolSize(THREADS);
		configuration.setAsyncExecutorMaxPoolSize(THREADS);
		configuration.getAsyncExecutorConfiguration().setDefaultTimerJobAcquireWaitTime(TIMER_POLL);
		// Else it fails to close while the last job ends
		configuration.getAsyncExecutorConfiguration().setUnlockOwnedJobs(false);
		configuration.setTypedEventListeners(
				Map.of(FlowableEngineEventType.PROCESS_COMPLETED.name(), List.of(new Ends())));
		this.engine = configuration.buildProcessEngine();
		this.processes = this.engine.getRuntimeService();
		new FlowableProcesses(this.engine.getRepositoryService()).deploy(MESSAGE, LONG_STEPS);
	}

	@Override
	public void startSteps(String key) {
		this.processes.startProcessInstanceByKey(FlowableProcesses.STEPS, key);
	}

	@Override
	public void startBody(String key) {
		this.processes.startProcessInstanceByKey(FlowableProcesses.BODY, key);
	}

	@Override
	public void startSleeper(String key) {
		this.processes.startProcessInstanceByKey(FlowableProcesses.SLEEPER, key);
	}

	@Override
	public void startWaiter(String key, String event) {
		this.processes.startProcessInstanceByKey(FlowableProcesses.WAITER, event, Map.of(FlowableTasks.KEY, key));
	}

	@Override
	public int waiting() {
		return (int) this.processes.createEventSubscriptionQuery().eventName(MESSAGE).count();
	}

	@Override
	public void publish(String event) {
		Execution waiting = this.processes.createExecutionQuery()
			.processInstanceBusinessKey(event, true)
			.messageEventSubscriptionName(MESSAGE)
			.singleResult();
		this.processes.messageEventReceived(MESSAGE, waiting.getId());
	}

	@Override
	public void startLong(String key) {
		this.processes.startProcessInstanceByKey(FlowableProcesses.LONG, key);
	}

	@Override
	public int turn(int workflows, int inFlight) {
		return Math.max(1, workflows / SHARE);
	}

	@Override
	public int longSteps() {
		return LONG_STEPS;
	}

	@Override
	public void close() {
		this.engine.close();
		this.pool.close();
	}

	/**
	 * Tells the ends of processes, once they are committed.
	 */
	private static final class Ends extends AbstractFlowableEngineEventListener {

		Ends() {
			super(Set.of(FlowableEngineEventType.PROCESS_COMPLETED));
			setOnTransaction(TransactionState.COMMITTED.name());
		}

		@Override
		protected void processCompleted(FlowableEngineEntityEvent event) {
			Probes.done(((ProcessInstance) event.getEntity()).getBusinessKey());
		}

	}

}
