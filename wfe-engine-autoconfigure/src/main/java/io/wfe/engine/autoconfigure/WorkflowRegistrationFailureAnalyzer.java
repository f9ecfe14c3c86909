package io.wfe.engine.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a {@link WorkflowRegistrationException}.
 */
final class WorkflowRegistrationFailureAnalyzer extends AbstractFailureAnalyzer<WorkflowRegistrationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WorkflowRegistrationException cause) {
		return new FailureAnalysis(cause.problem() + ".", cause.remedy() + ".", cause);
	}

}
