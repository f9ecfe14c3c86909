package io.wfe.postgres.autoconfigure;

import io.wfe.postgres.StoreSchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a {@link StoreSchemaException}.
 */
final class StoreSchemaFailureAnalyzer extends AbstractFailureAnalyzer<StoreSchemaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreSchemaException cause) {
		return new FailureAnalysis(cause.getProblem() + ".", cause.getRemedy() + ".", cause);
	}

}
