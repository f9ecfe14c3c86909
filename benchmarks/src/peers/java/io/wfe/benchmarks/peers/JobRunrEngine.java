package io.wfe.benchmarks.peers;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.wfe.benchmarks.engine.Engine;
import io.wfe.benchmarks.engine.EngineSettings;
import io.wfe.benchmarks.engine.Probes;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * JobRunr: a step is a job, which enqueues the job of the next step, and a sleep is a
 * scheduled job. Chains of jobs are in its paid edition only. A job can have steps, but
 * they are not recorded before the job ends or the next poll.
 */
final class JobRunrEngine implements Engine {

	static final int LONG_STEPS = 1000;

	private static final int WORKERS = 8;

	/** It allows no less. */
	private static final Duration POLL = Duration.ofSeconds(5);

	private static final int SHARE = 4;

	/** The first job of each waits for a poll. */
	private static final int ONE_BY_ONE = 2;

	private final HikariDataSource pool;

	private final StorageProvider storage;

	private final BackgroundJobServer server;

	private final JobRequestScheduler scheduler;

	JobRunrEngine(EngineSettings settings) {
		this.pool = settings.createPool();
		this.storage = new PostgresStorageProvider(this.pool);
		Activator activator = new Activator();
		JobRunrConfigurationResult jobRunr = JobRunr.configure()
			.useJsonMapper(new Jackson3JsonMapper())
			.useStorageProvider(this.storage)
			.useJobActivator(activator)
			.withJobFilter(new Ends())
			.useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
				.andWorkerCount(WORKERS)
				.andPollInterval(POLL), false)
			.initialize();
		this.scheduler = jobRunr.getJobRequestScheduler();
		this.server = jobRunr.getBackgroundJobServer();
		activator.handler = new JobRunrHandler(this.scheduler);
		this.server.start();
	}

	@Override
	public void startSteps(String key) {
		this.scheduler.enqueue(new JobRunrStep(JobRunrStep.Work.STEPS, key, 0));
	}

	@Override
	public void startBody(String key) {
		this.scheduler.enqueue(new JobRunrStep(JobRunrStep.Work.BODY, key, 0));
	}

	@Override
	public void startSleeper(String key) {
		this.scheduler.enqueue(new JobRunrStep(JobRunrStep.Work.SLEEPER, key, 0));
	}

	@Override
	public void startWaiter(String key, String event) {
		throw new UnsupportedOperationException("JobRunr has no events");
	}

	@Override
	public int waiting() {
		return 0;
	}

	@Override
	public void publish(String event) {
		throw new UnsupportedOperationException("JobRunr has no events");
	}

	@Override
	public void startLong(String key) {
		this.scheduler.enqueue(new JobRunrStep(JobRunrStep.Work.LONG, key, 0));
	}

	@Override
	public int turn(int workflows, int inFlight) {
		return (inFlight > 1) ? Math.max(1, workflows / SHARE) : Math.min(workflows, ONE_BY_ONE);
	}

	@Override
	public int longSteps() {
		return LONG_STEPS;
	}

	@Override
	public void close() {
		this.server.stop();
		this.storage.close();
		this.pool.close();
	}

	/**
	 * Finds the handler, as an application context would.
	 */
	private static final class Activator implements JobActivator {

		private volatile @Nullable JobRunrHandler handler;

		@Override
		public <T> @Nullable T activateJob(Class<T> type) {
			return type.isInstance(this.handler) ? type.cast(this.handler) : null;
		}

	}

	/**
	 * Tells the ends of workflows, once the last job is saved.
	 */
	private static final class Ends implements ApplyStateFilter {

		@Override
		public void onStateApplied(Job job, @Nullable JobState before, JobState now) {
			if (now.getName() == StateName.SUCCEEDED
					&& job.getJobDetails().getJobParameterValues()[0] instanceof JobRunrStep step && step.isLast()) {
				Probes.done(step.key());
			}
		}

	}

}
