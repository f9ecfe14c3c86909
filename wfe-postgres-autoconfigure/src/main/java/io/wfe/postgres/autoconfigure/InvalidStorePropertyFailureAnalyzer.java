package io.wfe.postgres.autoconfigure;

import io.wfe.core.InvalidValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes an {@link InvalidValueException} about a property of the store. Shows the name
 * of the property and not its value, which may be a secret.
 */
final class InvalidStorePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidValueException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidValueException cause) {
		if (!cause.getField().startsWith("wfe.postgres.")) {
			return null;
		}
		return new FailureAnalysis("The configuration of the workflow store is not valid: " + cause.getField() + " "
				+ cause.getProblem() + ".", "Correct " + cause.getField() + " in the application's configuration.",
				cause);
	}

}
