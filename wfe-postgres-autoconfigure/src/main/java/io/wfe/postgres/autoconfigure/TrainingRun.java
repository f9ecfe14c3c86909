package io.wfe.postgres.autoconfigure;

import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * A run of the application that ends as soon as its beans are there, for the class data
 * that is to be shared or cached. It usually takes place while an image is built, where
 * there is no database, and must never change one.
 */
final class TrainingRun {

	private TrainingRun() {
	}

	/**
	 * Asks as the lifecycle processor does that ends the run.
	 */
	static boolean isUnderWay() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME));
	}

}
