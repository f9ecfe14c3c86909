package io.wfe.actuator.health;

import org.jspecify.annotations.Nullable;

/**
 * What a part of WFE, such as the store or the engine, knows of the health of named
 * stores. All beans of this type are asked, in their order, about each store.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamedStoreHealth {

	/**
	 * Returns who knows of the health of a store.
	 * @param store the name of the store
	 * @return the contribution, or {@code null} if this part does not know that store
	 */
	@Nullable WfeHealthContribution of(String store);

}
