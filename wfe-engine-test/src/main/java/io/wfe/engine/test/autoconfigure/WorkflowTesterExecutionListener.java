package io.wfe.engine.test.autoconfigure;

import io.wfe.engine.test.WorkflowTester;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Lets each test begin with an empty store in memory, and a tester that is as new. Does
 * nothing in a context without {@link WorkflowTesterAutoConfiguration}.
 */
final class WorkflowTesterExecutionListener implements TestExecutionListener, Ordered {

	private static final String TESTER = "wfeWorkflowTester";

	private static final String STORE = "wfeTesterStore";

	/**
	 * Behind the one of {@code wfe-postgres-test}, which resets the clock, and before the
	 * transaction of the test begins.
	 */
	private static final int ORDER = 3950;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (context.containsBeanDefinition(TESTER)) {
			if (context.containsBeanDefinition(STORE)) {
				context.getBean(STORE, MemoryStore.class).empty();
			}
			context.getBean(TESTER, WorkflowTester.class).reset();
		}
	}

}
