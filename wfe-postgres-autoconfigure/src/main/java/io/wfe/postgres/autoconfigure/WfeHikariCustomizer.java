package io.wfe.postgres.autoconfigure;

import com.zaxxer.hikari.HikariConfig;

/**
 * Customizes the store's own connection pool, if it has one. All beans of this type are
 * called, in their order, after the properties were applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WfeHikariCustomizer {

	/**
	 * Customizes the pool.
	 * @param config the configuration of the pool
	 */
	void customize(HikariConfig config);

}
