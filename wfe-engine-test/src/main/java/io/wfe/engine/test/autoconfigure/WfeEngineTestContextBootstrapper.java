package io.wfe.engine.test.autoconfigure;

import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * {@link org.springframework.test.context.TestContextBootstrapper} for
 * {@link WfeEngineTest @WfeEngineTest}. Replaces what an application may have set for
 * production; the properties of a test come later, and win.
 */
final class WfeEngineTestContextBootstrapper extends TestSliceTestContextBootstrapper<WfeEngineTest> {

	private static final String[] DEFAULTS = { "wfe.engine.enabled=true", "wfe.postgres.enabled=true",
			"wfe.postgres.initialize-schema=always", "wfe.postgres.startup=eager",
			"wfe.postgres.retention.completed-workflows=", "wfe.postgres.retention.terminated-workflows=",
			"wfe.postgres.retention.processed-events=", "wfe.postgres.retention.errors=" };

	@Override
	protected String @Nullable [] getProperties(Class<?> testClass) {
		String[] properties = super.getProperties(testClass);
		return (properties != null)
				? Stream.concat(Arrays.stream(DEFAULTS), Arrays.stream(properties)).toArray(String[]::new) : null;
	}

}
