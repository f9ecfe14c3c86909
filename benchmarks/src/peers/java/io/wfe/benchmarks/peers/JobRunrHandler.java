package io.wfe.benchmarks.peers;

import java.time.Instant;

import io.wfe.benchmarks.engine.Probes;
import io.wfe.benchmarks.engine.Workloads;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;

/**
 * Runs the jobs of JobRunr, each of which enqueues or schedules the next.
 */
public final class JobRunrHandler implements JobRequestHandler<JobRunrStep> {

	private final JobRequestScheduler scheduler;

	JobRunrHandler(JobRequestScheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public void run(JobRunrStep step) {
		switch (step.work()) {
			case BODY, LONG -> Probes.ran(step.key());
			case SLEEPER -> {
				if (step.isLast()) {
					Probes.ran(step.key());
				}
				else {
					Probes.asleep(step.key());
					this.scheduler.schedule(Instant.now().plus(Workloads.SLEEP), step.next());
					return;
				}
			}
			case STEPS -> {
			}
		}
		if (!step.isLast()) {
			this.scheduler.enqueue(step.next());
		}
	}

}
