package io.wfe.core.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.wfe.core.model.EventSubscription;

/**
 * Stores subscriptions to events. A subscription is <em>open</em> if no token holds it,
 * or if its token has expired by the clock of the store. {@link PersistenceProvider} has
 * the rules for all methods.
 *
 * @since 0.1.0
 */
public interface SubscriptionRepository {

	/**
	 * Stores a new subscription with all its fields. Nobody can purge its workflow
	 * instance before the transaction has ended.
	 * @param subscription the subscription
	 * @return its id
	 * @throws WorkflowNotFoundException if its workflow instance does not exist. Nothing
	 * was written, and the caller's transaction can continue
	 * @throws io.wfe.core.InvalidValueException if a value cannot be stored
	 */
	String createEventSubscription(EventSubscription subscription);

	/**
	 * Returns the open subscriptions to events of a name and key. An unreadable
	 * subscription is left out and logged as an error.
	 * <p>
	 * A Rust host may have left subscriptions whose workflow instance does not exist.
	 * When you deliver an event, delete these and continue.
	 * @param eventName the name
	 * @param eventKey the key, which may be blank
	 * @param asOf returns only subscriptions with {@code subscribeAsOf} not after this
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
	 * Returns the subscriptions of an instance, open or not, up to a limit. An unreadable
	 * subscription is left out and logged as an error.
	 * @param workflowId the id of the instance
	 * @param limit the largest number of subscriptions to return, one or more
	 * @return the subscriptions, oldest first. Empty if there is no such instance
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
	 * Takes an open subscription for a worker. If several call this, one succeeds.
	 * @param id the id of the subscription
	 * @param token the token that will hold it
	 * @param workerId the id of the worker
	 * @param expiry when the token expires, by the clock of the store. Then the
	 * subscription is open again, and a later
	 * {@link ScheduledCommandRepository#processCommands processCommands} deletes the
	 * token
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
