package io.wfe.engine.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.wfe.engine.HostStatus;

/**
 * Tells what a host is doing.
 */
final class StatusReport {

	private StatusReport() {
	}

	static HostStatus of(HostRuntime runtime, boolean running) {
		Instant now = runtime.settings().clock().instant();
		boolean executes = runtime.settings().executeWorkflows();
		Instant renewed = running && executes ? runtime.membership().renewedAt() : null;
		boolean leased = renewed != null && renewed.plus(runtime.settings().leaseDuration()).isAfter(now);
		return new HostStatus(runtime.membership().id(), runtime.settings().hostName(), running, executes, renewed,
				leased, runtime.outage().isDown(), runtime.running().places(), runtime.running().ids().size(),
				steps(runtime, now), runtime.claims().lag(), runtime.writer().waiting(), runtime.writer().lastGroup(),
				runtime.events().delivered());
	}

	private static List<HostStatus.RunningStep> steps(HostRuntime runtime, Instant now) {
		return runtime.running()
			.all()
			.stream()
			.map(RunningInstance::body)
			.filter(Objects::nonNull)
			.map((body) -> step(body, now))
			.sorted(Comparator.comparing(HostStatus.RunningStep::since))
			.toList();
	}

	private static HostStatus.RunningStep step(RunningInstance.Body body, Instant now) {
		Duration age = Duration.ofNanos(System.nanoTime() - body.startedNanos());
		return new HostStatus.RunningStep(body.call().workflow().id(), body.call().workflow().workflowDefinitionId(),
				body.call().stepName(), now.minus(age), age);
	}

}
