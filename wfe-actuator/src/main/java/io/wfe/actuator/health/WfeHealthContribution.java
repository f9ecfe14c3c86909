package io.wfe.actuator.health;

import org.springframework.boot.health.contributor.Health;

/**
 * What a part of WFE, such as the store or the engine, knows of its health. All beans of
 * this type are asked, in their order: the health {@code wfe} has the details of all, and
 * the worst status.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WfeHealthContribution {

	/**
	 * Returns the health of this part.
	 * @return the health; its details hold no password and no data of workflows
	 */
	Health health();

}
