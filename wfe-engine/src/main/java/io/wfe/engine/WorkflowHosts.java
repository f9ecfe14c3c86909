package io.wfe.engine;

import java.util.Map;

/**
 * The hosts of an application that has several stores: one for each. <pre>{@code
 * String id = hosts.get("acme").startWorkflow("onboarding", customer);
 * }</pre>
 *
 * @since 0.1.0
 */
public interface WorkflowHosts {

	/**
	 * Returns all hosts.
	 * @return a copy, by the name of the store. The host of the store without a name is
	 * called {@code default}
	 */
	Map<String, WorkflowHost> all();

	/**
	 * Returns the host of a store.
	 * @param store the name of the store
	 * @return the host
	 * @throws IllegalArgumentException if there is none
	 */
	WorkflowHost get(String store);

}
