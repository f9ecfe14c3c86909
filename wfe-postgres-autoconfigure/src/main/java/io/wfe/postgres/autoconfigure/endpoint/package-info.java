/**
 * Spring Boot auto-configuration of what the workflow store adds to the Actuator
 * endpoint.
 */
@NullMarked
package io.wfe.postgres.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
