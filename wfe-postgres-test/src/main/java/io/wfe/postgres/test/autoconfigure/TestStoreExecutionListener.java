package io.wfe.postgres.test.autoconfigure;

import io.wfe.postgres.test.TestClock;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Resets the clock before each test, and empties the store after each that was not rolled
 * back. Does nothing in a context without {@link TestStoreAutoConfiguration}.
 */
final class TestStoreExecutionListener implements TestExecutionListener, Ordered {

	private static final String TRANSACTION = TestStoreExecutionListener.class.getName() + ".transaction";

	/**
	 * The name of the bean, which stands for all of {@link TestStoreAutoConfiguration}.
	 * That is not loaded where it is not used.
	 */
	private static final String CLOCK = "wfeTestClock";

	/**
	 * Before the transaction of the test begins, and after it has ended.
	 */
	private static final int ORDER = 3900;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		ApplicationContext context = contextWithStore(testContext);
		if (context != null) {
			context.getBean(CLOCK, TestClock.class).reset();
		}
	}

	@Override
	public void beforeTestExecution(TestContext testContext) {
		if (contextWithStore(testContext) != null && TestTransaction.isActive()) {
			TransactionEnd end = new TransactionEnd();
			TransactionSynchronizationManager.registerSynchronization(end);
			testContext.setAttribute(TRANSACTION, end);
		}
	}

	/**
	 * A test that has ended its transaction by itself wants more than that.
	 */
	@Override
	public void afterTestExecution(TestContext testContext) {
		if (testContext.getAttribute(TRANSACTION) instanceof TransactionEnd end && end.isThere()) {
			testContext.removeAttribute(TRANSACTION);
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		ApplicationContext context = contextWithStore(testContext);
		boolean rolledBack = testContext.removeAttribute(TRANSACTION) instanceof TransactionEnd end && end.isRollback();
		if (context != null && !rolledBack) {
			context.getBean(TestStoreCleanup.class).run();
		}
	}

	private static @Nullable ApplicationContext contextWithStore(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			return context.containsBeanDefinition(CLOCK) ? context : null;
		}
		return null;
	}

	/**
	 * Notes how the transaction of a test has ended.
	 */
	private static final class TransactionEnd implements TransactionSynchronization {

		private @Nullable Integer status;

		@Override
		public void afterCompletion(int status) {
			this.status = status;
		}

		boolean isThere() {
			return this.status != null;
		}

		boolean isRollback() {
			return this.status != null && this.status == STATUS_ROLLED_BACK;
		}

	}

}
