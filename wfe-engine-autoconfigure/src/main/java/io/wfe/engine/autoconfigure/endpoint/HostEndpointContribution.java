package io.wfe.engine.autoconfigure.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wfe.actuator.endpoint.DefinitionDescriptor;
import io.wfe.actuator.endpoint.WfeEndpointContribution;
import io.wfe.engine.HostStatus;
import io.wfe.engine.WorkflowHost;

/**
 * What the host adds to the endpoint.
 */
final class HostEndpointContribution implements WfeEndpointContribution {

	/**
	 * How many running steps are shown.
	 */
	private static final int STEPS = 10;

	private final WorkflowHost host;

	HostEndpointContribution(WorkflowHost host) {
		this.host = host;
	}

	@Override
	public Map<String, ?> report() {
		HostStatus status = this.host.status();
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("id", status.id());
		report.put("name", status.name());
		report.put("running", status.running());
		report.put("executing", status.executing());
		if (status.leaseRenewedAt() != null) {
			report.put("leaseRenewed", status.leaseRenewedAt().toString());
		}
		report.put("owned", status.owned());
		report.put("places", status.places());
		report.put("lag", text(status.lag()));
		report.put("waitingWrites", status.waitingWrites());
		report.put("steps", status.steps().stream().limit(STEPS).map(HostEndpointContribution::step).toList());
		return Map.of("host", report);
	}

	private static Map<String, Object> step(HostStatus.RunningStep step) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("workflow", step.workflowId());
		values.put("definition", step.definitionId());
		values.put("step", step.stepName());
		values.put("age", text(step.age()));
		return values;
	}

	private static String text(Duration duration) {
		return Duration.ofMillis(duration.toMillis()).toString();
	}

	@Override
	public List<DefinitionDescriptor> definitions() {
		return this.host.definitions()
			.stream()
			.map((definition) -> new DefinitionDescriptor(definition.id(), definition.version(),
					definition.description(), definition.steps().size(), definition.toMermaid()))
			.toList();
	}

}
