package io.wfe.postgres.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a {@link WfeConfigurationException}.
 */
final class WfeConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<WfeConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WfeConfigurationException cause) {
		return new FailureAnalysis(cause.problem() + ".", cause.remedy() + ".", cause);
	}

}
