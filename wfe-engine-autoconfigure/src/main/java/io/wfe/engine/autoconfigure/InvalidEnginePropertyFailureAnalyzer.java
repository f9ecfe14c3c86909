package io.wfe.engine.autoconfigure;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes an {@link InvalidValueException} about a property of the engine.
 */
final class InvalidEnginePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidValueException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidValueException cause) {
		if (!cause.getField().startsWith("wfe.engine.")) {
			return null;
		}
		return new FailureAnalysis("The configuration of the workflow engine is not valid: " + cause.getField() + " "
				+ cause.getProblem() + ".", "Correct " + cause.getField() + " in the application's configuration.",
				cause);
	}

}
