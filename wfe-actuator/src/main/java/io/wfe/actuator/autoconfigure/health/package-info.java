/**
 * Spring Boot auto-configuration of the health of WFE.
 */
@NullMarked
package io.wfe.actuator.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
