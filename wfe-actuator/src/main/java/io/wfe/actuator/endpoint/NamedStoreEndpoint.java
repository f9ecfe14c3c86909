package io.wfe.actuator.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a part of WFE, such as the store or the engine, adds to the {@link WfeEndpoint}
 * for named stores. All beans of this type are asked, in their order.
 *
 * @since 0.1.0
 */
public interface NamedStoreEndpoint {

	/**
	 * Returns what the part adds for a store.
	 * @param store the name of the store
	 * @return the contribution, or {@code null} if this part does not know that store
	 */
	@Nullable WfeEndpointContribution contribution(String store);

	/**
	 * Returns what can be done to the workflows of a store.
	 * @param store the name of the store
	 * @return the commands, or {@code null} for those of the store alone
	 */
	default @Nullable WorkflowCommands commands(String store) {
		return null;
	}

}
