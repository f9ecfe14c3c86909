package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.EventSubscription;

/**
 * Stores subscriptions to events. A subscription is <em>open</em> while no token holds
 * it, or the token that holds it has expired by the clock of the store. See
 * {@link PersistenceProvider} for what all methods have in common.
 *
 * @since 0.1.0
 */
public interface SubscriptionRepository {

	/**
	 * Stores a new subscription with all its fields. Its workflow instance cannot be
	 * purged before the transaction has ended.
	 * @param subscription the subscription
	 * @return its id
	 * @throws WorkflowNotFoundException if its workflow instance is not there; nothing
	 * was written, and a transaction of the caller can go on
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	String createEventSubscription(EventSubscription subscription);

	/**
	 * Returns the open subscriptions to events of a name and key. A stored subscription
	 * that cannot be read is left out and logged as an error.
	 * <p>
	 * A Rust host may have left subscriptions whose workflow instance is not there.
	 * Whoever delivers an event deletes these and goes on.
	 * @param eventName the name
	 * @param eventKey the key, which may be blank
	 * @param asOf only subscriptions with {@code subscribeAsOf} not after this are
	 * returned
	 * @return the subscriptions, oldest first
	 */
	List<EventSubscription> getSubscriptions(String eventName, String eventKey, Instant asOf);

	/**
	 * Returns the first of the open subscriptions to events of a name and key.
	 * @param eventName the name
	 * @param eventKey the key, which may be blank
	 * @param asOf only subscriptions with {@code subscribeAsOf} not after this count
	 * @return the oldest subscription, or empty if none is open
	 */
	Optional<EventSubscription> getFirstOpenSubscription(String eventName, String eventKey, Instant asOf);

	/**
	 * Returns the subscriptions of an instance, open or not, at most so many. A stored
	 * subscription that cannot be read is left out and logged as an error.
	 * @param workflowId the id of the instance
	 * @param limit the largest number of subscriptions to return, one or more
	 * @return the subscriptions, oldest first; empty also if there is no such instance
	 */
	List<EventSubscription> getSubscriptionsByWorkflow(String workflowId, int limit);

	/**
	 * Returns a subscription, open or not.
	 * @param id the id
	 * @return the subscription
	 * @throws SubscriptionNotFoundException if there is none
	 */
	EventSubscription getSubscription(String id);

	/**
	 * Deletes a subscription.
	 * @param id the id
	 * @throws SubscriptionNotFoundException if there is none
	 */
	void terminateSubscription(String id);

	/**
	 * Takes a subscription for a worker, if it is open. Of several callers one succeeds.
	 * @param id the id of the subscription
	 * @param token the token that is to hold it
	 * @param workerId the id of the worker
	 * @param expiry when the token expires, by the clock of the store. After that the
	 * subscription is open again, and the token is deleted by a later
	 * {@link ScheduledCommandRepository#processCommands processCommands}
	 * @return whether this call found the subscription open and took it
	 * @throws SubscriptionNotFoundException if there is no such subscription
	 */
	boolean setSubscriptionToken(String id, String token, String workerId, Instant expiry);

	/**
	 * Releases a subscription.
	 * @param id the id of the subscription
	 * @param token the token that holds it
	 * @throws SubscriptionNotFoundException if there is no such subscription, or another
	 * token or none holds it
	 */
	void clearSubscriptionToken(String id, String token);

}
