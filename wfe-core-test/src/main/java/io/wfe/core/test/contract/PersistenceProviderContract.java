package io.wfe.core.test.contract;

import io.wfe.core.persistence.PersistenceProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests everything that a {@link PersistenceProvider} must do. To test a provider, extend
 * this class and implement the two hooks:
 *
 * <pre class="code">
 * class MyProviderTests extends PersistenceProviderContract {
 *
 *     &#64;Override
 *     public PersistenceProvider provider() {
 *         return sharedProvider;
 *     }
 *
 *     &#64;Override
 *     public PersistenceProvider emptyStore() {
 *         return new MyProvider(newLocation());
 *     }
 *
 * }
 * </pre>
 *
 * The tests use only the interfaces of {@code wfe-core}. They bring their own ids and
 * ignore the rows of others, so one store can serve a whole class. Run them one after the
 * other: tests that ask for everything due use times before those of any earlier test.
 *
 * @since 0.1.0
 */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class PersistenceProviderContract implements WorkflowContract, RunnableContract, PointerContract,
		ValueContract, LongValueContract, SubscriptionContract, EventContract, CommandContract, QueryContract,
		PurgeContract, InspectionContract, ControlContract, ConcurrencyContract, HostContract, StartContract,
		ClaimContract, PassContract, DeliveryContract, LookBackContract, ActivityContract, UserTaskContract,
		ExecutionControlContract, BadInputContract, StoreContract {

	/**
	 * Creates the tests.
	 */
	protected PersistenceProviderContract() {
	}

	/**
	 * Returns a provider whose store exists. It is called many times in each test and may
	 * return the same provider for all tests of a class. The provider must have room for
	 * 16 threads at once.
	 * @return a provider that is ready for use
	 */
	@Override
	public abstract PersistenceProvider provider();

	/**
	 * Returns a provider whose store does not exist yet, a new one with each call. Some
	 * tests ask for one. Whoever implements this disposes of it, after the test or after
	 * the class.
	 * @return a provider that needs {@link PersistenceProvider#ensureStoreExists()} first
	 */
	@Override
	public abstract PersistenceProvider emptyStore();

}
