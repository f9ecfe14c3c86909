package io.wfe.core.memory;

/**
 * What events and the subscriptions to them have in common.
 *
 * @param eventName the name
 * @param eventKey the key
 */
record EventKey(String eventName, String eventKey) {

}
