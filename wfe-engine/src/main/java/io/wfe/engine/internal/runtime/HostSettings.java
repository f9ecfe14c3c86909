package io.wfe.engine.internal.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.wfe.engine.ErrorBehavior;
import io.wfe.engine.HostObserver;
import io.wfe.engine.StepFactory;
import io.wfe.engine.StepMiddleware;
import io.wfe.engine.WorkflowListener;
import io.wfe.engine.WorkflowMiddleware;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was set with the builder of a host. See there.
 */
record HostSettings(StepFactory stepFactory, Clock clock, JsonMapper jsonMapper, int maxConcurrentWorkflows,
		int maxPointers, Duration pollInterval, ErrorBehavior errorBehavior, Duration stopTimeout,
		Duration leaseDuration, String hostName, boolean executeWorkflows, boolean notifications,
		List<StepMiddleware> stepMiddleware, List<WorkflowMiddleware> workflowMiddleware,
		List<WorkflowListener> listeners, @Nullable Executor executor, boolean virtualThreads, boolean createStore,
		@Nullable HostObserver observer, @Nullable SharedWorkers workers) {

	HostSettings {
		stepMiddleware = List.copyOf(stepMiddleware);
		workflowMiddleware = List.copyOf(workflowMiddleware);
		listeners = List.copyOf(listeners);
	}

}
