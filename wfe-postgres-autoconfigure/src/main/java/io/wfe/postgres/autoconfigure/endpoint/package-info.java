/**
 * Spring Boot auto-configuration of the Actuator endpoint of the workflow store.
 */
@NullMarked
package io.wfe.postgres.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
