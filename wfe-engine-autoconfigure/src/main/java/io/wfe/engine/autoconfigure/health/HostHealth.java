package io.wfe.engine.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wfe.actuator.health.WfeHealthContribution;
import io.wfe.engine.HostStatus;
import io.wfe.engine.WorkflowHost;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the host of the application does its work.
 */
final class HostHealth implements WfeHealthContribution {

	private final WorkflowHost host;

	private final WfeEngineHealthProperties properties;

	HostHealth(WorkflowHost host, WfeEngineHealthProperties properties) {
		this.host = host;
		this.properties = properties;
	}

	@Override
	public Health health() {
		HostStatus status = this.host.status();
		Health.Builder builder = Health.up();
		long stuck = stuck(status);
		String problem = null;
		if (!status.running()) {
			builder.outOfService();
			problem = "The host is not running";
		}
		else if (status.executing() && !status.leased()) {
			builder.down();
			problem = "The host could not renew its lease in time, so others may run its workflows";
		}
		else if (status.storeFailing()) {
			builder.down();
			problem = "The host cannot use its store";
		}
		else if (stuck > 0) {
			switch (this.properties.status()) {
				case DOWN -> builder.down();
				case OUT_OF_SERVICE -> builder.outOfService();
			}
			problem = "Steps run for longer than " + this.properties.maxStepAge() + " (wfe.engine.health.max-step-age)";
		}
		return builder.withDetail("host", details(status, stuck, problem)).build();
	}

	private long stuck(HostStatus status) {
		Duration limit = this.properties.maxStepAge();
		return (limit != null) ? status.steps().stream().filter((step) -> step.age().compareTo(limit) > 0).count() : 0;
	}

	/**
	 * In text, whatever the JSON mapper of the application makes of times.
	 */
	private Map<String, Object> details(HostStatus status, long stuck, @Nullable String problem) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("id", status.id());
		details.put("running", status.running());
		details.put("executing", status.executing());
		Instant renewed = status.leaseRenewedAt();
		if (renewed != null) {
			details.put("leaseRenewed", renewed.toString());
		}
		details.put("owned", status.owned());
		details.put("places", status.places());
		details.put("stuckSteps", stuck);
		if (problem != null) {
			details.put("problem", problem);
		}
		return details;
	}

}
