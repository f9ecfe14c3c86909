package io.wfe.benchmarks.peers;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/**
 * A job of JobRunr, which is a step of a workflow. It is stored as JSON.
 */
public final class JobRunrStep implements JobRequest {

	private Work work = Work.STEPS;

	private String key = "";

	private int number;

	private boolean last;

	/**
	 * For JobRunr, which sets the fields.
	 */
	public JobRunrStep() {
	}

	JobRunrStep(Work work, String key, int number) {
		this.work = work;
		this.key = key;
		this.number = number;
		this.last = number == work.steps - 1;
	}

	Work work() {
		return this.work;
	}

	String key() {
		return this.key;
	}

	boolean isFirst() {
		return this.number == 0;
	}

	boolean isLast() {
		return this.last;
	}

	JobRunrStep next() {
		return new JobRunrStep(this.work, this.key, this.number + 1);
	}

	@Override
	public Class<? extends JobRequestHandler<JobRunrStep>> getJobRequestHandler() {
		return JobRunrHandler.class;
	}

	/**
	 * What a workflow does.
	 */
	enum Work {

		STEPS(3), BODY(1), SLEEPER(2), LONG(JobRunrEngine.LONG_STEPS);

		private final int steps;

		Work(int steps) {
			this.steps = steps;
		}

	}

}
