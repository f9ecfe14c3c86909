package io.wfe.postgres.autoconfigure;

import io.wfe.postgres.PostgresPersistenceProvider;

/**
 * Customizes the auto-configured {@link PostgresPersistenceProvider} before it is built.
 * All beans of this type are called, in their order, after the properties were applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PostgresPersistenceProviderCustomizer {

	/**
	 * Customizes the provider.
	 * @param builder the builder of the provider
	 */
	void customize(PostgresPersistenceProvider.Builder builder);

}
