package io.wfe.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a host is doing at a moment, for health checks and measurements. It comes from
 * memory, not from the store.
 *
 * <pre>{@code
 * HostStatus status = host.status();
 * boolean healthy = status.running() && (status.leased() || !status.executing());
 * }</pre>
 *
 * @param id the id of the host; a host that has lost its lease goes on under a new one
 * @param name its name
 * @param running whether it was started and not stopped
 * @param executing whether it runs workflows; a host that does not has no lease
 * @param leaseRenewedAt when it last renewed its lease, by its own clock; {@code null} if
 * it has none
 * @param leased whether its lease has not expired, as far as it knows
 * @param storeFailing whether something that it does in the background could not use the
 * store, and still cannot
 * @param places how many instances it can run at a time
 * @param owned how many it runs or has taken to run
 * @param steps the steps that run, longest first
 * @param lag for how long the instance had been due that waited the longest of those it
 * last took; zero if it found none. Instances that were woken by an event or a command do
 * not count, because they do not tell since when
 * @param waitingWrites how many passes wait to be written
 * @param groupSize how many passes were last written together; zero before the first
 * @param deliveredEvents how many subscriptions it has delivered an event to since it was
 * built
 * @since 0.1.0
 */
public record HostStatus(String id, String name, boolean running, boolean executing, @Nullable Instant leaseRenewedAt,
		boolean leased, boolean storeFailing, int places, int owned, List<RunningStep> steps, Duration lag,
		int waitingWrites, int groupSize, long deliveredEvents) {

	/**
	 * Copies the steps.
	 */
	public HostStatus {
		steps = List.copyOf(steps);
	}

	/**
	 * A step that runs.
	 *
	 * @param workflowId the id of the instance
	 * @param definitionId the id of its definition
	 * @param stepName the name of the step
	 * @param since when it was called, by the clock of the host
	 * @param age for how long it has been running
	 */
	public record RunningStep(String workflowId, String definitionId, String stepName, Instant since, Duration age) {

	}

}
