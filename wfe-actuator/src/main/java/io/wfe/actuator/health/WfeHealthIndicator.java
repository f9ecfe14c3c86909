package io.wfe.actuator.health;

import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code wfe}: what all parts know, with the worst status of them.
 *
 * @since 0.1.0
 */
public final class WfeHealthIndicator extends AbstractHealthIndicator {

	/** From the worst on. A status that is not in here counts as unknown. */
	private static final List<Status> ORDER = List.of(Status.DOWN, Status.OUT_OF_SERVICE, Status.UNKNOWN, Status.UP);

	private final List<WfeHealthContribution> contributions;

	/**
	 * Creates an indicator.
	 * @param contributions the parts
	 */
	public WfeHealthIndicator(List<WfeHealthContribution> contributions) {
		super("Health check of WFE failed");
		this.contributions = List.copyOf(contributions);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Status worst = Status.UP;
		for (WfeHealthContribution contribution : this.contributions) {
			Health health = contribution.health();
			health.getDetails().forEach(builder::withDetail);
			worst = worse(worst, health.getStatus());
		}
		builder.status(worst);
	}

	private static Status worse(Status one, Status other) {
		return (rank(other) < rank(one)) ? other : one;
	}

	private static int rank(Status status) {
		int rank = ORDER.indexOf(status);
		return (rank != -1) ? rank : ORDER.indexOf(Status.UNKNOWN);
	}

}
