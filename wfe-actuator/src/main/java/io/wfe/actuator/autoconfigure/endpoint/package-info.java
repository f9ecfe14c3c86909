/**
 * Spring Boot auto-configuration of the Actuator endpoint of WFE.
 */
@NullMarked
package io.wfe.actuator.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
